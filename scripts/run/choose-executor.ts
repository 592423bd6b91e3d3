// The name of an executor to one that is ready; what an engine's client needs is loaded only for it.
import type { Environment } from "../../pipeline/environments/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { processExecutor, type TaskExecutor, workerExecutor } from "../../pipeline/runner/index.ts";

/** Throws `UNKNOWN_EXECUTOR`, and `ENGINE_UNAVAILABLE` if containers are wanted and no engine answers. */
export async function chooseExecutor(
  name: string,
  environments: () => readonly Environment[],
): Promise<TaskExecutor> {
  switch (name) {
    case "process":
      return processExecutor({ environments: environments() });
    case "worker":
      return workerExecutor({ environments: environments() });
    case "docker": {
      const { dockerExecutor } = await import("../../pipeline/runner/executors/docker/docker.ts");
      return dockerExecutor();
    }
    default:
      throw new UserError(
        "UNKNOWN_EXECUTOR",
        `pollux run: there is no executor "${name}". Use --executor process, worker or docker.`,
      );
  }
}
