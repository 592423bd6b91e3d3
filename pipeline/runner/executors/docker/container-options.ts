// What an engine is asked to make of a task: the options of its container.
import { existsSync } from "node:fs";
import type { ContainerCreateOptions, MountSettings } from "dockerode";
import type { ContainerTask, TaskResources } from "../task-executor.ts";
import type { LocalImage } from "./image-store.ts";

export const runLabel = "pollux.run";
export const rootLabel = "pollux.root";

export interface ContainerSettings {
  /** How many the engine has. */
  readonly processors: number;
  /** Puts a small first process before the task's, which passes signals on and collects what it leaves. */
  readonly init: boolean;
  /** `USER:GROUP`. Default: as the image says. */
  readonly user?: string;
}

export function containerOptions(
  task: ContainerTask,
  image: LocalImage,
  { processors, init, user }: ContainerSettings,
): ContainerCreateOptions {
  const { command, args, env, workFolder, runId, root } = task;
  return {
    Image: image.id,
    // Without a command, the image's own; without arguments too, what the image gives its own.
    ...(command.length > 0 && { Entrypoint: [...command] }),
    ...((command.length > 0 || args.length > 0) && { Cmd: [...args] }),
    Env: Object.entries(env).map(([name, value]) => `${name}=${value}`),
    WorkingDir: workFolder,
    ...(user !== undefined && { User: user }),
    Labels: { [runLabel]: runId, [rootLabel]: root },
    HostConfig: {
      Mounts: mounts(task),
      SecurityOpt: ["label=disable"], // else SELinux keeps a container away from its user's files
      LogConfig: { Type: "json-file", Config: {} }, // where its output is read from; goes with the container
      ...(init && { Init: true }),
      ...limits(task.resources ?? {}, processors),
    },
  };
}

function mounts({ root, reads }: ContainerTask): MountSettings[] {
  const bind = (path: string, ReadOnly: boolean): MountSettings => ({
    Type: "bind",
    Source: path,
    Target: path,
    ReadOnly,
  });
  // What is not there is for the task to miss; an engine would refuse it, or make a folder of it.
  return [bind(root, false), ...reads.filter((path) => existsSync(path)).map((path) => bind(path, true))];
}

/** A limit above what the machine has is none: engines refuse it. */
function limits(
  { cpus, memoryBytes, accelerators = 0 }: TaskResources,
  processors: number,
): NonNullable<ContainerCreateOptions["HostConfig"]> {
  return {
    ...(cpus !== undefined && cpus < processors && { NanoCpus: Math.round(cpus * 1e9) }),
    // As much with swap as without: no swap, as on the cluster.
    ...(memoryBytes !== undefined && { Memory: memoryBytes, MemorySwap: memoryBytes }),
    ...(accelerators > 0 && { DeviceRequests: [{ Count: accelerators, Capabilities: [["gpu"]] }] }),
  };
}
