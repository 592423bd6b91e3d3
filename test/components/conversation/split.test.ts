import { describe, expect, test } from "vitest";
import { chooseValidation } from "../../../components/conversation/split.ts";

const sessions = (...examples: readonly number[]): Parameters<typeof chooseValidation>[0] =>
  examples.map((count, index) => ({ id: `s${index + 1}`, start: index * 100, examples: count }));
const tenth = { share: 0.1, minimum: 0 };

describe("the split", () => {
  test("holds out the latest sessions that together hold the share of replies", () => {
    expect(chooseValidation(sessions(50, 30, 10, 6, 4), tenth)).toEqual(["s4", "s5"]);
  });

  test("goes by time, not by place", () => {
    expect(chooseValidation(sessions(45, 45, 10).toReversed(), tenth)).toEqual(["s3"]);
  });

  test("takes along late sessions without replies", () => {
    expect(chooseValidation(sessions(90, 0, 10, 0), tenth)).toEqual(["s3", "s4"]);
  });

  test("holds out a large session rather than nothing", () => {
    expect(chooseValidation(sessions(10, 90), tenth)).toEqual(["s2"]);
  });

  test("never takes all: one session stays in training", () => {
    expect(chooseValidation(sessions(100), tenth)).toEqual([]);
  });

  test("takes more than the share where fewer would be too few", () => {
    expect(chooseValidation(sessions(20, 4, 2, 2), { share: 0.1, minimum: 5 })).toEqual(["s2", "s3", "s4"]);
  });
});
