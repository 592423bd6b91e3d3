// The inputs of a run from the command line and from a file.
import { readFile } from "node:fs/promises";
import { changedNumber } from "../../pipeline/ir/exact-numbers.ts";
import type { Json, ParameterTypeName, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { parseParameter, typeOf } from "../../pipeline/ir/parameter-types.ts";
import { isObject, own } from "../../pipeline/ir/json-object.ts";

export interface RunInputs {
  readonly parameters: { readonly [name: string]: Json };
  /** Input artifacts: files, folders or URIs. */
  readonly artifacts: { readonly [name: string]: string };
}

/**
 * `given` are `NAME=VALUE`. A value that is not of its parameter's type, or in which a number would become another, stays
 * text, which the runner then refuses.
 */
export async function readRunInputs(
  spec: PipelineSpec,
  given: readonly string[],
  file: string | undefined,
): Promise<RunInputs> {
  const parameters = new Map<string, Json>();
  const artifacts = new Map<string, string>();
  const declared = spec.root.inputDefinitions ?? {};
  const isArtifact = (name: string): boolean => Object.hasOwn(declared.artifacts ?? {}, name);
  for (const [name, value] of Object.entries(file === undefined ? {} : await readParameters(file))) {
    if (isArtifact(name) && typeof value === "string") artifacts.set(name, value);
    else parameters.set(name, value);
  }
  for (const each of given) {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(each) ?? [];
    if (name === undefined || value === undefined) {
      throw new UserError("WRONG_ARGUMENTS", `-p ${each}: has no value. Write -p NAME=VALUE.`);
    }
    if (isArtifact(name)) artifacts.set(name, value);
    else parameters.set(name, readParameter(value, typeOf(own(declared.parameters, name))));
  }
  return { parameters: Object.fromEntries(parameters), artifacts: Object.fromEntries(artifacts) };
}

function readParameter(text: string, type: ParameterTypeName | undefined): Json {
  const value = parseParameter(text, type) ?? text;
  const isKept = typeof value === "string" || type === "NUMBER_DOUBLE" || changedNumber(text) === undefined;
  return isKept ? value : text;
}

async function readParameters(file: string): Promise<{ readonly [name: string]: Json }> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new UserError(
      "PARAMETERS_UNREADABLE",
      `--parameters ${file}: cannot be read. Give a file that exists.`,
    );
  }
  const value = parse(text);
  if (!isObject(value)) {
    throw new UserError(
      "PARAMETERS_UNREADABLE",
      `--parameters ${file}: holds no JSON object. Give a file such as {"rank": 8}.`,
    );
  }
  const changed = changedNumber(text);
  if (changed === undefined) return value;
  throw new UserError(
    "PARAMETERS_INVALID",
    `--parameters ${file}: numbers cannot hold ${changed.slice(0, 4)}..., they have about 16 digits. Give a shorter one.`,
  );
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives nothing else
  } catch {
    return undefined;
  }
}
