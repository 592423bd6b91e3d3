// A large pipeline in a process of its own: `run SHAPE SIZE ROOT` tells how the run ended and what memory it took;
// `schedule SHAPE SIZE` counts the steps of the scheduler alone.
import { rmSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { Writable } from "node:stream";
import { liveReporter, runPipeline } from "../../../pipeline/runner/index.ts";
import { noValues } from "../../../pipeline/runner/values.ts";
import { nothingExecutor } from "../../../scripts/bench/run/nothing-executor.ts";
import { large, type LargeShape } from "./large-pipelines.ts";

const [what, shape, size, root = ""] = process.argv.slice(2);
const spec = large(shape as LargeShape, Number(size)); // as the test gives it
console.log(JSON.stringify(what === "run" ? await run() : await schedule()));

async function run() {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { state, tasks } = await runPipeline({
    spec,
    root,
    executor: nothingExecutor(),
    parallelism: 4,
    onEvent: liveReporter(Object.assign(nowhere, { isTTY: true, columns: 120, rows: 40 })),
  });
  rmSync(root, { recursive: true }); // as long as the test waits: there are many files
  const ended = tasks.filter((task) => task.state === "SUCCEEDED").length;
  return { state, ended, megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6 };
}

/** How often blocks of the scheduler's code were entered, as V8 counts them, while every task ended at once. */
async function schedule() {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const { newSchedule } = await import("../../../pipeline/runner/scheduler/schedule.ts");
  const { advance } = await import("../../../pipeline/runner/scheduler/advance.ts");
  const schedule = newSchedule({ spec, parallelism: 4 });
  const events: Parameters<typeof advance>[1][] = [{ kind: "start", time: 0, inputs: noValues }];
  const outputs = { parameters: { result: "x" }, artifacts: {} };
  let state = "";
  for (const event of events) {
    for (const action of advance(schedule, event)) {
      if (action.kind === "end") state = action.state;
      if (action.kind !== "run") continue;
      events.push({ kind: "ended", time: 0, path: action.instance.path, state: "SUCCEEDED", outputs });
    }
  }
  const { result } = await session.post("Profiler.takePreciseCoverage");
  const steps = result
    .filter(({ url }) => url.includes("/pipeline/runner/") || url.includes("/pipeline/ir/"))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges.map(({ count }) => count)))
    .reduce((sum, count) => sum + count, 0);
  return { state, steps };
}
