// One task in one container: made, followed line by line, ended when asked, removed.
import type { Readable } from "node:stream";
import type { Container } from "dockerode";
import { endOnRequest } from "../end-on-request.ts";
import { signalName } from "../how-it-ended.ts";
import { forwardLines } from "../lines.ts";
import { secretMasker } from "../secrets.ts";
import type { ContainerTask, TaskControl, TaskExit } from "../task-executor.ts";
import type { End } from "./container-end.ts";
import { attachTo, followToEnd } from "./container-log.ts";
import { containerOptions } from "./container-options.ts";
import type { Engine } from "./find-engine.ts";
import type { LocalImage } from "./image-store.ts";
import { explainStart, initComplaint } from "./start-faults.ts";
import { type ContainerOutput, containerOutput } from "./stream-lines.ts";

export interface ContainerRun {
  readonly engine: Engine;
  readonly image: LocalImage;
  readonly task: ContainerTask;
  readonly control: TaskControl;
  readonly graceMs: number;
  /** A small first process before the task's. */
  readonly init: boolean;
  /** `USER:GROUP`. Default: as the image says. */
  readonly user?: string;
}

/** Throws what the client throws if the engine does not answer. */
export async function runInContainer(run: ContainerRun): Promise<TaskExit> {
  const { engine, image, task } = run;
  let container: Container;
  try {
    const options = containerOptions(task, image, { ...run, processors: engine.processors });
    container = await engine.docker.createContainer(options);
  } catch (error) {
    return explainStart(error, run);
  }
  try {
    return await followContainer(container, run);
  } finally {
    await removeContainer(container);
  }
}

async function followContainer(container: Container, run: ContainerRun): Promise<TaskExit> {
  const { task, control, graceMs } = run;
  let live: Readable | undefined;
  try {
    live = await attachTo(container);
    if (control.stop.aborted || control.kill.aborted) {
      live.destroy();
      return { kind: "stopped" };
    }
    await container.start();
  } catch (error) {
    live?.destroy();
    return explainStart(error, run);
  }
  const send = (signal: "SIGTERM" | "SIGKILL"): void => void container.kill({ signal }).catch(() => {}); // it has ended, or the engine has: seen below
  const ending = endOnRequest({ control, timeoutMs: task.timeoutMs, graceMs, send });
  const output = containerOutput();
  const lines = forward(output, run);
  lines.done.catch(() => send("SIGKILL")); // nobody takes its lines: reported below
  try {
    const end = await followToEnd(container, live, output);
    output.end();
    await lines.done;
    if (ending.reason !== undefined) return { kind: ending.reason };
    return describeEnd(end, task, lines.lastError());
  } finally {
    ending.over();
    live.destroy();
    output.end();
  }
}

interface Forwarding {
  readonly done: Promise<void>;
  /** The last line of its stderr. */
  readonly lastError: () => string;
}

function forward(output: ContainerOutput, { task, control }: ContainerRun): Forwarding {
  let lastError = "";
  const onLine: TaskControl["onLine"] = (line, stream) => {
    if (stream === "stderr") lastError = line;
    return control.onLine(line, stream);
  };
  const done = forwardLines(output, { ...control, onLine }, secretMasker(task.env));
  return { done, lastError: () => lastError };
}

function describeEnd(end: End, task: ContainerTask, lastError: string): TaskExit {
  if (end === undefined) {
    return { kind: "killed", signal: "SIGKILL", because: "its container was removed while it ran" };
  }
  const complaint = end.code === 0 ? undefined : initComplaint(lastError, task);
  if (complaint !== undefined) return complaint;
  const signal = signalName(end.code - 128); // 137 is 128 and the number of SIGKILL
  if (signal === undefined) return { kind: "exited", code: end.code };
  return {
    kind: "killed",
    signal,
    ...(end.outOfMemory && { because: `it needed more than its ${memoryOf(task)} of memory` }),
  };
}

function memoryOf({ resources }: ContainerTask): string {
  const bytes = resources?.memoryBytes;
  return bytes === undefined ? "machine's share" : `${Number((bytes / 2 ** 20).toFixed(1))} MiB`;
}

/** What cannot be removed is gone already, or its engine is: then `recover` finds it. */
async function removeContainer(container: Container): Promise<void> {
  await container.remove({ force: true, v: true }).catch(() => {});
}
