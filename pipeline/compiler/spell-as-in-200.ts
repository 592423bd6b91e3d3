// Spells an IR in the way of schema 2.0.0: types of parameters are `type`, constants say of which type they are.
import type {
  ComponentSpec,
  InputParameterDefinition,
  Json,
  OutputParameterDefinition,
  PipelineSpec,
  PipelineTaskSpec,
  PrimitiveTypeName,
  TaskInputParameter,
  Value,
  ValueOrRuntimeParameter,
} from "../ir/pipeline-spec.ts";
import { mapEntries } from "../dsl/map-entries.ts";

type Components = NonNullable<PipelineSpec["components"]>;

export function spellAsIn200(spec: PipelineSpec): PipelineSpec {
  const { components = {} } = spec;
  return {
    ...spec,
    root: spellComponent(components, spec.root),
    components: mapEntries(components, (component) => spellComponent(components, component)),
  };
}

function spellComponent(components: Components, component: ComponentSpec): ComponentSpec {
  const { inputDefinitions: inputs, outputDefinitions: outputs, dag } = component;
  return {
    ...component,
    ...(inputs?.parameters && {
      inputDefinitions: { ...inputs, parameters: mapEntries(inputs.parameters, spellType) },
    }),
    ...(outputs?.parameters && {
      outputDefinitions: { ...outputs, parameters: mapEntries(outputs.parameters, spellType) },
    }),
    ...(dag && {
      dag: { ...dag, tasks: mapEntries(dag.tasks, (task) => spellTask(components, task)) },
    }),
  };
}

/** Lists, structs and truth values were text then. */
function spellType<D extends InputParameterDefinition | OutputParameterDefinition>(definition: D): D {
  const { parameterType, ...rest } = definition;
  return { type: primitiveType(parameterType), ...rest } as D; // the same kind of definition
}

function primitiveType(type: InputParameterDefinition["parameterType"]): PrimitiveTypeName {
  if (type === "NUMBER_INTEGER") return "INT";
  return type === "NUMBER_DOUBLE" ? "DOUBLE" : "STRING";
}

function spellTask(components: Components, task: PipelineTaskSpec): PipelineTaskSpec {
  const { inputs } = task;
  if (inputs?.parameters === undefined) return task;
  const declared = components[task.componentRef.name]?.inputDefinitions?.parameters ?? {};
  const parameters = mapEntries(inputs.parameters, (input, name): TaskInputParameter => {
    const { runtimeValue } = input;
    return runtimeValue === undefined
      ? input
      : { ...input, runtimeValue: spellValue(runtimeValue, declared[name]?.parameterType) };
  });
  return { ...task, inputs: { ...inputs, parameters } };
}

/** Of a task or an importer. */
export function spellValue(
  value: ValueOrRuntimeParameter,
  type: InputParameterDefinition["parameterType"],
): ValueOrRuntimeParameter {
  const { constant, ...rest } = value;
  return constant === undefined ? value : { ...rest, constantValue: constantValue(constant, type) };
}

function constantValue(value: Json, type: InputParameterDefinition["parameterType"]): Value {
  if (typeof value !== "number") {
    return { stringValue: typeof value === "string" ? value : JSON.stringify(value) };
  }
  return type === "NUMBER_DOUBLE" || !Number.isInteger(value) ? { doubleValue: value } : { intValue: value };
}
