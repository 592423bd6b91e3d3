// The parameters of a run against what the pipeline declares, before anything starts.
import { isDeepStrictEqual } from "node:util";
import type { Json, PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { describeType, isOfType, typeOf } from "../ir/parameter-types.ts";
import { own } from "../ir/json-object.ts";

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
    } else if (!isOfType(value, type)) {
      problems.push(`"${name}" is ${JSON.stringify(value)}${expected(type)}.`);
    } else if (definition.literals?.some((literal) => isDeepStrictEqual(literal, value)) === false) {
      problems.push(
        `"${name}" is ${JSON.stringify(value)}. Give one of ${JSON.stringify(definition.literals)}.`,
      );
    } else {
      checked.set(name, value);
    }
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

function expected(type: ReturnType<typeof typeOf>): string {
  return type === undefined ? ". Give a value" : `. Give ${describeType(type)}`;
}
