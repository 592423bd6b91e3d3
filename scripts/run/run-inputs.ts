// The inputs of a run from the command line and from a file.
import { readFile } from "node:fs/promises";
import type { Json, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { parseParameter, typeOf } from "../../pipeline/ir/parameter-types.ts";
import { isObject, own } from "../../pipeline/ir/json-object.ts";

export interface RunInputs {
  readonly parameters: { readonly [name: string]: Json };
  /** Input artifacts: files, folders or URIs. */
  readonly artifacts: { readonly [name: string]: string };
}

/** `given` are `NAME=VALUE`. A value that is not of its parameter's type stays text, which the runner then refuses. */
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
    else parameters.set(name, parseParameter(value, typeOf(own(declared.parameters, name))) ?? value);
  }
  return { parameters: Object.fromEntries(parameters), artifacts: Object.fromEntries(artifacts) };
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
  try {
    const value = JSON.parse(text) as Json; // JSON.parse gives nothing else
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new UserError(
    "PARAMETERS_UNREADABLE",
    `--parameters ${file}: holds no JSON object. Give a file such as {"rank": 8}.`,
  );
}
