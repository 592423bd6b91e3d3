// What a task that ended well has left: its ExecutorOutput, parameter files and artifacts, checked.
import { readFileSync } from "node:fs";
import { cp, realpath } from "node:fs/promises";
import { dirname, isAbsolute, resolve } from "node:path";
import type { ExecutorInput, ExecutorOutput, RuntimeArtifact } from "../../ir/executor-input.ts";
import type { ComponentSpec, Json } from "../../ir/pipeline-spec.ts";
import {
  convertParameter,
  deepestValue,
  describeType,
  isNestedWithin,
  parseParameter,
  typeOf,
} from "../../ir/parameter-types.ts";
import { isObject, own } from "../../ir/json-object.ts";
import { isSecretName } from "../executors/secrets.ts";
import { contains } from "../journal.ts";
import type { Artifact, Values } from "../values.ts";

/** A task that says it succeeded has not done what its component declares. */
export class OutputError extends Error {}

export interface TaskPlaces {
  /** Where the task ran: relative paths start here. */
  readonly work: string;
  /**
   * Files and folders that the task could see as this machine has them; what it says lies elsewhere is not taken from
   * this machine. `undefined`: all that this process sees.
   */
  readonly seen: readonly string[] | undefined;
}

/** Throws `OutputError`. What the ExecutorOutput says goes before what the files say, as in KFP. */
export async function collectOutputs(
  component: ComponentSpec,
  input: ExecutorInput,
  places: TaskPlaces,
): Promise<Values> {
  const said = readExecutorOutput(input.outputs?.outputFile);
  const { parameters: parameterSpecs = {}, artifacts: artifactSpecs = {} } =
    component.outputDefinitions ?? {};
  const parameters = new Map<string, Json>();
  for (const [name, definition] of Object.entries(parameterSpecs)) {
    const type = typeOf(definition);
    const given = own(said.parameterValues, name) ?? undefined;
    const text = given === undefined ? read(own(input.outputs?.parameters, name)?.outputFile) : undefined;
    if (given === undefined && text === undefined) {
      throw new OutputError(
        `it ended well but did not write its output parameter "${name}". Write it to the file that outputs.parameters["${name}"] names`,
      );
    }
    const value = text === undefined ? convertParameter(given ?? null, type) : parseParameter(text, type);
    if (value === undefined) {
      const shown = JSON.stringify((text ?? JSON.stringify(given)).slice(0, 200));
      throw new OutputError(
        `its output parameter "${name}" is ${isSecretName(name) ? "***" : shown}. Write ${describeType(type ?? "STRING")}`,
      );
    }
    parameters.set(name, value);
  }
  const artifacts = new Map<string, readonly Artifact[]>();
  for (const name of Object.keys(artifactSpecs)) {
    const told = own(input.outputs?.artifacts, name)?.artifacts ?? [];
    const list = checkArtifacts(name, own(said.artifacts, name)) ?? told;
    const accepted = list.map((each, index) => accept(each, told[index] ?? told[0], places));
    artifacts.set(name, await Promise.all(accepted));
  }
  return { parameters: Object.fromEntries(parameters), artifacts: Object.fromEntries(artifacts) };
}

/** kfp's SDK writes `custom_path`, the format says `customPath`. */
type SaidArtifact = Partial<RuntimeArtifact> & { readonly custom_path?: string };

function checkArtifacts(name: string, said: unknown): readonly SaidArtifact[] | undefined {
  if (said === undefined) return undefined;
  const { artifacts: list } = isObject(said) ? said : { artifacts: null };
  if (list === undefined) return undefined;
  if (Array.isArray(list) && list.every(isArtifact)) return list;
  throw new OutputError(`what its ExecutorOutput says of the artifact "${name}" is not in KFP's form`);
}

function isArtifact(value: unknown): value is SaidArtifact {
  if (!isObject(value)) return false;
  const { name, uri, customPath, custom_path, type, metadata } = value;
  const texts = [name, uri, customPath, custom_path];
  return (
    texts.every((text) => text === undefined || typeof text === "string") &&
    [type, metadata].every((object) => object === undefined || object === null || isObject(object))
  );
}

/** What the task says of an artifact, on top of what it was told. A file it put elsewhere is copied to its place. */
async function accept(
  said: SaidArtifact,
  told: RuntimeArtifact | undefined,
  { work, seen }: TaskPlaces,
): Promise<RuntimeArtifact> {
  const artifact = {
    name: said.name ?? told?.name ?? "",
    type: said.type ?? told?.type ?? {},
    uri: said.uri ?? told?.uri ?? "",
    metadata: { ...told?.metadata, ...said.metadata },
  };
  const { name, uri } = artifact;
  if (isAbsolute(uri) && seen?.some((place) => contains(place, uri)) === false) {
    throw new OutputError(`its output artifact "${name}" is at ${uri}, ${unseen}`);
  }
  const customPath = said.customPath ?? said.custom_path ?? "";
  if (customPath === "" || customPath === uri || !isAbsolute(uri)) return artifact;
  if (uri !== told?.uri) {
    throw new OutputError(
      `its output artifact "${name}" cannot be copied from ${customPath} to ${uri}: that is not its place. Give the path or the uri, not both`,
    );
  }
  const elsewhere = resolve(work, customPath);
  try {
    const [from, to] = [await realpath(elsewhere), await realpath(dirname(uri))];
    if (seen !== undefined) {
      const real = await Promise.all(seen.map((place) => realpath(place).catch(() => place)));
      const strange = [from, to].find((path) => !real.some((place) => contains(place, path)));
      if (strange !== undefined)
        throw new OutputError(`its output artifact "${name}" is at ${strange}, ${unseen}`);
    }
    await cp(from, uri, { recursive: true });
    return artifact;
  } catch (error) {
    if (error instanceof OutputError) throw error;
    throw new OutputError(`its output artifact "${name}" is not at ${elsewhere}, where it says it is`);
  }
}

const unseen =
  "a place of its container alone. Write it to the path that it is given, which this machine sees too";

function readExecutorOutput(file: string | undefined): ExecutorOutput {
  const text = read(file);
  if (text === undefined) return {};
  const output = parse(text);
  if (!isObject(output)) throw new OutputError("what it wrote as its ExecutorOutput is no JSON object");
  for (const field of ["parameterValues", "artifacts"]) {
    const value = own(output, field);
    if (value === undefined || isObject(value)) continue;
    const shown = JSON.stringify(value).slice(0, 200);
    throw new OutputError(`its ExecutorOutput says "${field}": ${shown}. Write an object, or leave it out`);
  }
  return output; // what is in the two is checked where it is used
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isNestedWithin(value, deepestValue) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Small files, at once: a way through the pool of threads takes longer. */
function read(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
