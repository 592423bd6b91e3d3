// Records a call of a component as a task of the body that is running.
import type { Json } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import type { Task } from "./component-types.ts";
import type { Argument, ComponentDefinition, TaskNode, TaskSettings, Upstream } from "./graph.ts";
import { isRef, type Ref, refTo, sourceOf } from "./handle.ts";
import { copyJson } from "./json.ts";
import { mapEntries } from "./map-entries.ts";
import { addNode, currentRecording, nextId, type Recording, uniqueTaskName } from "./scope.ts";

type Given = { readonly [input: string]: Json | Ref<unknown> | undefined };

/** The node of a task, which nobody but this module needs to see. */
const node: unique symbol = Symbol.for("pollux.node");

/** Which outputs there are, and of which types, the caller knows. */
type Outputs = { readonly [output: string]: {} | null };

interface RecordedTask extends Task<Outputs> {
  readonly [node]: Extract<Upstream, { kind: "task" }>;
}

/** Handles among `given` become dependencies, everything else constants. */
export function addTask(component: ComponentDefinition, given: Given): Task<Outputs> {
  const recording = currentRecording(component.name);
  const pipeline = recording.pipeline;
  const id = nextId(recording);
  const name = uniqueTaskName(recording, component.name);
  const settings: { -readonly [K in keyof TaskSettings]: TaskSettings[K] } = {
    after: [],
    caching: { enabled: true },
    env: {},
    ignoreUpstreamFailure: false,
  };
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  const taskArguments = mapEntries(Object.fromEntries(present), argument);
  addNode(recording, (): TaskNode => ({
    kind: "task",
    id,
    name,
    component,
    arguments: taskArguments,
    settings: { ...settings },
  }));

  const outputs = mapEntries(component.outputs, ({ type }, output) =>
    refTo<{} | null>({ kind: "output", pipeline, node: id, output, type }),
  );
  const change = (set: () => void): RecordedTask => {
    requireOpen(recording, name);
    set();
    return task;
  };
  const task: RecordedTask = Object.freeze({
    name,
    outputs,
    [node]: { kind: "task", pipeline, node: id, name },
    after: (...upstream) =>
      change(
        () =>
          (settings.after = [
            ...settings.after,
            ...upstream.map((one) => upstreamOf(`${pipeline.name}/${name}`, one)),
          ]),
      ),
    retry: (policy) => change(() => (settings.retry = { ...policy })),
    caching: (enabled, key) =>
      change(() => (settings.caching = { enabled, ...(key !== undefined && { key }) })),
    resources: (limits) => change(() => (settings.resources = { ...settings.resources, ...limits })),
    env: (variables) => change(() => (settings.env = { ...settings.env, ...variables })),
    displayName: (text) => change(() => (settings.displayName = text)),
    ignoreUpstreamFailure: () => change(() => (settings.ignoreUpstreamFailure = true)),
  } satisfies RecordedTask);
  return task;
}

export function argument(value: unknown): Argument {
  if (isRef(value)) return sourceOf(value);
  return { kind: "constant", value: copyJson(value as Json) }; // what is no JSON the compiler reports
}

function upstreamOf(where: string, upstream: Task<unknown> | Ref<unknown>): Upstream {
  if (isRef(upstream)) return { kind: "source", source: sourceOf(upstream) };
  if (isRecorded(upstream)) return upstream[node];
  const message = "after() is given something else than a task or a handle. Give tasks or handles.";
  throw new UserError("NOT_A_TASK", `${where}: ${message}`);
}

function isRecorded(task: Task<unknown>): task is RecordedTask {
  return node in task;
}

function requireOpen(recording: Recording, task: string): void {
  if (!recording.ended) return;
  throw new UserError(
    "TASK_ALREADY_RECORDED",
    `${recording.pipeline.name}/${task}: a setting is changed after the pipeline's body has ended. Set it in the body.`,
  );
}
