// Reads an IR of schema 2.0.0 as one of today: the types of parameters and constants of tasks in today's spelling.
import type {
  ComponentSpec,
  Json,
  ParameterTypeName,
  PipelineSpec,
  PipelineTaskSpec,
  PrimitiveTypeName,
  ValueOrRuntimeParameter,
} from "../ir/pipeline-spec.ts";
import { mapEntries } from "../dsl/map-entries.ts";

export function spellAsIn210(spec: PipelineSpec): PipelineSpec {
  if (spec.schemaVersion !== "2.0.0") return spec;
  return {
    ...spec,
    root: spellComponent(spec.root),
    components: mapEntries(spec.components ?? {}, spellComponent),
  };
}

function spellComponent(component: ComponentSpec): ComponentSpec {
  const { inputDefinitions: inputs, outputDefinitions: outputs, dag } = component;
  return {
    ...component,
    ...(inputs?.parameters && {
      inputDefinitions: { ...inputs, parameters: mapEntries(inputs.parameters, spellType) },
    }),
    ...(outputs?.parameters && {
      outputDefinitions: { ...outputs, parameters: mapEntries(outputs.parameters, spellType) },
    }),
    ...(dag && { dag: { ...dag, tasks: mapEntries(dag.tasks, spellTask) } }),
  };
}

function spellType<D extends { readonly type?: PrimitiveTypeName }>(definition: D): D {
  const { type, ...rest } = definition;
  if (type === undefined) return definition;
  const names: { readonly [name in PrimitiveTypeName]: ParameterTypeName } = {
    INT: "NUMBER_INTEGER",
    DOUBLE: "NUMBER_DOUBLE",
    STRING: "STRING",
  };
  return { ...rest, parameterType: names[type] } as unknown as D; // the same kind of definition
}

function spellTask(task: PipelineTaskSpec): PipelineTaskSpec {
  const { inputs } = task;
  if (inputs?.parameters === undefined) return task;
  const parameters = mapEntries(inputs.parameters, (input) =>
    input.runtimeValue === undefined ? input : { ...input, runtimeValue: spellValue(input.runtimeValue) },
  );
  return { ...task, inputs: { ...inputs, parameters } };
}

function spellValue(value: ValueOrRuntimeParameter): ValueOrRuntimeParameter {
  const { constantValue } = value;
  if (constantValue === undefined) return value;
  const { intValue, doubleValue, stringValue } = constantValue;
  const integer = intValue === undefined ? undefined : Number(intValue);
  if (integer !== undefined && !Number.isSafeInteger(integer)) return value; // would lose digits
  const constant: Json | undefined = stringValue ?? doubleValue ?? integer;
  return constant === undefined ? value : { constant };
}
