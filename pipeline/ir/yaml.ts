// Writes IR as YAML whose bytes depend on nothing but the pipeline, and reads YAML by the rules of kfp's reader (PyYAML).
import { Document, type ScalarTag } from "yaml";
import type { Json } from "./pipeline-spec.ts";
import { UserError } from "./user-error.ts";
import { writeBlocks } from "./yaml-blocks.ts";
import { yamlJson } from "./yaml-json.ts";
import { parseYaml } from "./yaml-parse.ts";
import { floatTag, stringTag } from "./yaml-scalars.ts";

/** Mappings are sorted; text that some reader of YAML takes for something else is quoted. */
export function writeYaml(value: unknown): string {
  const document = new Document(null, {
    version: "1.1",
    customTags: (tags) => [awkwardText, ambiguousText, exponent, ...tags],
    sortMapEntries: true,
  });
  return writeBlocks(value, (part) => {
    document.contents = document.createNode(part, { aliasDuplicateObjects: false });
    return document.toString({ lineWidth: 0, directives: false, indentSeq: false, singleQuote: true });
  });
}

/** The documents of a file; `where` is its name. Throws a `UserError` that lists everything that is no YAML. */
export function readYaml(text: string, where: string): readonly Json[] {
  const language = /\.json$/i.test(where) ? "JSON" : "YAML";
  const refuse = (problems: readonly string[]) =>
    new UserError(
      "NOT_YAML",
      `${problems.map((problem) => `${where}: ${problem}.`).join("\n")}\nCorrect the ${language}.`,
    );
  const { documents, errors, placeOf } = parseYaml(text);
  if (errors.length > 0) throw refuse(errors);
  return documents.map((document) => yamlJson(document, { length: text.length, placeOf, refuse }));
}

/** Line ends of YAML 1.1, controls and halves of characters: only escapes bring them through. */
const awkward = /[\r\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|\p{Surrogate}/u;
/** What a reader of any version may take for a number, a date, a merge or a value: it begins as one. */
const ambiguous =
  /^(?!\d+\.\d+\.\d+$)([-+.]*[\d.][\d._:eExXoOa-fA-F+\-TtZz ]*|[-+.]*(nan|inf|infinity)|=|<<)$/i;

const awkwardText: ScalarTag = {
  tag: stringTag,
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
  tag: floatTag,
  identify: (value) => typeof value === "number" && /^-?\d+e/.test(String(value)),
  stringify: ({ value }) => String(value).replace("e", ".0e"),
};
