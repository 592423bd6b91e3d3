// What the readers of one config share: where they tell what is wrong, and how much they may still read.
import type { Alias, Node } from "yaml";
import type { Finding } from "../findings/finding.ts";
import { own } from "../../pipeline/ir/json-object.ts";
import type { Schema } from "../../pipeline/ir/json-schema.ts";
import type { Path, Place } from "./build-file.ts";
import type { Located, Span } from "./located.ts";

export interface Reading {
  readonly targets: ReadonlyMap<Alias, Node>;
  /** Of a part of the text, from its first character to the one after its last. */
  readonly placeAt: (start: number, end: number) => Place;
  readonly add: (finding: Finding) => void;
  /** How many values may still be read: aliases can make billions of a short file. */
  left: number;
}

/** Where a value is read. */
export interface Spot {
  /** Absent where nothing is known of the value. */
  readonly schema: Schema | undefined;
  readonly path: Path;
  /** Of the field's name. */
  readonly key?: Span;
}

/** With its place, of which the parts are still missing. */
export interface LocatedSpot extends Spot {
  readonly located: Located;
}

export interface ReadValue {
  readonly value: unknown;
  readonly located: Located;
}

export function itemsOf(schema: Schema | undefined): Schema | undefined {
  return own(schema, "items") as Schema | undefined; // of our own schema
}

/** Thrown where reading on makes no sense. */
export class GivenUp extends Error {
  readonly finding: Finding;

  constructor(finding: Finding) {
    super(finding.message);
    this.name = "GivenUp";
    this.finding = finding;
  }
}

/** Counts `values` more. */
export function spend(reading: Reading, values: number, place: () => Place): void {
  reading.left -= values;
  if (reading.left < 0) throw new GivenUp(tooLarge(place(), "it holds more values than 300 steps can"));
}

export function tooDeep(place: Place): Finding {
  return {
    code: "NESTED_TOO_DEEPLY",
    severity: "error",
    place,
    message: "it is nested more deeply than any build.",
    remedy: "Remove the brackets or the alias that lead ever deeper.",
  };
}

/** `why` ends a sentence. */
export function tooLarge(place: Place, why: string): Finding {
  return {
    code: "TOO_LARGE",
    severity: "error",
    place,
    message: `the file is larger than any build: ${why}.`,
    remedy: "Move long scripts into files of the source, and write out what aliases repeat.",
  };
}
