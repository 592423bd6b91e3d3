// Spells the parameters of an IR in another way: their definitions, and the values that tasks are given for them.
import { mapEntries } from "../dsl/map-entries.ts";
import { own } from "../ir/json-object.ts";
import type {
  ComponentSpec,
  InputParameterDefinition,
  OutputParameterDefinition,
  PipelineSpec,
  PipelineTaskSpec,
  ValueOrRuntimeParameter,
} from "../ir/pipeline-spec.ts";

export interface Spelling {
  readonly definition: <D extends InputParameterDefinition | OutputParameterDefinition>(definition: D) => D;
  /** `declared` is the input's definition as it was spelled before. */
  readonly value: (
    value: ValueOrRuntimeParameter,
    declared: InputParameterDefinition | undefined,
  ) => ValueOrRuntimeParameter;
}

export function spellParameters(spec: PipelineSpec, spelling: Spelling): PipelineSpec {
  const { components = {} } = spec;
  const respell = (component: ComponentSpec) => spellComponent(components, component, spelling);
  return { ...spec, root: respell(spec.root), components: mapEntries(components, respell) };
}

type Components = NonNullable<PipelineSpec["components"]>;

function spellComponent(components: Components, component: ComponentSpec, spelling: Spelling): ComponentSpec {
  const { inputDefinitions: inputs, outputDefinitions: outputs, dag } = component;
  return {
    ...component,
    ...(inputs?.parameters && {
      inputDefinitions: { ...inputs, parameters: mapEntries(inputs.parameters, spelling.definition) },
    }),
    ...(outputs?.parameters && {
      outputDefinitions: { ...outputs, parameters: mapEntries(outputs.parameters, spelling.definition) },
    }),
    ...(dag && {
      dag: { ...dag, tasks: mapEntries(dag.tasks, (task) => spellTask(components, task, spelling)) },
    }),
  };
}

function spellTask(components: Components, task: PipelineTaskSpec, spelling: Spelling): PipelineTaskSpec {
  const { inputs } = task;
  if (inputs?.parameters === undefined) return task;
  const declared = own(components, task.componentRef.name)?.inputDefinitions?.parameters;
  const parameters = mapEntries(inputs.parameters, (input, name) =>
    input.runtimeValue === undefined
      ? input
      : { ...input, runtimeValue: spelling.value(input.runtimeValue, own(declared, name)) },
  );
  return { ...task, inputs: { ...inputs, parameters } };
}
