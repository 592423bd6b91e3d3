// Runs one pipeline in a process of its own, as `pollux run` does, and writes down what that took.
//   node --import tsx ours.ts JOB
import { readFileSync, writeFileSync } from "node:fs";
import { Writable } from "node:stream";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { workerExecutor } from "../../../pipeline/runner/executors/worker/worker.ts";
import {
  liveReporter,
  processExecutor,
  runPipeline,
  type TaskExecutor,
} from "../../../pipeline/runner/index.ts";
import { runEnvironments } from "../../run/environments.ts";
import type { RunFigures, RunJob } from "./measure-run.ts";
import { nothingExecutor } from "./nothing-executor.ts";

const [argument = ""] = process.argv.slice(2);
const job = JSON.parse(argument) as RunJob; // measure-run.ts writes it
const spec = JSON.parse(readFileSync(job.pipeline, "utf8")) as PipelineSpec; // shapes.ts or kfp's compiler did

const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
const terminal = Object.assign(nowhere, { isTTY: true, columns: 120, rows: 40 });
const executor = executorOf(job);
const usedBefore = process.cpuUsage();
const began = performance.now();
const { state } = await runPipeline({
  spec,
  root: job.root,
  executor,
  parallelism: job.parallelism,
  onEvent: liveReporter(terminal),
});
const seconds = (performance.now() - began) / 1000;
const { user } = process.cpuUsage(usedBefore);
const figures: RunFigures = {
  seconds,
  runnerUser: user / 1e6,
  runnerMegabytes: (process.resourceUsage().maxRSS * 1024) / 1e6,
};
if (state !== "SUCCEEDED") throw new Error(`the run ended as ${state}`);
writeFileSync(job.figures, JSON.stringify(figures));

function executorOf({ side, python }: RunJob): TaskExecutor {
  if (side === "nothing") return nothingExecutor();
  const environments = runEnvironments({ images: [], python });
  return side === "worker" ? workerExecutor({ environments }) : processExecutor({ environments });
}
