// A scalar of YAML -> the value that it has in a build, and how it is written.
import { isScalar, type Node, type Scalar } from "yaml";
import type { Schema } from "../../pipeline/ir/json-schema.ts";
import type { Finding } from "../findings/finding.ts";
import type { Located } from "./located.ts";
import { nameOf } from "./name-of.ts";
import { readPlain, wordsOf } from "./read-scalar.ts";
import type { LocatedSpot, ReadValue, Reading } from "./reading.ts";

export function readScalar(
  reading: Reading,
  node: Scalar,
  { schema, path, located }: LocatedSpot,
): ReadValue {
  if (node.tag !== undefined || node.type !== "PLAIN") {
    const style = styleOf(node);
    return {
      value: forSchema(node.value, schema),
      located: { ...located, ...(style !== undefined && { style }) },
    };
  }
  const source = node.source ?? "";
  const { value, old } = readPlain(source);
  const place = { ...located, style: "plain" as const };
  if (old === undefined) {
    if (isPointed(source, value, schema)) reading.add(pointedNumber(reading, { source, path, located }));
    return { value: forSchema(value, schema), located: place };
  }
  if (schema?.["format"] === "base64") return { value: null, located: place }; // no finding may show it
  const wanted = typesOf(schema);
  reading.add({
    code: "QUOTE_THIS",
    severity: "error",
    place: reading.placeAt(located.span.start, located.span.end),
    message: `${nameOf(path)} is ${source}, which is ${wordsOf(value)} in YAML 1.2 and ${old.words}.`,
    remedy: unambiguous(source, wanted),
  });
  const isOld =
    old.value !== undefined && wanted.includes(typeof old.value === "number" ? "integer" : typeof old.value);
  return { value: wanted.includes("string") ? source : isOld ? old.value : value, located: place };
}

function isPointed(source: string, value: unknown, schema: Schema | undefined): boolean {
  return source.includes(".") && Number.isInteger(value) && typesOf(schema).includes("integer");
}

/** The API's JSON takes a whole number so. */
function pointedNumber(
  reading: Reading,
  { source, path, located }: Pick<LocatedSpot, "path" | "located"> & { readonly source: string },
): Finding {
  return {
    code: "NUMBER_WITH_POINT",
    severity: "warning",
    place: reading.placeAt(located.span.start, located.span.end),
    message: `${nameOf(path)} is ${source}, and gcloud builds submit refuses a number with a point here.`,
    remedy: `Write ${Number(source)}.`,
    mode: "submit",
  };
}

/** How to write what a place wants, where readers differ about it. */
function unambiguous(source: string, wanted: readonly string[]): string {
  if (wanted.includes("boolean")) return "Write true or false.";
  return wanted.includes("integer") ? "Write it as a decimal number." : `Write it in quotes: "${source}".`;
}

function typesOf(schema: Schema | undefined): readonly string[] {
  if (schema === undefined) return [];
  if (schema["enum"] !== undefined) return ["string"];
  return [schema["type"]].flat().filter((type) => typeof type === "string");
}

/** Whole numbers may be written as text, as JSON writes those of 64 bits. */
function forSchema(value: unknown, schema: Schema | undefined): unknown {
  const isDigits =
    typeof value === "string" && typesOf(schema).includes("integer") && /^-?[0-9]{1,15}$/.test(value);
  return isDigits ? Number(value) : value;
}

function styleOf({ type }: Scalar): Located["style"] {
  if (type === "QUOTE_SINGLE") return "single";
  if (type === "QUOTE_DOUBLE") return "double";
  if (type === "PLAIN") return "plain";
  return type === "BLOCK_FOLDED" || type === "BLOCK_LITERAL" ? "block" : undefined;
}

export function isNull(node: Node): boolean {
  if (!isScalar(node) || node.tag !== undefined) return false;
  return node.type === "PLAIN" && readPlain(String(node.source ?? "")).value === null;
}
