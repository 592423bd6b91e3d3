// Collects the inputs of a task of the IR, and which tasks beside it make them.
import type { Argument, Composite, Source } from "../dsl/graph.ts";
import { fillComposite } from "../dsl/composite.ts";
import { mapEntries } from "../dsl/map-entries.ts";
import { isObject, own } from "../ir/json-object.ts";
import type { Json, TaskInputArtifact, TaskInputParameter, TaskInputsSpec } from "../ir/pipeline-spec.ts";
import type { Dag } from "./dag.ts";
import { byKind } from "./lower-definitions.ts";
import type { Lowering } from "./lowering.ts";
import { resolveSource } from "./resolve-source.ts";
import { channelInput, sourceKey } from "./sources.ts";
import { uniqueName } from "./unique-name.ts";

export interface TaskInputs {
  readonly parameters: { [name: string]: TaskInputParameter };
  readonly artifacts: { [name: string]: TaskInputArtifact };
  readonly producers: string[];
  /** Inputs that are there for placeholders only, by the key of their source. */
  readonly channels: Map<string, string>;
}

export function emptyInputs(): TaskInputs {
  return { parameters: {}, artifacts: {}, producers: [], channels: new Map() };
}

export function addArgument(
  lowering: Lowering,
  dag: Dag,
  inputs: TaskInputs,
  name: string,
  argument: Argument,
): void {
  switch (argument.kind) {
    case "constant":
      inputs.parameters[name] = { runtimeValue: { constant: argument.value } };
      return;
    case "composite": {
      const constant = fillComposite(argument.value, (source) => addChannel(lowering, dag, inputs, source));
      inputs.parameters[name] = { runtimeValue: { constant } };
      return;
    }
    case "raw":
      inputs.parameters[name] = argument.input;
      return;
    default:
      addSource(lowering, dag, inputs, name, argument);
  }
}

export function addSource(
  { plan, threads }: Lowering,
  dag: Dag,
  inputs: TaskInputs,
  name: string,
  source: Source,
): void {
  const resolved = resolveSource(plan, threads, dag, source);
  if (resolved.kind === "parameter") inputs.parameters[name] = resolved.input;
  else inputs.artifacts[name] = resolved.input;
  if (resolved.producer !== undefined) inputs.producers.push(resolved.producer);
}

/** Makes the value an input of the task, of kfp's name for it, and gives the placeholder that stands for it. */
export function addChannel(lowering: Lowering, dag: Dag, inputs: TaskInputs, source: Source): string {
  const key = sourceKey(lowering.plan, source);
  let name = inputs.channels.get(key);
  if (name === undefined) {
    const taken = new Set([...Object.keys(inputs.parameters), ...inputs.channels.values()]);
    name = uniqueName(taken, channelInput(lowering.plan, source));
    inputs.channels.set(key, name);
    addSource(lowering, dag, inputs, name, source);
  }
  return `{{$.inputs.parameters['${name}']}}`;
}

/** What a platform's document says of a task: values that the run makes stand in it as inputs do. */
export function platformConfig(lowering: Lowering, dag: Dag, inputs: TaskInputs, config: Composite): Json {
  switch (config.kind) {
    case "json":
      return config.value;
    case "text": {
      const [first, ...more] = config.parts;
      if (first === undefined || typeof first === "string" || more.length > 0) {
        return fillComposite(config, (source) => addChannel(lowering, dag, inputs, source));
      }
      const resolved = resolveSource(lowering.plan, lowering.threads, dag, first);
      if (resolved.producer !== undefined) inputs.producers.push(resolved.producer);
      return resolved.input as Json; // a message of the IR is JSON
    }
    case "list":
      return config.items.map((item) => platformConfig(lowering, dag, inputs, item));
    case "struct": {
      const fields = mapEntries(config.fields, (field) => platformConfig(lowering, dag, inputs, field));
      const repeated = config.repeated === undefined ? undefined : own(fields, config.repeated);
      return isObject(repeated) ? { ...fields, ...repeated } : fields;
    }
    default:
      return config satisfies never;
  }
}

export function taskInputs({ parameters, artifacts }: TaskInputs): { readonly inputs?: TaskInputsSpec } {
  const inputs = byKind(parameters, artifacts);
  return inputs ? { inputs } : {};
}
