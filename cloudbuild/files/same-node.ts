// Two YAML nodes -> whether they say the same, however it is written.
import { isAlias, isMap, isPair, isScalar, isSeq } from "yaml";
import { readPlain } from "./read-scalar.ts";
import { spend, type Reading } from "./reading.ts";

/** Mappings whose fields stand in another order are not the same, nor is what is nested more deeply than any build. */
export function sameNode(reading: Reading, one: unknown, other: unknown, depth = 0): boolean {
  const [a, b] = [targetOf(reading, one), targetOf(reading, other)];
  spend(reading, 1, () => reading.placeAt(0, 1));
  if (depth > 60) return false;
  const same = (first: unknown, second: unknown): boolean => sameNode(reading, first, second, depth + 1);
  if (isPair(a) && isPair(b)) return same(a.key, b.key) && same(a.value, b.value);
  if ((isMap(a) && isMap(b)) || (isSeq(a) && isSeq(b))) {
    const { items } = b;
    return a.items.length === items.length && a.items.every((item, index) => same(item, items[index]));
  }
  return isAtom(a) && isAtom(b) && Object.is(valueOf(a), valueOf(b));
}

function targetOf({ targets }: Reading, node: unknown): unknown {
  return isAlias(node) ? targets.get(node) : node;
}

function isAtom(node: unknown): boolean {
  return isScalar(node) || node === null || node === undefined;
}

function valueOf(node: unknown): unknown {
  if (!isScalar(node)) return null;
  return node.type === "PLAIN" && node.tag === undefined ? readPlain(node.source ?? "").value : node.value;
}
