// Reads an IR of schema 2.0.0 as one of today: the types of parameters and constants of tasks in today's spelling.
import { spellParameters } from "../compiler/spell-parameters.ts";
import type {
  Json,
  ParameterTypeName,
  PipelineSpec,
  PrimitiveTypeName,
  ValueOrRuntimeParameter,
} from "../ir/pipeline-spec.ts";

export function spellAsIn210(spec: PipelineSpec): PipelineSpec {
  if (spec.schemaVersion !== "2.0.0") return spec;
  return spellParameters(spec, { definition: spellType, value: spellValue });
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

function spellValue(value: ValueOrRuntimeParameter): ValueOrRuntimeParameter {
  const { constantValue } = value;
  if (constantValue === undefined) return value;
  const { intValue, doubleValue, stringValue } = constantValue;
  const integer = intValue === undefined ? undefined : Number(intValue);
  if (integer !== undefined && !Number.isSafeInteger(integer)) return value; // would lose digits
  const constant: Json | undefined = stringValue ?? doubleValue ?? integer;
  return constant === undefined ? value : { constant };
}
