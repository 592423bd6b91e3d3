// Warm threads, kept from task to task: those that are free, by what they can run.
import type { StartedTask } from "../process.ts";
import type { TaskExit } from "../task-executor.ts";
import { startThreadHost, type ThreadHost } from "./thread-host.ts";

/** How many wait for tasks at most; the one that has waited longest goes first. */
const mostIdle = 16;

/** `node --input-type=module --eval CODE`: as far as this, a command line shows whether it is one for a thread. */
const codeOfEval = 4;

export interface ThreadPool {
  /** `args` of the task's line follow what says which code it is. Gives nothing where no thread can be started. */
  readonly run: (started: StartedTask, program: string) => Promise<TaskExit | undefined>;
  readonly close: () => Promise<void>;
}

interface IdleHost {
  readonly key: string;
  readonly host: ThreadHost;
}

export function threadPool(): ThreadPool {
  let idle: readonly IdleHost[] = [];
  const all = new Set<ThreadHost>();
  const declined = new Set<string>();

  const take = async (
    key: string,
    program: string,
    env: StartedTask["env"],
  ): Promise<ThreadHost | undefined> => {
    idle = idle.filter(({ host }) => host.isAlive());
    const found = idle.find((each) => each.key === key);
    if (found !== undefined) {
      idle = idle.filter((each) => each !== found);
      return found.host;
    }
    const host = await startThreadHost(program, env);
    if (host !== undefined) all.add(host);
    return host;
  };

  const end = async (host: ThreadHost): Promise<void> => {
    await host.end();
    all.delete(host);
  };

  const putBack = async (key: string, host: ThreadHost): Promise<void> => {
    idle = [...idle, { key, host }];
    const [longest] = idle;
    if (idle.length <= mostIdle || longest === undefined) return;
    idle = idle.slice(1);
    await end(longest.host);
  };

  return {
    run: async (started, program) => {
      const { task, line, env } = started;
      const start = JSON.stringify([program, task.command.slice(0, codeOfEval)]);
      if (declined.has(start)) return undefined;
      // What comes before a task's own arguments says which code it runs.
      const { POLLUX_TASK: _, ...variables } = env; // each task has another, and so has the thread
      const key = JSON.stringify([program, task.command, variables]);
      const host = await take(key, program, env);
      if (host === undefined) return undefined;
      const { exit, reusable } = await host.run(started, line.slice(1));
      if (exit === undefined && reusable) declined.add(start);
      await (reusable ? putBack(key, host) : end(host));
      return exit;
    },
    close: async () => {
      idle = [];
      await Promise.all([...all].map(end));
    },
  };
}
