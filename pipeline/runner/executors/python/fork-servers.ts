// Warm Python interpreters: one for each set of those variables that count when an interpreter starts.
import type { StartedTask } from "../process.ts";
import type { TaskExit } from "../task-executor.ts";
import { type ForkServer, startForkServer } from "./fork-server.ts";

export interface ForkServers {
  /** Gives nothing for what has to be started as any program. */
  readonly run: (started: StartedTask) => Promise<TaskExit | undefined>;
  readonly close: () => Promise<void>;
}

/** Variables that are no use to an interpreter that has started. */
const readAtStart = /^(PATH|HOME|LANG|TMPDIR|TZ|_KFP_RUNTIME|(PYTHON|LC_|LD_|DYLD_|MALLOC_|GLIBC_).*)$/;

export function forkServers(): ForkServers {
  const servers = new Map<string, Promise<ForkServer | undefined>>();
  return {
    run: async (started) => {
      const { line, env, control } = started;
      if (!isPythonComponent(line)) return undefined;
      const key = JSON.stringify(Object.entries(env).filter(([name]) => readAtStart.test(name)));
      const known = servers.get(key) ?? startForkServer(env).catch(() => undefined);
      servers.set(key, known);
      const server = await known;
      const exit = server?.isAlive() === true ? await server.run(started, line.slice(1)) : undefined;
      if (exit === undefined) {
        await control.onLine(
          "pollux: there is no warm Python (any more): this task starts its own.",
          "stderr",
        );
      }
      return exit;
    },
    close: async () => {
      await Promise.all([...servers.values()].map(async (server) => (await server)?.close()));
    },
  };
}

/** A function that KFP's SDK calls, or one of ours. */
function isPythonComponent([program, ...args]: readonly string[]): boolean {
  if (program !== "python3") return false;
  const [first, second, , ...rest] = args;
  if (first === "-m") return second === "kfp.dsl.executor_main";
  return (
    first === "-u" &&
    second === "-c" &&
    ["--executor_input", "--component", "--source"].every((name, position) => rest[position * 2] === name)
  );
}
