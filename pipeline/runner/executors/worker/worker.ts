// Runs tasks in what is warm already: TypeScript in threads, Python in a process that forks. All else, and all that
// comes before a task starts and after it ends, is as in the process executor.
import { processExecutor, type ProcessExecutorOptions, type StartedTask } from "../process.ts";
import { forkServers } from "../python/fork-servers.ts";
import type { TaskExecutor } from "../task-executor.ts";
import { threadPool } from "./thread-pool.ts";

/** `close` it: threads and interpreters wait for further tasks until then. */
export function workerExecutor(options: Omit<ProcessExecutorOptions, "runWarm">): TaskExecutor {
  const threads = threadPool();
  const interpreters = forkServers();
  const runWarm = async (started: StartedTask) => {
    const { task, environment, line, control } = started;
    if (control.stop.aborted || control.kill.aborted) return { kind: "stopped" } as const;
    const [name = ""] = line;
    const program = environment.threads?.[name];
    if (program !== undefined && task.command[0] === name) return threads.run(started, program);
    return interpreters.run(started);
  };
  return {
    ...processExecutor({ ...options, runWarm }),
    name: "worker",
    close: async () => {
      await Promise.all([threads.close(), interpreters.close()]);
    },
  };
}
