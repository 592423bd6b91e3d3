// Placeholders of the older format in a command line, mappings such as `{inputValue: Name}`, to IR's, which are text.
import { isObject, own } from "../json-object.ts";
import type { Json } from "../pipeline-spec.ts";
import { portName } from "./sanitized-name.ts";

type Kind = "parameter" | "artifact";

/** By their names as declared. */
export interface Ports {
  readonly inputs: ReadonlyMap<string, Kind>;
  readonly outputs: ReadonlyMap<string, Kind>;
}

interface Place {
  readonly ports: Ports;
  readonly problems: string[];
  readonly path: string;
  /** Whether it is part of a longer text, which lists of arguments are not. */
  readonly inText: boolean;
  readonly depth: number;
}

/** Adds to `problems` a sentence for each element that cannot be converted; `path` leads to the list. */
export function commandLine(
  elements: readonly Json[],
  { path, ports, problems }: { readonly path: string; readonly ports: Ports; readonly problems: string[] },
): readonly string[] {
  return elements.map((element, index) => {
    const place = { ports, problems, path: `${path}/${index}`, inText: false, depth: 0 };
    const converted = convert(element, place);
    return typeof converted === "string" ? converted : pythonJson(converted);
  });
}

function convert(element: Json, place: Place): Json {
  if (typeof element === "string") return element;
  const [entry, ...others] = isObject(element) ? Object.entries(element) : [];
  if (entry === undefined || others.length > 0) {
    return refuse(place, `must be text or one placeholder, not ${JSON.stringify(element)?.slice(0, 60)}`);
  }
  if (place.depth > 100) return refuse(place, "is a placeholder in more than 100 others");
  const [name, value] = entry;
  switch (name) {
    case "executorInput":
      return "{{$}}";
    case "concat":
      return concatenated(value, place);
    case "if":
      return conditional(value, place);
    default:
      return reference(name, value, place);
  }
}

const references: {
  readonly [name: string]: {
    readonly side: keyof Ports;
    readonly field: string;
    readonly kinds: readonly Kind[];
  };
} = {
  inputValue: { side: "inputs", field: "", kinds: ["parameter"] },
  inputPath: { side: "inputs", field: ".path", kinds: ["artifact"] },
  inputUri: { side: "inputs", field: ".uri", kinds: ["artifact"] },
  outputPath: { side: "outputs", field: ".path", kinds: ["parameter", "artifact"] },
  outputUri: { side: "outputs", field: ".uri", kinds: ["artifact"] },
};

function reference(placeholder: string, name: Json, place: Place): string {
  const found = own(references, placeholder);
  if (found === undefined)
    return refuse(place, `is a placeholder "${placeholder}", which KFP v2 does not know`);
  const { side, field, kinds } = found;
  const kind = typeof name === "string" ? place.ports[side].get(name) : undefined;
  if (typeof name !== "string" || kind === undefined) {
    return refuse(place, `refers to ${JSON.stringify(name)}, which is not among the ${side}`);
  }
  if (!kinds.includes(kind)) {
    const instead = kind === "parameter" ? "a parameter" : "an artifact";
    return refuse(place, `takes the ${placeholder} of "${name}", which is ${instead}`);
  }
  const suffix = side === "outputs" && kind === "parameter" ? ".output_file" : field;
  return `{{$.${side}.${kind}s['${portName(name)}']${suffix}}}`;
}

function concatenated(items: Json, place: Place): Json {
  if (!Array.isArray(items)) return refuse(place, "must concatenate a list");
  return { Concat: items.map((item, index) => convert(item, inner(place, `concat/${index}`, true))) };
}

function conditional(value: Json, place: Place): Json {
  const { cond, then, else: otherwise } = isObject(value) ? value : {};
  const name = isObject(cond) ? cond["isPresent"] : undefined;
  if (typeof name !== "string" || then === undefined) {
    return refuse(place, "must be {if: {cond: {isPresent: INPUT}, then: ..., else: ...}}");
  }
  if (!place.ports.inputs.has(name)) {
    return refuse(place, `refers to ${JSON.stringify(name)}, which is not among the inputs`);
  }
  const without = otherwise === undefined || otherwise === null ? "" : branch(otherwise, place, "else");
  const isEmpty = without === "" || (Array.isArray(without) && without.length === 0);
  return {
    IfPresent: {
      InputName: portName(name),
      Then: branch(then, place, "then"),
      ...(isEmpty ? {} : { Else: without }),
    },
  };
}

/** Several arguments, or one. */
function branch(value: Json, place: Place, name: "then" | "else"): Json {
  if (!Array.isArray(value)) return convert(value, inner(place, `if/${name}`, place.inText));
  if (place.inText) return refuse(place, `has a list as "${name}", which cannot be part of a text`);
  return value.map((item, index) => convert(item, inner(place, `if/${name}/${index}`, false)));
}

function inner(place: Place, path: string, inText: boolean): Place {
  return { ...place, path: `${place.path}/${path}`, inText, depth: place.depth + 1 };
}

function refuse({ problems, path }: Place, what: string): string {
  problems.push(`${path} ${what}.`);
  return "";
}

/** As Python writes it by default: with spaces, and in ASCII. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(", ")}]`;
  if (isObject(value)) {
    const entries = Object.entries(value).map(([name, field]) => `${pythonJson(name)}: ${pythonJson(field)}`);
    return `{${entries.join(", ")}}`;
  }
  return JSON.stringify(value).replace(
    /[\x7f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
