// The parameters of a run against what the pipeline declares, before anything starts.
import { isDeepStrictEqual } from "node:util";
import type { InputParameterDefinition, Json, ParameterTypeName, PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { changedNumber } from "../ir/exact-numbers.ts";
import { deepestValue, describeType, isNestedWithin, isOfType, typeOf } from "../ir/parameter-types.ts";
import { own } from "../ir/json-object.ts";
import { isSecretName } from "./executors/secrets.ts";

/** Gives the parameters with the defaults filled in; `null` counts as left out. All problems are said at once. */
export function checkParameters(
  spec: PipelineSpec,
  given: { readonly [name: string]: Json },
): { readonly [name: string]: Json } {
  const declared = spec.root.inputDefinitions?.parameters ?? {};
  const problems: string[] = [];
  const checked = new Map<string, Json>();
  for (const [name, definition] of Object.entries(declared)) {
    const type = typeOf(definition);
    const value = own(given, name) ?? definition.defaultValue;
    if (value === undefined || value === null) {
      if (definition.isOptional !== true) problems.push(`"${name}" is missing${expected(type)}.`);
      continue;
    }
    const problem = valueProblem(name, value, definition);
    if (problem === undefined) checked.set(name, value);
    else problems.push(`"${name}" is ${problem}.`);
  }
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(declared, name)) continue;
    const names = Object.keys(declared).join(", ");
    problems.push(`"${name}" is not known. The parameters are: ${names === "" ? "none" : names}.`);
  }
  if (problems.length === 0) return Object.fromEntries(checked);
  throw new UserError(
    "PARAMETERS_INVALID",
    problems.map((problem) => `${spec.pipelineInfo.name}: parameter ${problem}`).join("\n"),
  );
}

function valueProblem(name: string, value: Json, definition: InputParameterDefinition): string | undefined {
  const type = typeOf(definition);
  const isTyped = typeof value === "string" && type !== "STRING" && type !== undefined;
  if (!isNestedWithin(isTyped ? parse(value) : value, deepestValue)) {
    return `nested more than ${deepestValue} deep. Give a value that is not`;
  }
  const shown = isSecretName(name) ? "***" : JSON.stringify(value);
  if (isTyped ? parse(value) !== undefined && changedNumber(value) !== undefined : isUnsafe(value, type)) {
    return `${shown}, which numbers cannot hold: they have about 16 digits. Give a shorter one`;
  }
  if (!isOfType(value, type)) return `${shown}${expected(type)}`;
  const { literals } = definition;
  if (literals?.some((literal) => isDeepStrictEqual(literal, value)) !== false) return undefined;
  return `${shown}. Give one of ${JSON.stringify(literals)}`;
}

/** What was typed is still text where it would have become another value. */
function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives nothing else
  } catch {
    return undefined;
  }
}

/** It may have been another number in its file. */
function isUnsafe(value: Json, type: ParameterTypeName | undefined): boolean {
  return type === "NUMBER_INTEGER" && Number.isInteger(value) && !Number.isSafeInteger(value);
}

function expected(type: ParameterTypeName | undefined): string {
  return type === undefined ? ". Give a value" : `. Give ${describeType(type)}`;
}
