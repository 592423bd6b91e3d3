// What is found wrong while the values of a config are read.
import { quoted } from "../findings/found.ts";
import type { Finding } from "../findings/finding.ts";
import type { Path } from "./build-file.ts";
import type { Field } from "./fields-of.ts";
import type { Span } from "./located.ts";
import { nameOf } from "./name-of.ts";
import { itemsOf, type Reading, type Spot } from "./reading.ts";

export function bothSpellings(reading: Reading, first: Field, second: Field): Finding {
  return {
    code: "BOTH_SPELLINGS",
    severity: "error",
    place: reading.placeAt(second.span.start, second.span.end),
    message: `${quoted(second.name)} and ${quoted(first.name)} are one field in two spellings, and one of them would be lost.`,
    remedy: "Keep one of the two.",
    related: [{ place: reading.placeAt(first.span.start, first.span.end), note: "the other spelling" }],
  };
}

export function strangeTag(reading: Reading, tag: string, { start, end }: Span): Finding {
  return {
    code: "YAML_TAG",
    severity: "error",
    place: reading.placeAt(start, end),
    message: `the tag ${quoted(tag)} makes no text, number, list or mapping.`,
    remedy: "Remove the tag.",
  };
}

export function outputField(reading: Reading, { span }: Field, path: Path): Finding {
  return {
    code: "OUTPUT_FIELD",
    severity: "warning",
    place: reading.placeAt(span.start, span.end),
    message: `${nameOf(path)} is filled in by Cloud Build, and not taken from a config.`,
    remedy: "Remove the field.",
  };
}

/** gcloud passes over fields without a value, but for those that take one of a few names. */
export function emptyField(reading: Reading, { span }: Field, { schema, path }: Spot): Finding {
  const ofNames = schema?.["enum"] !== undefined || itemsOf(schema)?.["enum"] !== undefined;
  return {
    code: "EMPTY_FIELD",
    severity: "warning",
    place: reading.placeAt(span.start, span.end),
    message: ofNames
      ? `${nameOf(path)} has no value, which gcloud builds submit refuses, and a trigger takes as not there.`
      : `${nameOf(path)} has no value, and is taken as not there.`,
    remedy: "Remove the field, or give it a value.",
  };
}

/** `what` it is instead. */
export function notAList(
  reading: Reading,
  { start, end }: Span,
  [path, what]: readonly [Path, string],
): Finding {
  return {
    code: "NOT_A_LIST",
    severity: "warning",
    place: reading.placeAt(start, end),
    message: `${nameOf(path)} is ${what}, and a list is wanted: gcloud takes it as a list of one.`,
    remedy: "Write it as a list, with - before it or within [ ].",
  };
}
