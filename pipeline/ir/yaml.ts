// Writes IR as YAML whose bytes depend on nothing but the pipeline, and reads YAML by the rules of kfp's reader (PyYAML).
import { Document, parseAllDocuments, type ScalarTag, type Tags } from "yaml";
import type { Json } from "./pipeline-spec.ts";
import { UserError } from "./user-error.ts";

/** Mappings are sorted; text that some reader of YAML takes for something else is quoted. */
export function writeYaml(value: unknown): string {
  const document = new Document(value, {
    version: "1.1",
    customTags: (tags) => [awkwardText, ambiguousText, exponent, ...tags],
    sortMapEntries: true,
    aliasDuplicateObjects: false,
  });
  return document.toString({ lineWidth: 0, directives: false, indentSeq: false, singleQuote: true });
}

/** The documents of a file; `where` is its name. Throws a `UserError` that lists everything that is no YAML. */
export function readYaml(text: string, where: string): readonly Json[] {
  const documents = parseLeniently(text);
  const errors = documents.flatMap((document) => document.errors);
  if (errors.length > 0) {
    const problems = errors.map(({ message }) => `${where}: ${message.split(/:?\n/)[0]}.`);
    throw new UserError("NOT_YAML", `${problems.join("\n")}\nCorrect the YAML.`);
  }
  return documents.map((document) => toJson(document, where));
}

/** Aliases may lead nowhere, in a circle, or to more than any pipeline is. */
function toJson(document: Document.Parsed, where: string): Json {
  try {
    const value = document.toJS({ maxAliasCount: 100 }) as Json; // without timestamps and binary data it is JSON
    JSON.stringify(value); // which refuses circles
    return value;
  } catch (error) {
    const [reason] = String(error).split("\n");
    throw new UserError(
      "NOT_YAML",
      `${where}: its aliases cannot be followed (${reason}). Correct the YAML.`,
    );
  }
}

function parse(text: string): readonly Document.Parsed[] {
  const documents = parseAllDocuments(text, { version: "1.1", customTags: readTags, logLevel: "silent" });
  return "empty" in documents ? [] : documents;
}

/**
 * PyYAML lets the lines of quoted text start anywhere, and kfp's own files make use of that; YAML wants them indented.
 * How far does not matter to the text, so such lines are moved and the whole is read again.
 */
function parseLeniently(text: string): readonly Document.Parsed[] {
  const strict = parse(text);
  let [documents, moved] = [strict, text];
  for (let tries = 0; tries < 50; tries++) {
    const unclosed = documents
      .flatMap((document) => document.errors)
      .find(({ code, message }) => code === "MISSING_CHAR" && message.startsWith("Missing closing"));
    const lineEnd = unclosed === undefined ? -1 : moved.indexOf("\n", unclosed.pos[0]);
    if (lineEnd === -1) break;
    moved = `${moved.slice(0, lineEnd + 1)}${" ".repeat(100)}${moved.slice(lineEnd + 1)}`;
    documents = parse(moved);
  }
  return documents.some((document) => document.errors.length > 0) ? strict : documents;
}

// Writing

const string = "tag:yaml.org,2002:str";
const float = "tag:yaml.org,2002:float";

/** Line ends of YAML 1.1, controls and halves of characters: only escapes bring them through. */
const awkward = /[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff]|\p{Surrogate}/u;
/** What a reader of any version may take for a number, a date, a merge or a value: it begins as one. */
const ambiguous =
  /^(?!\d+\.\d+\.\d+$)([-+.]*[\d.][\d._:eExXoOa-fA-F+\-TtZz ]*|[-+.]*(nan|inf|infinity)|=|<<)$/i;

const awkwardText: ScalarTag = {
  tag: string,
  default: true,
  test: /^\b$/, // never: for writing only
  identify: (value) => typeof value === "string" && awkward.test(value),
  resolve: (text) => text,
  stringify: ({ value }) =>
    JSON.stringify(value).replace(
      /[\x7f-\x9f\u2028\u2029\ufeff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    ),
};

const ambiguousText: ScalarTag = {
  ...awkwardText,
  identify: (value) => typeof value === "string" && ambiguous.test(value),
  stringify: ({ value }) => `'${String(value)}'`,
};

/** `1e+21` is text for PyYAML, `1.0e+21` is a number. */
const exponent: ScalarTag = {
  ...awkwardText,
  tag: float,
  identify: (value) => typeof value === "number" && /^-?\d+e/.test(String(value)),
  stringify: ({ value }) => String(value).replace("e", ".0e"),
};

// Reading

function readTags(tags: Tags): Tags {
  const collections = tags.filter((tag) => tag === "map" || tag === "seq" || isCollection(tag));
  return [...collections, text, nothing, truth, integer, number, "merge"];
}

function isCollection(tag: Tags[number]): boolean {
  return typeof tag === "object" && /^tag:yaml.org,2002:(map|seq)$/.test(tag.tag);
}

const text: ScalarTag = { tag: string, default: true, resolve: (value) => value };

const nothing: ScalarTag = {
  tag: "tag:yaml.org,2002:null",
  default: true,
  test: /^(~|null|Null|NULL|)$/,
  resolve: () => null,
};

const truth: ScalarTag = {
  tag: "tag:yaml.org,2002:bool",
  default: true,
  test: /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: (value) => /^(yes|true|on)$/i.test(value),
};

const integer: ScalarTag = {
  tag: "tag:yaml.org,2002:int",
  default: true,
  test: /^([-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(0|[1-9][\d_]*)|[-+]?0x[\da-fA-F_]+|[-+]?[1-9][\d_]*(:[0-5]?\d)+)$/,
  resolve: (value) => integerOf(value.replaceAll("_", "")),
};

const number: ScalarTag = {
  tag: float,
  default: true,
  test: /^([-+]?\d[\d_]*\.[\d_]*([eE][-+]\d+)?|[-+]?\.[\d][\d_]*([eE][-+]\d+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  resolve: (value) => floatOf(value.replaceAll("_", "").toLowerCase()),
};

function integerOf(value: string): number {
  const sign = value.startsWith("-") ? -1 : 1;
  const digits = value.replace(/^[-+]/, "");
  if (digits.includes(":")) return sign * digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return sign * Number(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function floatOf(value: string): number {
  if (value.endsWith(".inf")) return value.startsWith("-") ? -Infinity : Infinity;
  return value === ".nan" ? NaN : Number(value);
}
