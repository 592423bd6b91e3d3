// The YAML of a config -> the value that it says in the canonical spelling, and where each part of it stands. The
// schema tells fields, which may be written in snake_case, from keys of maps, and lists from what is written without.
import { isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import { own } from "../../pipeline/ir/json-object.ts";
import type { Schema } from "../../pipeline/ir/json-schema.ts";
import { camelCase } from "../format/camel-case.ts";
import { fieldsOf, type Field } from "./fields-of.ts";
import type { Located, Span } from "./located.ts";
import { bothSpellings, emptyField, notAList, outputField, strangeTag } from "./reading-findings.ts";
import {
  GivenUp,
  itemsOf,
  spend,
  tooDeep,
  type LocatedSpot,
  type ReadValue,
  type Reading,
  type Spot,
} from "./reading.ts";
import { isNull, readScalar } from "./typed-scalar.ts";

const deepest = 60;

/** What a reader that makes nothing but data knows. */
const tags: ReadonlySet<string> = new Set([
  "!",
  ...["str", "int", "float", "bool", "null", "map", "seq"].map((type) => `tag:yaml.org,2002:${type}`),
]);

export function readValue(reading: Reading, written: Node | null, spot: Spot): ReadValue {
  const node = targetOf(reading, written);
  const span = spanOf(node, spot.key);
  spend(reading, 1, () => reading.placeAt(span.start, span.end));
  if (spot.path.length > deepest) throw new GivenUp(tooDeep(reading.placeAt(span.start, span.end)));
  if (node?.tag !== undefined && !tags.has(node.tag)) reading.add(strangeTag(reading, node.tag, span));
  const located: Located = { span, ...(spot.key !== undefined && { key: spot.key }) };
  const at = { ...spot, located };
  if (isSeq(node)) return readItems(reading, node.items as (Node | null)[], at); // pairs are of other tags
  if (spot.schema?.["type"] === "array" && own(itemsOf(spot.schema), "enum") === undefined) {
    reading.add(notAList(reading, span, [spot.path, isMap(node) ? "a mapping" : "one value"]));
    return readItems(reading, [node], at);
  }
  if (isMap(node)) return readFields(reading, node, at);
  return isScalar(node) ? readScalar(reading, node, at) : { value: null, located };
}

function targetOf(reading: Reading, node: Node | null): Node | null {
  return isAlias(node) ? (reading.targets.get(node) ?? null) : node;
}

function readItems(
  reading: Reading,
  nodes: readonly (Node | null)[],
  { schema, path, located }: LocatedSpot,
): ReadValue {
  const parts = new Map<number, Located>();
  const value = nodes.map((node, index) => {
    const item = readValue(reading, node, { schema: itemsOf(schema), path: [...path, index] });
    parts.set(index, item.located);
    return item.value;
  });
  return { value, located: { ...located, parts } };
}

function readFields(reading: Reading, node: YAMLMap, { schema, path, located }: LocatedSpot): ReadValue {
  const properties = own(schema, "properties") as Fields | undefined; // of our own schema
  const parts = new Map<string, Located>();
  const spellings = new Map<string, Field>();
  const values = new Map<string, unknown>();
  for (const field of fieldsOf(reading, node)) {
    const name = properties === undefined ? field.name : canonical(field.name, properties);
    const twin = spellings.get(name);
    if (twin !== undefined) {
      reading.add(bothSpellings(reading, twin, field));
      continue;
    }
    spellings.set(name, field);
    const known = properties === undefined ? own(schema, "additionalProperties") : own(properties, name);
    const spot = { schema: known as Schema | undefined, path: [...path, name], key: field.span }; // as above
    const read = readField(reading, field, { ...spot, isMessage: properties !== undefined });
    if (read === undefined) continue;
    parts.set(name, read.located);
    if (read.value !== undefined) values.set(name, read.value);
  }
  return { value: Object.fromEntries(values), located: { ...located, parts } };
}

interface Fields {
  readonly [name: string]: Schema;
}

/** Without a value where the field is as good as not there; nothing where it is dropped. */
function readField(
  reading: Reading,
  field: Field,
  { isMessage, ...spot }: Spot & { readonly isMessage: boolean },
): ReadValue | undefined {
  if (spot.schema?.["readOnly"] === true) {
    reading.add(outputField(reading, field, spot.path));
    return undefined;
  }
  const node = targetOf(reading, field.value);
  const isUnset = isMessage && spot.schema !== undefined && (node === null || isNull(node));
  if (!isUnset) return readValue(reading, node, spot);
  reading.add(emptyField(reading, field, spot));
  return { value: undefined, located: { span: spanOf(node, field.span), key: field.span } };
}

/** The name that the schema has for a field written in either way. */
function canonical(name: string, properties: { readonly [name: string]: Schema }): string {
  if (Object.hasOwn(properties, name)) return name;
  const camel = camelCase(name);
  return Object.hasOwn(properties, camel) ? camel : name;
}

function spanOf(node: Node | null, key: Span | undefined): Span {
  const range = node?.range;
  if (range) return { start: range[0], end: range[1] };
  return { start: key?.end ?? 0, end: key?.end ?? 0 };
}
