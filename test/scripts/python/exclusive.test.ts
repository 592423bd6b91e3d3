import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as later } from "node:timers/promises";
import { expect, test } from "vitest";
import { exclusively } from "../../../scripts/python/exclusive.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const noWait = (pid: number): never => {
  throw new Error(`waits for ${pid}`);
};

test("one at a time does its work, and nothing is left", async () => {
  const lock = join(temporaryFolder(), "lock");
  let [working, most] = [0, 0];
  const work = async (): Promise<void> => {
    most = Math.max(most, (working += 1));
    for (let turn = 0; turn < 20; turn += 1) await later();
    working -= 1;
  };
  await Promise.all([1, 2, 3].map(() => exclusively(lock, { onWait: () => {} }, work)));
  expect(most).toBe(1);
  expect(readdirSync(join(lock, ".."))).toEqual([]);
});

test.each([
  ["of a process that is gone", "2147483647"],
  ["that names nobody", ""],
])("a lock %s is taken over", async (_, text) => {
  const lock = join(temporaryFolder(), "lock");
  writeFileSync(lock, text);
  expect(await exclusively(lock, { onWait: noWait }, async () => "done")).toBe("done");
  expect(readdirSync(join(lock, ".."))).toEqual([]);
});
