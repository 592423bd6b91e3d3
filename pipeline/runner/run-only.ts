// Runs one task of an earlier run again, alone, with the inputs that it had.
import { resolve } from "node:path";
import { own } from "../ir/json-object.ts";
import type { PipelineSpec, PipelineTaskSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import type { RunSettings } from "./carry-out.ts";
import { checkSpec } from "./check-spec.ts";
import { replay } from "./replay.ts";
import { beginRun } from "./run-pipeline.ts";
import type { RunResult } from "./run-result.ts";
import type { Instance } from "./scheduler/schedule.ts";
import { readStoredRun } from "./stored-run.ts";

export interface OnlyOptions extends RunSettings {
  /** The run that the inputs come from. */
  readonly from: string;
  /** As results name it: `for-loop-2[0]/tag`. A task, an iteration or a group. */
  readonly path: string;
  /** Takes the place of the pipeline that was run, such as one that has been corrected. Default: none. */
  readonly spec?: PipelineSpec;
}

/**
 * A run of its own, whose outputs are the task's. Never answered from the cache. Throws `TASK_UNKNOWN`, also for a task
 * that got no inputs, and what `resumeRun` throws but `RUN_ACTIVE`.
 */
export async function runOnly(options: OnlyOptions): Promise<RunResult> {
  const { root, from, path, executor } = options;
  const stored = readStoredRun(root, from);
  const instance = replay(stored).byPath.get(path);
  if (path === "" || instance === undefined || instance.startedAt === undefined) {
    throw new UserError("TASK_UNKNOWN", unknownTask(options, stored.events.flatMap(startedPath)));
  }
  const spec = onlyTask(options.spec ?? stored.spec, instance);
  checkSpec(spec, executor, resolve(root));
  const { cwd } = stored.started;
  return beginRun({ ...options, spec, cwd, cache: false, only: { from, path } }, instance.inputs);
}

function startedPath(event: { readonly kind: string; readonly path?: string }): readonly string[] {
  return event.kind === "task-started" && event.path !== undefined ? [event.path] : [];
}

function unknownTask({ path, from }: OnlyOptions, known: readonly string[]): string {
  const some = [...new Set(known)].sort().slice(0, 20).join(", ");
  return `--only ${path}: no such task was begun in the run "${from}", so its inputs are not known. Those begun: ${some || "none"}.`;
}

/** Its inputs become the pipeline's: they have been filled in already, and are not to be filled in once more. */
function onlyTask(spec: PipelineSpec, { key, kind, task }: Instance): PipelineSpec {
  const component = own(spec.components, task.componentRef.name);
  if (component === undefined) {
    throw new UserError(
      "TASK_UNKNOWN",
      `--only: the pipeline given has no component "${task.componentRef.name}", which the task "${key}" ran. Give the pipeline that has it.`,
    );
  }
  const { parameters = {}, artifacts = {} } = component.inputDefinitions ?? {};
  const { parameters: made = {}, artifacts: madeArtifacts = {} } = component.outputDefinitions ?? {};
  const { taskInfo, componentRef, parameterIterator, artifactIterator, iteratorPolicy } = task;
  const loops = kind === "loop";
  const only: PipelineTaskSpec = {
    ...(taskInfo !== undefined && { taskInfo }),
    ...(loops && parameterIterator !== undefined && { parameterIterator }),
    ...(loops && artifactIterator !== undefined && { artifactIterator }),
    ...(loops && iteratorPolicy !== undefined && { iteratorPolicy }),
    componentRef,
    inputs: {
      parameters: mapNames(parameters, (name) => ({ componentInputParameter: name })),
      artifacts: mapNames(artifacts, (name) => ({ componentInputArtifact: name })),
    },
  };
  return {
    ...spec,
    pipelineInfo: { name: `${spec.pipelineInfo.name}-only` },
    root: {
      ...(component.inputDefinitions === undefined ? {} : { inputDefinitions: component.inputDefinitions }),
      ...(component.outputDefinitions === undefined
        ? {}
        : { outputDefinitions: component.outputDefinitions }),
      dag: {
        tasks: { [key]: only },
        outputs: {
          parameters: mapNames(made, (name) => ({
            valueFromParameter: { producerSubtask: key, outputParameterKey: name },
          })),
          artifacts: mapNames(madeArtifacts, (name) => ({
            artifactSelectors: [{ producerSubtask: key, outputArtifactKey: name }],
          })),
        },
      },
    },
  };
}

function mapNames<T>(
  of: { readonly [name: string]: unknown },
  make: (name: string) => T,
): { readonly [name: string]: T } {
  return Object.fromEntries(Object.keys(of).map((name) => [name, make(name)]));
}
