// One attempt at a container's task: its folder, its command line, its process, its outputs.
import { existsSync, mkdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { ExecutorInput } from "../../ir/executor-input.ts";
import type { PipelineContainerSpec } from "../../ir/pipeline-spec.ts";
import { resolveCommand, resolveText } from "../../ir/placeholders.ts";
import { secretsIn, textMasker } from "../executors/secrets.ts";
import type { TaskExit } from "../executors/task-executor.ts";
import { contains } from "../journal.ts";
import { noValues } from "../values.ts";
import { collectOutputs, OutputError } from "./collect-outputs.ts";
import { buildExecutorInput, doubleInputs } from "./executor-input.ts";
import { ResourceError, taskResources } from "./resources.ts";
import type { RunContext } from "./run-context.ts";
import type { Outcome, TaskJob } from "./run-task.ts";
import { ownVariables, withTaskConfig } from "./task-config.ts";
import { taskFolder, type TaskFolder } from "./task-folder.ts";
import { openTaskLog, parseProgress } from "./task-log.ts";

export async function runContainer(
  context: RunContext,
  job: TaskJob,
  container: PipelineContainerSpec,
): Promise<Outcome> {
  const { component, path } = job.instance;
  const folder = taskFolder(context.folder, path);
  const inputs = withTaskConfig(component, container, job.instance.inputs, job.names);
  const executorInput = buildExecutorInput(component, inputs, folder);
  await prepare(folder, executorInput);
  const log = openTaskLog(folder.log, job.attempt);
  const mask = textMasker(secretsIn(inputs.parameters));
  const fail = (message: string): Outcome => ({
    state: "FAILED",
    outputs: noValues,
    failure: { path, message },
    log: folder.log,
  });
  try {
    const exit = await start(context, job, container, executorInput, folder, (said, stream) => {
      const line = mask(said);
      log.write(line, stream);
      const progress = stream === "stdout" ? parseProgress(line) : undefined;
      context.tell(
        progress === undefined
          ? { kind: "task-line", path, line }
          : { kind: "task-progress", time: Date.now(), path, ...progress },
      );
    });
    if (exit.kind === "exited" && exit.code === 0) {
      const { root, executor } = context;
      const seen = executor.sharesFiles === true ? undefined : [root, ...pathsOutside(root, executorInput)];
      const outputs = await collectOutputs(component, executorInput, { work: folder.work, seen });
      return { state: "SUCCEEDED", outputs, log: folder.log };
    }
    await clearOutputs(folder, executorInput);
    if (exit.kind === "stopped") return { state: "CANCELLED", outputs: noValues, log: folder.log };
    return fail(describeExit(exit, log.lastWords()));
  } catch (error) {
    if (!(error instanceof OutputError || error instanceof ResourceError)) throw error;
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
  const { image, command = [], args = [] } = container;
  const { component } = job.instance;
  const values = { executorInput, names: job.names, doubles: doubleInputs(component) };
  const resources = taskResources(container.resources, values);
  return context.executor.run(
    {
      image,
      command: resolveCommand(command, values),
      args: resolveCommand(args, values),
      env: {
        // Where a task may keep what lets another run of it go on: the runs' own folders are new each time.
        ...(context.cache && { POLLUX_CHECKPOINTS: join(context.root, "checkpoints") }),
        ...Object.fromEntries(
          ownVariables(component, container).map(({ name, value = "" }) => [
            name,
            resolveText(value, values),
          ]),
        ),
      },
      executorInput,
      workFolder: folder.work,
      runId: basename(context.folder),
      root: context.root,
      reads: pathsOutside(context.root, executorInput),
      ...(resources && { resources }),
    },
    { onLine, stop: job.stop, kill: job.kill },
  );
}

function pathsOutside(root: string, { inputs = {} }: ExecutorInput): readonly string[] {
  const lists = Object.values(inputs.artifacts ?? {});
  const paths = lists.flatMap(({ artifacts }) => artifacts.map(({ uri, customPath }) => customPath ?? uri));
  return [...new Set(paths)].filter((path) => isAbsolute(path) && !contains(root, path));
}

/** What an earlier attempt left in an output's place goes, so that it is never taken for this one's. */
async function prepare(folder: TaskFolder, executorInput: ExecutorInput): Promise<void> {
  if (existsSync(folder.folder)) await clearOutputs(folder, executorInput);
  const parents = [folder.executorOutput, ...outputPaths(executorInput)].map(dirname);
  // Small things at once: a way through the pool of threads takes longer than the thing itself.
  for (const path of new Set([folder.work, ...parents])) mkdirSync(path, { recursive: true });
}

async function clearOutputs(folder: TaskFolder, executorInput: ExecutorInput): Promise<void> {
  for (const path of [dirname(folder.executorOutput), ...outputPaths(executorInput)]) {
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
    case "killed": {
      const because = exit.because ?? (exit.signal === "SIGKILL" ? "out of memory?" : undefined);
      return `killed by ${exit.signal}${because === undefined ? "" : ` (${because})`}${said}`;
    }
    case "timed-out":
      return `stopped: it took longer than allowed${said}`;
    case "not-started":
      return `${exit.message}.`;
  }
}
