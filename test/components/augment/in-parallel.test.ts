import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { inParallel } from "../../../components/augment/in-parallel.ts";

describe("inParallel", () => {
  test("works on no more than the limit at once and keeps the order", async () => {
    let [now, most] = [0, 0];
    const results = await inParallel([30, 5, 20, 1, 10], 2, async (pause, index) => {
      now += 1;
      most = Math.max(most, now);
      await sleep(pause);
      now -= 1;
      return index;
    });
    expect([results, most]).toEqual([[0, 1, 2, 3, 4], 2]);
  });

  test("begins nothing more after an error", async () => {
    const begun: number[] = [];
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      await sleep(1);
      throw new Error(`no ${item}`);
    };
    await expect(inParallel([1, 2, 3, 4], 2, work)).rejects.toThrow("no 1");
    await sleep(5);
    expect(begun).toEqual([1, 2]);
  });
});
