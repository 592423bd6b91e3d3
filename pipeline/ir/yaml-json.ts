// A document of YAML -> its value as JSON: aliases are followed, merged mappings merged. What is anchored is made once,
// however often it is used, and what a document would be without aliases is bounded.
import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from "yaml";
import type { Json } from "./pipeline-spec.ts";

/** How many values and characters aliases may add to a file. */
const mostAdded = 10_000_000;
/** How many lists and mappings may be within each other: few enough for all that goes through them. */
const deepest = 500;

export interface YamlSource {
  /** Of the whole text, in characters: a document without aliases is less than twice that. */
  readonly length: number;
  readonly placeOf: (offset: number) => string;
  readonly refuse: (problems: readonly string[]) => Error;
}

/** A value that has been made, the count of values and characters in it, and of what is within each other. */
interface Made {
  readonly value: Json;
  readonly size: number;
  readonly height: number;
}

/** Throws what `refuse` makes of the first that cannot be JSON. */
export function yamlJson({ contents }: Document.Parsed, { length, placeOf, refuse }: YamlSource): Json {
  const anchored = new Map<string, Made | "being made">();
  let size = 0;
  let [depth, lowest] = [0, 0];

  function at(node: Node, problem: string): Error {
    return refuse([`${problem} at ${placeOf(node.range?.[0] ?? 0)}`]);
  }

  function count(node: Node, more: number): void {
    size += more;
    if (size <= 2 * length + mostAdded) return;
    const reason = `they make ${mostAdded} values and characters more of it`;
    throw refuse([`its aliases cannot be followed (${reason}, by ${placeOf(node.range?.[0] ?? 0)})`]);
  }

  function reach(node: Node, level: number): void {
    lowest = Math.max(lowest, level);
    if (lowest > deepest) throw at(node, "Nested too deeply");
  }

  function valueOf(node: Node | null): Json {
    if (node === null) return null;
    if (isAlias(node)) return aliased(node);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor === undefined) return unanchored(node);
    anchored.set(anchor, "being made");
    const [sizeBefore, lowestBefore] = [size, lowest];
    lowest = depth;
    const value = unanchored(node);
    anchored.set(anchor, { value, size: size - sizeBefore, height: lowest - depth });
    lowest = Math.max(lowest, lowestBefore);
    return value;
  }

  function aliased(node: Node & { readonly source: string }): Json {
    const target = anchored.get(node.source);
    const place = placeOf(node.range?.[0] ?? 0);
    if (target === undefined || target === "being made") {
      const reason = target === undefined ? "is of nothing before it" : "is within what it stands for";
      throw refuse([`its aliases cannot be followed (*${node.source} at ${place} ${reason})`]);
    }
    count(node, target.size);
    reach(node, depth + target.height);
    return target.value;
  }

  function unanchored(node: Node): Json {
    count(node, 1);
    if (isMap<Node, Node | null>(node) || isSeq<Node | null>(node)) {
      reach(node, ++depth);
      const collection = isMap<Node, Node | null>(node) ? mapping(node) : node.items.map(valueOf);
      depth--;
      return collection;
    }
    const value = isScalar(node) ? (node.value as Json) : null; // all that the tags of yaml-scalars.ts make
    if (typeof value === "string") count(node, value.length);
    return value;
  }

  function mapping(node: YAMLMap<Node, Node | null>): Json {
    const [merged, own] = [new Map<string, Json>(), new Map<string, Json>()];
    for (const { key, value } of node.items) {
      if (isMergeKey(key)) {
        for (const [name, item] of mergedEntries(key, value)) if (!merged.has(name)) merged.set(name, item);
        continue;
      }
      const name = nameOf(key, node);
      if (own.has(name)) throw at(key, "Map keys must be unique");
      own.set(name, valueOf(value));
    }
    return Object.fromEntries([...merged, ...own]);
  }

  function nameOf(key: Node | null, map: Node): string {
    const name = valueOf(key);
    if (typeof name === "object" && name !== null) throw at(key ?? map, "A key is a list or a mapping");
    return String(name ?? "");
  }

  /** Of one mapping or a list of them, the first first. */
  function mergedEntries(key: Node, node: Node | null): readonly (readonly [string, Json])[] {
    const above = isSeq(node) ? 2 : 1; // what is merged comes to be beside the key
    depth -= above;
    const value = valueOf(node);
    depth += above;
    return (Array.isArray(value) ? (value as readonly Json[]) : [value]).flatMap((source) => {
      if (typeof source === "object" && source !== null && !Array.isArray(source))
        return Object.entries(source);
      throw at(key, "Only mappings can be merged");
    });
  }

  return valueOf(contents);
}

function isMergeKey(key: Node | null): key is Node {
  return isScalar(key) && typeof key.value === "symbol";
}
