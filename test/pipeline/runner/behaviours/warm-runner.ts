// A runner to be killed: keeps a thread idle, then runs a task in each language that never ends, and one that starts
// what leads a session of its own; says `ready` for each.
//   node warm-runner.ts FOLDER ROOT MARK
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadEnvironments, pythonEnvironment } from "../../../../pipeline/environments/index.ts";
import { workerExecutor } from "../../../../pipeline/runner/executors/worker/worker.ts";
import type { Behave } from "./behaviours.ts";
import { inKfpPython } from "./in-python.ts";
import { inTypeScript } from "./in-typescript.ts";

const [folder = "", runs = "", mark = ""] = process.argv.slice(2);
const root = resolve(import.meta.dirname, "../../../..");
const executor = workerExecutor({
  environments: [
    ...loadEnvironments(join(root, "containers")),
    { ...pythonEnvironment(join(root, ".venv")), images: ["python:*"] },
  ],
});
const never = new AbortController().signal;

const run = (image: string, behaves: ReturnType<Behave>) =>
  executor.run(
    {
      image,
      ...behaves,
      env: { WARM_RUNNER: mark },
      executorInput: {},
      workFolder: folder,
      runId: "warm",
      root: runs,
      reads: [],
    },
    {
      stop: never,
      kill: never,
      onLine: (line) => {
        if (/^\d+ \d+$/.test(line)) console.log("ready");
      },
    },
  );

mkdirSync(folder, { recursive: true });
const node = "example.com/pollux/node:1";
await Promise.all([run(node, inTypeScript("write")), run(node, inTypeScript("write"))]);
const escape = { command: ["sh", "-c", "setsid sleep 600 & echo 1 1; sleep 600"], args: [] };
await Promise.all([
  run(node, inTypeScript("stay")),
  run("python:3.12", inKfpPython("stay")),
  run(node, escape),
]);
