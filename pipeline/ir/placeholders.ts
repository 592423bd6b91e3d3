// Fills in `{{$...}}`: in the command lines of tasks, in constants and in an importer's metadata.
import { artifactPath } from "./artifact-path.ts";
import { decimalText } from "./decimal-text.ts";
import type { ArtifactList, ExecutorInput } from "./executor-input.ts";
import type { Json } from "./pipeline-spec.ts";
import { isObject, own } from "./json-object.ts";

export interface PlaceholderValues {
  readonly executorInput: ExecutorInput;
  /** What stands for `{{$.NAME}}`, such as `pipeline_job_name`. */
  readonly names: { readonly [name: string]: string };
  /** Input parameters that `{{$}}` writes as 2.0 where they are 2. Default: none. */
  readonly doubles?: ReadonlySet<string>;
}

/** One pass: what is filled in is not looked at again. Text that is no known placeholder stays as it is. */
export function resolveText(text: string, values: PlaceholderValues): string {
  const parts: string[] = [];
  let at = 0;
  while (true) {
    const start = text.indexOf("{{$", at);
    const end = start === -1 ? -1 : text.indexOf("}}", start);
    if (end === -1) return parts.join("") + text.slice(at);
    const path = parseReference(text.slice(start + 3, end));
    const found = path === undefined ? undefined : lookUp(path, values);
    parts.push(text.slice(at, start), found ?? text.slice(start, end + 2));
    at = end + 2;
  }
}

/** The texts inside a list or an object as well, keys too. */
export function resolveJson(json: Json, values: PlaceholderValues): Json {
  if (typeof json === "string") return resolveText(json, values);
  if (typeof json !== "object" || json === null) return json;
  if (isList(json)) return json.map((item) => resolveJson(item, values));
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [resolveText(key, values), resolveJson(value, values)]),
  );
}

/**
 * A command or its arguments. An element may be a struct placeholder, JSON as text: `{"Concat": [...]}` gives one
 * element, `{"IfPresent": {"InputName", "Then", "Else"}}` none, one or several.
 */
export function resolveCommand(elements: readonly string[], values: PlaceholderValues): string[] {
  return elements.flatMap((element) => {
    const struct = parseStruct(element);
    return struct === undefined ? [resolveText(element, values)] : resolveStruct(struct, values);
  });
}

function parseStruct(element: string): Json | undefined {
  if (!/^\s*\{\s*"(Concat|IfPresent)"/.test(element)) return undefined;
  try {
    const json = JSON.parse(element) as Json; // JSON.parse gives nothing else
    return isStruct(json) ? json : undefined;
  } catch {
    return undefined; // a text that only begins like one
  }
}

function isStruct(json: Json): boolean {
  return isObject(json) && Object.keys(json).length === 1 && ("Concat" in json || "IfPresent" in json);
}

function resolveStruct(json: Json, values: PlaceholderValues): string[] {
  if (typeof json === "string") return [resolveText(json, values)];
  if (isList(json)) return json.flatMap((item) => resolveStruct(item, values));
  if (!isObject(json)) return [JSON.stringify(json)];
  if (json.Concat !== undefined) return [resolveStruct(json.Concat, values).join("")];
  const choice = json.IfPresent;
  if (choice === undefined || !isObject(choice)) return [JSON.stringify(json)];
  const { parameterValues = {}, artifacts = {} } = values.executorInput.inputs ?? {};
  const name = String(choice.InputName);
  const present = Object.hasOwn(parameterValues, name) || Object.hasOwn(artifacts, name);
  return resolveStruct((present ? choice.Then : choice.Else) ?? [], values);
}

/** `.inputs.artifacts['model'].path` is `["inputs", "artifacts", "model", "path"]`. */
function parseReference(reference: string): readonly string[] | undefined {
  const path: string[] = [];
  const step = /\.([A-Za-z_]\w*)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]/y;
  while (step.lastIndex < reference.length) {
    const match = step.exec(reference);
    if (match === null) return undefined;
    path.push(match[1] ?? match[2] ?? match[3] ?? match[4] ?? "");
  }
  return path;
}

/** Each escape may double a text: what goes beyond these is no known placeholder. */
const mostEscapes = 10;
const longestToEscape = 2 ** 24;

function lookUp(path: readonly string[], values: PlaceholderValues): string | undefined {
  const escapes = path.at(-2) === "json_escape" ? Number(path.at(-1)) : undefined;
  if (escapes === undefined) return lookUpPlain(path, values);
  if (!(escapes <= mostEscapes)) return undefined;
  let text = lookUpPlain(path.slice(0, -2), values);
  for (let i = 0; text !== undefined && i < escapes; i += 1) {
    text = text.length > longestToEscape ? undefined : JSON.stringify(text).slice(1, -1);
  }
  return text;
}

function lookUpPlain(
  path: readonly string[],
  { executorInput, names, doubles }: PlaceholderValues,
): string | undefined {
  const [side, kind, name, ...rest] = path;
  if (side === undefined) return executorInputText(executorInput, doubles);
  if (path.length === 1) return Object.hasOwn(names, side) ? names[side] : undefined;
  const { inputs = {}, outputs = {} } = executorInput;
  if (side === "outputs" && path.length === 2 && kind === "output_file") return outputs.outputFile;
  if (kind === undefined || name === undefined) return undefined;
  switch (`${side}.${kind}`) {
    case "inputs.parameters":
      return lookUpParameter(own(inputs.parameterValues, name), rest);
    case "outputs.parameters":
      return rest.join() === "output_file" ? own(outputs.parameters, name)?.outputFile : undefined;
    case "inputs.artifacts":
      return lookUpArtifact(own(inputs.artifacts, name), rest);
    case "outputs.artifacts":
      return lookUpArtifact(own(outputs.artifacts, name), rest);
    default:
      return undefined;
  }
}

/** JavaScript's numbers do not say whether they are whole by chance: the parameters' types do. */
function executorInputText(
  { inputs = {}, ...rest }: ExecutorInput,
  doubles: ReadonlySet<string> = new Set(),
): string {
  const { parameterValues = {}, ...others } = inputs;
  const values = Object.entries(parameterValues).map(([name, value]) => {
    const point = doubles.has(name) && Number.isSafeInteger(value) ? ".0" : "";
    return `${JSON.stringify(name)}:${JSON.stringify(value)}${point}`;
  });
  const start = '{"inputs":{"parameterValues":{';
  const text = JSON.stringify({ inputs: { parameterValues: {}, ...others }, ...rest });
  return start + values.join() + text.slice(start.length);
}

function lookUpParameter(value: Json | undefined, rest: readonly string[]): string | undefined {
  return value === undefined || rest.length > 0 ? undefined : toText(value);
}

/** Without a field: the artifacts as JSON, which is how a command gets a list of them. */
function lookUpArtifact(list: ArtifactList | undefined, rest: readonly string[]): string | undefined {
  const artifact = list?.artifacts[0];
  if (list === undefined || rest.length === 0) return list && JSON.stringify(list.artifacts);
  if (artifact === undefined) return undefined;
  const [field, key] = rest;
  if (field === "metadata" && rest.length === 2 && key !== undefined) {
    const value = own(artifact.metadata, key);
    return value === undefined ? undefined : toText(value);
  }
  if (rest.length > 1) return undefined;
  if (field === "uri") return artifact.uri;
  if (field === "path") return artifact.customPath ?? artifactPath(artifact.uri);
  if (field === "name") return artifact.name;
  return field === "metadata" ? JSON.stringify(artifact.metadata) : undefined;
}

function toText(value: Json): string {
  if (typeof value === "number") return decimalText(value);
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
