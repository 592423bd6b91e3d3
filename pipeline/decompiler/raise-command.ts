// Reads the texts of a command line: struct placeholders, which are JSON in a text, become concat and ifPresent.
import type { CommandText } from "../dsl/graph.ts";
import { isObject } from "../ir/json-object.ts";
import type { Json } from "../ir/pipeline-spec.ts";

/** What is no struct placeholder of the usual form stays text. */
export function raiseCommandText(text: string): CommandText {
  if (!/^\s*\{\s*"(Concat|IfPresent)"/.test(text)) return text;
  try {
    return structOf(JSON.parse(text) as Json) ?? text; // JSON.parse gives nothing else
  } catch {
    return text; // it only begins like one
  }
}

function structOf(json: Json): CommandText | undefined {
  if (typeof json === "string") return json;
  if (!isObject(json) || Object.keys(json).length !== 1) return undefined;
  const { Concat: concat, IfPresent: choice } = json;
  if (concat !== undefined) {
    const parts = structsOf(concat);
    return parts && { kind: "concat", parts };
  }
  if (!isObject(choice)) return undefined;
  const { InputName: input, Then: then, Else: otherwise, ...more } = choice;
  const present = sideOf(then);
  const absent = otherwise === undefined ? [] : sideOf(otherwise);
  const isUsual = typeof input === "string" && Object.keys(more).length === 0;
  const isEmptyElse = Array.isArray(otherwise) && otherwise.length === 0; // would not be written
  if (!isUsual || present === undefined || absent === undefined || isEmptyElse) return undefined;
  return { kind: "ifPresent", input, present, absent };
}

/** A list of arguments, or one text. */
function sideOf(json: Json | undefined): CommandText | readonly CommandText[] | undefined {
  if (json === undefined) return undefined;
  return Array.isArray(json) ? structsOf(json) : structOf(json);
}

function structsOf(json: Json | undefined): readonly CommandText[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const structs = (json as readonly Json[]).map(structOf); // `Array.isArray` does not know readonly lists
  return structs.every((struct) => struct !== undefined) ? structs : undefined;
}
