// One measured run, with a real runner in a process of its own.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { measureRun, type RunJob } from "../../../../scripts/bench/run/measure-run.ts";
import { runShapes, shapeOf } from "../../../../scripts/bench/run/shapes.ts";
import { measuringPython } from "../../../../scripts/bench/options.ts";
import { temporaryFolder } from "../../temporary-folder.ts";

async function measureIn(folder: string, job: Pick<RunJob, "side" | "pipeline">) {
  const paths = { root: join(folder, "root"), figures: join(folder, "figures.json") };
  const measuring = { measuringPython: await measuringPython(), folder, signal: undefined };
  return measureRun({ ...job, ...paths, parallelism: 2, python: undefined }, measuring);
}

test.each(runShapes)("a %s of tasks that do nothing is run, and tells what it cost", async (shape) => {
  const folder = temporaryFolder();
  const pipeline = join(folder, "pipeline.json");
  writeFileSync(pipeline, JSON.stringify(shapeOf(shape, 3)));
  const cost = await measureIn(folder, { side: "nothing", pipeline });
  for (const figure of Object.values(cost)) expect(figure).toBeGreaterThan(0);
  expect(cost.seconds).toBeLessThan(cost.wallSeconds);
  expect(Object.keys(cost).sort()).toEqual([
    "cpu",
    "megabytes",
    "runnerMegabytes",
    "runnerUser",
    "seconds",
    "wallSeconds",
  ]);
});

test("a chain in TypeScript is run by warm threads", async () => {
  const folder = temporaryFolder();
  const pipeline = join(folder, "pipeline.json");
  writeFileSync(pipeline, JSON.stringify(shapeOf("chain", 2)));
  expect((await measureIn(folder, { side: "worker", pipeline })).seconds).toBeGreaterThan(0);
});

test("a run that fails is said to have failed", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "root"));
  const job = { side: "nothing" as const, pipeline: join(folder, "none.json") };
  await expect(measureIn(folder, job)).rejects.toMatchObject({
    code: "BENCH_FAILED",
    message: expect.stringMatching(/ENOENT/) as string,
  });
});
