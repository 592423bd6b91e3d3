// Spells an IR in the way of schema 2.0.0: types of parameters are `type`, constants say of which type they are.
import type {
  InputParameterDefinition,
  Json,
  OutputParameterDefinition,
  PipelineSpec,
  PrimitiveTypeName,
  Value,
  ValueOrRuntimeParameter,
} from "../ir/pipeline-spec.ts";
import { spellParameters } from "./spell-parameters.ts";

export function spellAsIn200(spec: PipelineSpec): PipelineSpec {
  return spellParameters(spec, {
    definition: spellType,
    value: (value, declared) => spellValue(value, declared?.parameterType),
  });
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
