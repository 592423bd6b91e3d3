// One attempt at a container's task: its folder, its command line, its process, its outputs.
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ExecutorInput } from "../../ir/executor-input.ts";
import type { PipelineContainerSpec } from "../../ir/pipeline-spec.ts";
import { resolveCommand, resolveText } from "../../ir/placeholders.ts";
import type { TaskExit } from "../executors/task-executor.ts";
import { noValues } from "../values.ts";
import { collectOutputs, OutputError } from "./collect-outputs.ts";
import { buildExecutorInput } from "./executor-input.ts";
import type { RunContext } from "./run-context.ts";
import type { Outcome, TaskJob } from "./run-task.ts";
import { taskFolder, type TaskFolder } from "./task-folder.ts";
import { openTaskLog, parseProgress } from "./task-log.ts";

export async function runContainer(
  context: RunContext,
  job: TaskJob,
  container: PipelineContainerSpec,
): Promise<Outcome> {
  const { component, inputs, path } = job.instance;
  const folder = taskFolder(context.folder, path);
  const executorInput = buildExecutorInput(component, inputs, folder);
  await prepare(folder, executorInput);
  const log = openTaskLog(folder.log, job.attempt);
  const fail = (message: string): Outcome => ({
    state: "FAILED",
    outputs: noValues,
    failure: { path, message },
    log: folder.log,
  });
  try {
    const exit = await start(context, job, container, executorInput, folder, (line, stream) => {
      log.write(line, stream);
      const progress = stream === "stdout" ? parseProgress(line) : undefined;
      context.tell(
        progress === undefined
          ? { kind: "task-line", path, line }
          : { kind: "task-progress", time: Date.now(), path, ...progress },
      );
    });
    if (exit.kind === "exited" && exit.code === 0) {
      return { state: "SUCCEEDED", outputs: await collectOutputs(component, executorInput), log: folder.log };
    }
    await clearOutputs(folder, executorInput);
    if (exit.kind === "stopped") return { state: "CANCELLED", outputs: noValues, log: folder.log };
    return fail(describeExit(exit, log.lastWords()));
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    await clearOutputs(folder, executorInput);
    return fail(`${error.message}.`);
  } finally {
    log.close();
  }
}

async function start(
  context: RunContext,
  job: TaskJob,
  container: PipelineContainerSpec,
  executorInput: ExecutorInput,
  folder: TaskFolder,
  onLine: (line: string, stream: "stdout" | "stderr") => void,
): Promise<TaskExit> {
  const { image, command = [], args = [], env = [] } = container;
  const values = { executorInput, names: job.names };
  const commandLine = resolveCommand([...command, ...args], values);
  if (command.length === 0) {
    return {
      kind: "not-started",
      message: `its container has no command, and what the image "${image}" would start is not known here`,
    };
  }
  return context.executor.run(
    {
      image,
      command: commandLine,
      env: {
        // Where a task may keep what lets another run of it go on: the runs' own folders are new each time.
        ...(context.cache && { POLLUX_CHECKPOINTS: join(context.root, "checkpoints") }),
        ...Object.fromEntries(env.map(({ name, value = "" }) => [name, resolveText(value, values)])),
      },
      executorInput,
      workFolder: folder.work,
    },
    { onLine, stop: job.stop, kill: job.kill },
  );
}

/** What an earlier attempt left in an output's place goes, so that it is never taken for this one's. */
async function prepare(folder: TaskFolder, executorInput: ExecutorInput): Promise<void> {
  await clearOutputs(folder, executorInput);
  const parents = outputPaths(executorInput).map(dirname);
  for (const path of new Set([folder.work, ...parents])) await mkdir(path, { recursive: true });
}

async function clearOutputs(folder: TaskFolder, executorInput: ExecutorInput): Promise<void> {
  for (const path of [folder.executorOutput, ...outputPaths(executorInput)]) {
    await rm(path, { recursive: true, force: true });
  }
}

function outputPaths({ outputs = {} }: ExecutorInput): readonly string[] {
  return [
    ...Object.values(outputs.parameters ?? {}).map(({ outputFile }) => outputFile),
    ...Object.values(outputs.artifacts ?? {}).flatMap(({ artifacts }) => artifacts.map(({ uri }) => uri)),
  ];
}

function describeExit(exit: Exclude<TaskExit, { kind: "stopped" }>, lastWords: string | undefined): string {
  const said = lastWords === undefined ? "" : `: ${lastWords}`;
  switch (exit.kind) {
    case "exited":
      return `exit code ${exit.code}${said || ", and it said nothing"}`;
    case "killed":
      return `killed by ${exit.signal}${exit.signal === "SIGKILL" ? " (out of memory?)" : ""}${said}`;
    case "timed-out":
      return `stopped: it took longer than allowed${said}`;
    case "not-started":
      return `${exit.message}.`;
  }
}
