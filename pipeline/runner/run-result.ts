// What a finished run is, as `--result FILE.json` holds it.
import { artifactPath } from "../ir/artifact-path.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import type { RunState, TaskState } from "./events.ts";
import { hasEnded, type Instance, type Schedule } from "./scheduler/schedule.ts";
import type { Artifact, Values } from "./values.ts";
import { own } from "../ir/json-object.ts";

export interface RunResult {
  readonly state: RunState;
  readonly runId: string;
  /** Every task that came into being: a group before what is in it, a loop's iterations by number. */
  readonly tasks: readonly TaskResult[];
  /** The pipeline's outputs: parameters as they are, artifacts as below. */
  readonly outputs: { readonly [name: string]: Json | ArtifactResult | readonly ArtifactResult[] };
}

export interface TaskResult {
  readonly name: string;
  /** Names of tasks in the IR joined by `/`; an iteration is `for-loop-2[0]`. */
  readonly path: string;
  readonly state: TaskState;
  readonly seconds: number;
  readonly cached: boolean;
  /** Why it failed; of a group, the path of the task to blame comes first. Of a skipped task: the reason. */
  readonly error?: string;
  /** Its outputs. */
  readonly parameters: { readonly [name: string]: Json };
  readonly artifacts: { readonly [name: string]: ArtifactResult | readonly ArtifactResult[] };
}

export interface ArtifactResult {
  readonly schemaTitle: string;
  readonly uri: string;
  readonly path: string;
  readonly metadata: { readonly [key: string]: Json };
}

export function runResult(schedule: Schedule, runId: string, state: RunState): RunResult {
  const { root } = schedule;
  return {
    state,
    runId,
    tasks: partsOf(root).flatMap(taskResults),
    outputs: { ...root.outputs.parameters, ...artifactResults(root, root.outputs) },
  };
}

function partsOf({ children, iterations }: Instance): readonly Instance[] {
  return [...children.values(), ...iterations];
}

function taskResults(instance: Instance): readonly TaskResult[] {
  const { name, path, phase, seconds, failure, outputs } = instance;
  // A run that was ended by an error leaves some unfinished: nothing came of them.
  const state = hasEnded(instance) ? (phase as TaskState) : "CANCELLED";
  const result: TaskResult = {
    name,
    path,
    state,
    seconds,
    cached: state === "CACHED",
    ...(failure === undefined
      ? {}
      : { error: failure.path === path ? failure.message : `${failure.path}: ${failure.message}` }),
    parameters: outputs.parameters,
    artifacts: artifactResults(instance, outputs),
  };
  return [result, ...partsOf(instance).flatMap(taskResults)];
}

function artifactResults(instance: Instance, { artifacts }: Values): TaskResult["artifacts"] {
  return Object.fromEntries(
    Object.entries(artifacts).map(([name, list]) => {
      const [first] = list;
      const single = first !== undefined && list.length === 1 && !givesList(instance, name);
      return [name, single ? toResult(first) : list.map(toResult)];
    }),
  );
}

/** A loop's body declares what the loop gives, lists; what one iteration gives is what its task gives. */
function givesList({ kind, iteration, component, children }: Instance, name: string): boolean {
  if (kind === "loop") return true;
  if (iteration === undefined || kind === "task") {
    return own(component.outputDefinitions?.artifacts, name)?.isArtifactList === true;
  }
  const selectors = own(component.dag?.outputs?.artifacts, name)?.artifactSelectors ?? [];
  return selectors.some(({ producerSubtask, outputArtifactKey }) => {
    const producer = children.get(producerSubtask);
    return producer !== undefined && givesList(producer, outputArtifactKey);
  });
}

function toResult({ type, uri, customPath, metadata }: Artifact): ArtifactResult {
  const schemaTitle = type.schemaTitle ?? type.schemaUri ?? "system.Artifact";
  return { schemaTitle, uri, path: customPath ?? artifactPath(uri), metadata };
}
