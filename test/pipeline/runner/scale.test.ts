// Large runs: their memory stays within bounds, and a task costs the same among few as among many.
import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { largeShapes } from "./large-pipelines.ts";

const root = resolve(import.meta.dirname, "../../..");
const program = join(import.meta.dirname, "large-run.ts");

async function inOwnProcess<Result>(...args: readonly string[]): Promise<Result> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", program, ...args], {
    cwd: root,
  });
  return JSON.parse(stdout) as Result; // as the program writes it
}

describe("a run of 10,000 tasks", { timeout: 300_000 }, () => {
  test.each([
    ["loop", 20_001], // the iterations and the loop itself among them
    ["fan", 10_000],
  ])("in a %s ends well in less than 500 MB", async (shape, ended) => {
    const outcome = await inOwnProcess<{ readonly megabytes: number }>(
      ...["run", shape, "10000", join(temporaryFolder(), "root")],
    );
    expect(outcome).toEqual({ state: "SUCCEEDED", ended, megabytes: expect.any(Number) });
    expect(outcome.megabytes).toBeLessThan(500);
  });
});

test.each(largeShapes)(
  "the scheduler takes as many steps for a task of a large %s as of a small",
  async (shape) => {
    const stepsPerTask = async (size: number): Promise<number> => {
      const { state, steps } = await inOwnProcess<{ readonly state: string; readonly steps: number }>(
        ...["schedule", shape, String(size)],
      );
      expect(state).toBe("SUCCEEDED");
      return steps / size;
    };
    const few = await stepsPerTask(500);
    expect(await stepsPerTask(5000)).toBeLessThan(1.02 * few);
  },
);
