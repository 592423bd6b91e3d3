// Runs tasks in containers of an engine on this machine: Docker, Podman or another that answers like Docker.
import { join } from "node:path";
import { UserError } from "../../../ir/user-error.ts";
import { runHolder } from "../../run-lock.ts";
import type { ContainerTask, TaskControl, TaskExecutor, TaskExit } from "../task-executor.ts";
import { rootLabel, runLabel } from "./container-options.ts";
import { explainFault, saysNoAnswer, statusOf } from "./engine-faults.ts";
import { type FileOwner, giveBackFiles, openFolders } from "./file-owners.ts";
import { type Engine, findEngine } from "./find-engine.ts";
import { checkImageName } from "./image-name.ts";
import { imageStore, type LocalImage } from "./image-store.ts";
import { runInContainer } from "./run-in-container.ts";
import { NoInitError } from "./start-faults.ts";

export interface DockerExecutorOptions {
  /** Where an engine may listen, tried in turn. Default: `DOCKER_HOST`, or where Docker and Podman listen. */
  readonly sockets?: readonly string[];
  /** Between asking a task to end and ending it. Default: 10 seconds. */
  readonly graceMs?: number;
  /** Who gets the files that tasks write. Default: this process's user. */
  readonly owner?: FileOwner;
}

/** Throws `ENGINE_UNAVAILABLE`, a `UserError`, if no engine answers; its `run` rejects with it if the engine goes. */
export async function dockerExecutor(options: DockerExecutorOptions = {}): Promise<TaskExecutor> {
  const { graceMs = 10_000, owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 } } =
    options;
  const engine = await findEngine(options.sockets);
  const images = imageStore(engine.docker);
  let hasInit = true;
  const tidied = new Map<string, Promise<void>>();

  /** Containers outlive a runner that is killed; the next one on the same root removes them. */
  const tidy = async (root: string): Promise<void> => {
    const known = tidied.get(root) ?? removeOrphans(engine, root).catch(orLost(engine));
    tidied.set(root, known);
    await known;
  };

  const find = (image: string, { onLine, stop, kill }: TaskControl): Promise<LocalImage | undefined> =>
    images.find(image, {
      onLine: (line) => onLine(line, "stderr"),
      signal: AbortSignal.any([stop, kill]),
    });
  const run = async (task: ContainerTask, control: TaskControl): Promise<TaskExit> => {
    await tidy(task.root);
    const image = await find(task.image, control);
    if (image === undefined || control.stop.aborted || control.kill.aborted) return { kind: "stopped" };
    await openFolders(task, image);
    // An image that starts by itself is its own first process: some insist on it.
    const plan = { engine, image, task, control, graceMs, init: hasInit && task.command.length > 0 };
    const exit = await runInContainer(plan).catch((error: unknown) => {
      if (!(error instanceof NoInitError)) throw error;
      hasInit = false;
      return runInContainer({ ...plan, init: false });
    });
    await giveBackFiles({ ...plan, init: false }, owner);
    return exit;
  };
  return {
    name: "docker",
    checkImage: checkImageName,
    codeFingerprint: async (name, control = idle) => {
      const image = await find(name, control).catch(orLost(engine));
      return image?.id ?? ""; // without: it was broken off, and so will be what it is asked for
    },
    run: (task, control) => run(task, control).catch(orLost(engine)),
    recover: (runId, root) =>
      removeLeft(engine, [`${runLabel}=${runId}`, `${rootLabel}=${root}`]).catch(orLost(engine)),
    close: async () => images.close(),
  };
}

const never = new AbortController().signal;
const idle: TaskControl = { onLine: () => {}, stop: never, kill: never };

/** Of runs that no living process works on. */
async function removeOrphans(engine: Engine, root: string): Promise<void> {
  const filters = { label: [`${rootLabel}=${root}`] };
  const containers = await engine.docker.listContainers({ all: true, filters });
  const runs = new Set(containers.flatMap(({ Labels }) => Labels[runLabel] ?? []));
  for (const run of runs) {
    if (runHolder(join(root, "runs", run)) !== undefined) continue;
    await removeLeft(engine, [`${runLabel}=${run}`, `${rootLabel}=${root}`]);
  }
}

async function removeLeft({ docker }: Engine, label: readonly string[]): Promise<void> {
  for (const { Id } of await docker.listContainers({ all: true, filters: { label: [...label] } })) {
    await docker.getContainer(Id).remove({ force: true, v: true }).catch(unlessGone);
  }
}

/** 404: it is gone. 409: it is going. */
function unlessGone(error: unknown): void {
  if (statusOf(error) !== 404 && statusOf(error) !== 409) throw error;
}

/** What an engine answers is dealt with where it is asked, unless there is no sense in it. */
function orLost({ address }: Engine): (error: unknown) => never {
  return (error) => {
    if (statusOf(error) !== undefined) {
      throw new UserError(
        "ENGINE_FAILED",
        `docker: the container engine at ${address} fails (${explainFault(error)}). See what it says of itself.`,
      );
    }
    if (!saysNoAnswer(error)) throw error;
    throw new UserError(
      "ENGINE_UNAVAILABLE",
      `docker: the container engine at ${address} has gone (${explainFault(error)}). Start it again, and let the run ` +
        `go on with --resume.`,
    );
  };
}
