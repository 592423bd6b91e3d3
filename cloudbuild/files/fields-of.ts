// A YAML mapping -> its fields, with those that `<<` brings in from others; a name given twice is told of.
import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Finding } from "../findings/finding.ts";
import type { Place } from "./build-file.ts";
import { quoted } from "../findings/found.ts";
import type { Span } from "./located.ts";
import { syntax } from "./parse-text.ts";
import { readPlain, wordsOf } from "./read-scalar.ts";
import { spend, type Reading } from "./reading.ts";
import { sameNode } from "./same-node.ts";

export interface Field {
  readonly name: string;
  /** Of the name. */
  readonly span: Span;
  readonly value: Node | null;
}

/** Own fields come before merged ones of the same name, and of merged ones the first; of a field given twice the first, as to gcloud. */
export function fieldsOf(reading: Reading, map: YAMLMap): readonly Field[] {
  const own = new Map<string, Field>();
  const merged: Field[] = [];
  for (const { key, value } of map.items as Pair<Node | null, Node | null>[]) {
    if (isMergeKey(key)) {
      for (const field of mergedFields(reading, value, key, 0)) merged.push(field);
      continue;
    }
    const field = fieldOf(reading, key, value, map);
    if (field === undefined) continue;
    const first = own.get(field.name);
    if (first !== undefined) reading.add(duplicate(reading, first, field));
    else own.set(field.name, field);
  }
  for (const field of merged) if (!own.has(field.name)) own.set(field.name, field);
  return [...own.values()];
}

/** https://yaml.org/type/merge.html */
function isMergeKey(key: Node | null): key is Node {
  return isScalar(key) && key.type === "PLAIN" && key.source === "<<";
}

function mergedFields(reading: Reading, written: Node | null, key: Node, depth: number): readonly Field[] {
  const value = isAlias(written) ? reading.targets.get(written) : written;
  const maps = isSeq(value) ? (value.items as (Node | null)[]) : [value ?? null]; // of nodes, as documents are parsed
  return maps.flatMap((each) => {
    const map = isAlias(each) ? reading.targets.get(each) : each;
    if (isMap(map) && depth < 20) {
      spend(reading, map.items.length + 1, () => placeOfNode(reading, key));
      return (map.items as Pair<Node | null, Node | null>[]).flatMap(({ key: name, value: inner }) => {
        if (isMergeKey(name)) return mergedFields(reading, inner, name, depth + 1);
        return fieldOf(reading, name, inner, map) ?? [];
      });
    }
    reading.add(
      syntax(
        placeOfNode(reading, key),
        "<< takes a mapping or a list of mappings, which do not merge themselves",
      ),
    );
    return [];
  });
}

function fieldOf(
  reading: Reading,
  written: Node | null,
  value: Node | null,
  map: YAMLMap,
): Field | undefined {
  const key = isAlias(written) ? reading.targets.get(written) : written;
  const place = placeOfNode(reading, written ?? map);
  if (!isScalar(key)) {
    reading.add({
      code: "WRONG_KEY",
      severity: "error",
      place,
      message: "a field's name is a list, a mapping or nothing, and it must be text.",
      remedy: "Write text that begins with a brace or bracket in quotes.",
    });
    return undefined;
  }
  const source = key.source ?? "";
  const plain = key.type === "PLAIN" && key.tag === undefined ? readPlain(source) : undefined;
  if (plain?.old !== undefined) {
    reading.add({
      code: "QUOTE_THIS",
      severity: "error",
      place,
      message: `the name ${source} is ${wordsOf(plain.value)} in YAML 1.2 and ${plain.old.words}.`,
      remedy: `Write it in quotes: "${source}".`,
    });
  }
  const [start, end] = (written ?? map).range ?? [0, 0];
  return { name: plain === undefined ? String(key.value) : source, span: { start, end }, value };
}

function placeOfNode(reading: Reading, node: Node): Place {
  return reading.placeAt(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
}

/** Here the first counts, as with gcloud, which says nothing of it; to PyYAML and most others it is the last. */
function duplicate(reading: Reading, first: Field, second: Field): Finding {
  const isSame = sameNode(reading, first.value, second.value);
  return {
    code: "DUPLICATE_KEY",
    severity: "warning",
    place: reading.placeAt(second.span.start, second.span.end),
    message: isSame
      ? `${quoted(second.name)} is given twice, with the same value.`
      : `${quoted(second.name)} is given twice with two values: gcloud keeps the first, and other readers the last.`,
    remedy: "Keep one of the two.",
    related: [{ place: reading.placeAt(first.span.start, first.span.end), note: "the first" }],
  };
}
