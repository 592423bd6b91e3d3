// Records a call of a component as a task of the body that is running.
import type { Json } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import type { Resources, Task, TaskOptions } from "./component-types.ts";
import type {
  Argument,
  ComponentDefinition,
  ResourceSettings,
  Source,
  TaskNode,
  TaskSettings,
  ValueType,
} from "./graph.ts";
import { defaultSettings } from "./default-settings.ts";
import { isRef, refTo, sourceOf } from "./handle.ts";
import { listOf } from "./infer-type.ts";
import { copyJson } from "./json.ts";
import { mapEntries } from "./map-entries.ts";
import { omitted } from "./omitted.ts";
import { rawArgumentOf } from "./raw-input.ts";
import { addNode, currentRecording, nextId, type Recording, taskName } from "./scope.ts";
import { compositeOf, holdsHandles } from "./text.ts";
import { node, type RecordedNode, upstreamOf } from "./upstream.ts";
import type { TaskFinalStatus } from "./value-types.ts";

type Given = { readonly [input: string]: unknown };

/** Which outputs there are, and of which types, the caller knows. */
type Outputs = { readonly [output: string]: {} | null };

interface RecordedTask extends Task<Outputs> {
  readonly [node]: RecordedNode;
}

type Settings = { -readonly [K in keyof TaskSettings]: TaskSettings[K] };

/** What the setters of one task share. */
interface Recorded {
  readonly recording: Recording;
  readonly component: ComponentDefinition;
  readonly identity: RecordedNode;
  readonly where: string;
  readonly settings: Settings;
}

/** Handles among `given` become dependencies, everything else constants. */
export function addTask(
  component: ComponentDefinition,
  given: Given,
  options: TaskOptions = {},
): Task<Outputs> {
  const recording = currentRecording(component.name);
  const { pipeline } = recording;
  const id = nextId(recording);
  const name = taskName(recording.taskNames, component.name, options.name);
  const where = `${pipeline.name}/${name}`;
  const settings: Settings = { ...defaultSettings };
  const { waitsOnlyFor } = options;
  const left = Object.keys(given).filter((input) => given[input] === omitted);
  const parts = {
    kind: "task" as const,
    id,
    name,
    component,
    arguments: argumentsOf(given),
    ...(left.length > 0 && { omitted: left }),
    undeclared: argumentsOf(options.undeclared ?? {}),
    ...(waitsOnlyFor && { waitsOnlyFor: waitsOnlyFor.map((one) => upstreamOf(where, one)) }),
  };
  addNode(recording, (): TaskNode => ({ ...parts, settings: { ...settings } }));
  const identity: RecordedNode = { kind: "task", pipeline, node: id, name };
  return taskOf({ recording, component, identity, where, settings }, (type) => type);
}

/** `typeOf` says what becomes of the outputs' types. */
function taskOf(recorded: Recorded, typeOf: (type: ValueType) => ValueType): RecordedTask {
  const { recording, component, identity, where, settings } = recorded;
  const { pipeline, node: id, name } = identity;
  const outputs = mapEntries(component.outputs, ({ type }, output) =>
    refTo<{} | null>({ kind: "output", pipeline, node: id, output, type: typeOf(type) }),
  );
  const change = (set: () => void): RecordedTask => {
    requireOpen(recording, where);
    set();
    return task;
  };
  const task: RecordedTask = Object.freeze({
    name,
    outputs,
    [node]: identity,
    after: (...upstream) =>
      change(
        () =>
          (settings.after = [...settings.after, ...upstream.map((awaited) => upstreamOf(where, awaited))]),
      ),
    retry: (policy) => change(() => (settings.retry = { ...policy })),
    caching: (enabled, key) =>
      change(() => (settings.caching = { enabled, ...(key !== undefined && { key }) })),
    resources: (limits) =>
      change(() => (settings.resources = { ...settings.resources, ...resourceSettings(limits) })),
    resourceSpec: (spec) => change(() => (settings.resourceSpec = spec)),
    env: (variables) => change(() => (settings.env = { ...settings.env, ...variables })),
    displayName: (text) => change(() => (settings.displayName = text)),
    ignoreUpstreamFailure: () => change(() => (settings.ignoreUpstreamFailure = true)),
    finalStatus: () => {
      const type = { kind: "parameter", type: "TASK_FINAL_STATUS" } as const;
      return refTo<TaskFinalStatus>({ kind: "status", pipeline, node: id, type });
    },
    platform: (platform, config) =>
      change(() => (settings.platforms = { ...settings.platforms, [platform]: compositeOf(config) })),
    condition: (cel, { unchecked = false } = {}) =>
      change(() => {
        settings.condition = cel;
        if (unchecked) settings.isUncheckedCondition = true;
        else delete settings.isUncheckedCondition;
      }),
    iterate: (iterator) => {
      change(() => (settings.iterator = { ...iterator }));
      return taskOf(recorded, (type) => listOf(typeOf(type))) as never; // the outputs are lists now
    },
  } satisfies RecordedTask);
  return task;
}

function argumentsOf(given: Given): { readonly [input: string]: Argument } {
  const present = Object.entries(given).filter(([, value]) => value !== undefined && value !== omitted);
  return mapEntries(Object.fromEntries(present), argument);
}

function argument(value: unknown): Argument {
  if (isRef(value)) return sourceOf(value);
  if (holdsHandles(value)) return { kind: "composite", value: compositeOf(value) };
  // What is no JSON the compiler reports.
  return rawArgumentOf(value) ?? { kind: "constant", value: copyJson(value as Json) };
}

function resourceSettings({ accelerator, ...amounts }: Resources): ResourceSettings {
  const given = (value: unknown) => (isRef(value) ? sourceOf(value) : value);
  const { type, count } = accelerator ?? {};
  return {
    ...mapEntries(amounts, given),
    ...(accelerator && {
      accelerator: { type: given(type) as string | Source, count: given(count) as number },
    }),
  }; // the same values, handles as sources
}

function requireOpen(recording: Recording, where: string): void {
  if (!recording.ended) return;
  throw new UserError(
    "TASK_ALREADY_RECORDED",
    `${where}: a setting is changed after the pipeline's body has ended. Set it in the body.`,
  );
}
