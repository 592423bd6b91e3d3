import { expect, test } from "vitest";
import { progressSayer } from "../../../pipeline/executor/progress.ts";

test("progress is said first, last, and once a second between", () => {
  const said: string[] = [];
  let now = 0;
  const progress = progressSayer(
    (line) => said.push(line),
    () => now,
  );
  for (const [at, done] of [
    [0, 0],
    [400, 1],
    [1000, 2],
    [1999, 3],
    [2001, 4],
  ] as const) {
    now = at;
    progress(done, 4, `loss\n${done}`);
  }
  expect(said).toEqual(["progress 0/4 loss 0", "progress 2/4 loss 2", "progress 4/4 loss 4"]);
});
