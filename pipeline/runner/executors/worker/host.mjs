// The process around one warm thread: passes tasks on to it, and ends as the thread ends.
//   node host.mjs PROGRAM.ts
import { writeSync } from "node:fs";
import { constants } from "node:os";
import { inspect } from "node:util";
import { Worker } from "node:worker_threads";

const [program] = process.argv.slice(2);
// Threads write to the same pipes by themselves: what they said is not lost with them.
const thread = new Worker(new URL("./thread.mjs", import.meta.url), {
  workerData: { program },
  stdout: true,
  stderr: true,
});

thread.on("message", (message) => process.send?.(message));
thread.on("error", (error) => {
  if (error?.code === "ERR_WORKER_OUT_OF_MEMORY") {
    writeSync(2, `${error.message}\n`);
    process.kill(process.pid, "SIGABRT"); // as Node ends without a thread
  }
  writeSync(2, `${inspect(error)}\n`);
});
thread.on("exit", (code) => process.exit(code));

process.on("message", (task) => {
  process.chdir(task.folder);
  thread.postMessage({ kind: "task", ...task });
});
for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => thread.postMessage({ kind: "signal", signal, number: constants.signals[signal] }));
}
// Nobody is left to hand over tasks: everything of this process's group goes.
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
