// pollux vertex: the local Vertex, until it is stopped.
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { processExecutor } from "../../pipeline/runner/index.ts";
import type { RequestLine } from "../../pipeline/vertex/local/dispatch.ts";
import { checkRoot } from "../check-root.ts";
import type { Command } from "../command.ts";
import { withInterruption } from "../interruption.ts";
import { runEnvironments } from "../run/environments.ts";
import { howToUse } from "../vertex/how-to-use.ts";

export const vertex: Command = {
  usage: `usage: pollux vertex [OPTION]...

Serves pipeline jobs, schedules, models, endpoints, long-running operations and staging buckets as Vertex AI does, over
gRPC and REST, to programs of this machine. Jobs run on this machine, and so do the servers of deployed models: the
trainer's own stands for vLLM. What it is told is kept: after a restart, jobs that ran go on. It has no experiments and
metadata, custom jobs, datasets, feature stores and tensorboards: such methods answer UNIMPLEMENTED. Ctrl-C ends it.

  --port N             where it listens on 127.0.0.1 (default: 8585)
  --root DIR           holds everything that is kept (default: .pollux/vertex)
  --python VENV        virtual environment for images that nothing else stands for, as in pollux run
  --image PATTERN=DIR  what stands for such images, as in pollux run
  --parallelism N      tasks of one job at once (default: the number of processors)`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        port: { type: "string", default: "8585" },
        root: { type: "string", default: ".pollux/vertex" },
        python: { type: "string" },
        image: { type: "string", multiple: true, default: [] },
        parallelism: { type: "string" },
      },
    });
    if (positionals.length > 0) throw wrong(`${positionals.join(" ")}: nothing is taken but options`);
    const port = readNumber("--port", values.port, 65_535);
    const parallelism =
      values.parallelism === undefined ? undefined : readNumber("--parallelism", values.parallelism, 999_999);
    const environments = runEnvironments({ images: values.image, python: values.python });
    await checkRoot(values.root);
    const { startLocalVertex } = await import("../../pipeline/vertex/local/server.ts");
    const { modelServing } = await import("../../pipeline/vertex/local/endpoints/model-service.ts");
    const { serveModels } = await import("../vertex/serve-models.ts");
    // What a task does with Vertex AI, it does here.
    const callerEnv = { ...process.env, POLLUX_API_ENDPOINT: `http://127.0.0.1:${port}` };
    return withInterruption(async ({ signal }) => {
      const local = await startLocalVertex({
        root: values.root,
        port,
        executor: () => processExecutor({ environments, callerEnv }),
        services: [modelServing({ serve: serveModels(environments) })],
        ...(parallelism !== undefined && { parallelism }),
        log: showRequest,
      });
      console.log(howToUse(local.port, relative(".", values.root) || "."));
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
      console.error("stopping: jobs that run go on at the next start");
      await local.stop();
      return 0;
    });
  },
};

function showRequest({ front, what, status, milliseconds }: RequestLine): void {
  const time = new Date().toTimeString().slice(0, 8);
  console.error(`${time} ${front.padEnd(7)} ${what} ${status} ${milliseconds} ms`);
}

function readNumber(option: string, text: string, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw wrong(`${option} ${text}: is no number from 1 to ${most}`);
}

function wrong(what: string): UserError {
  return new UserError("WRONG_ARGUMENTS", `pollux vertex: ${what}.`);
}
