// Puts an importer's metadata into the order in which its handles get the numbers that they have.
import { isObject } from "../ir/json-object.ts";
import type { Json } from "../ir/pipeline-spec.ts";

type Metadata = { readonly [name: string]: Json };

/** `undefined`: in no order would `importer()` call the inputs as they are called. */
export function orderedMetadata(metadata: Metadata, inputs: readonly string[]): Metadata | undefined {
  if (hasPlaceholderKeys(metadata)) return undefined;
  const ordered = order(metadata) as Metadata; // an object stays one
  const used = [...new Set(placeholdersIn(ordered))];
  const named = inputs.filter((input) => input !== "uri");
  const isUsual = used.every((name, index) => name === (index === 0 ? "metadata" : `metadata-${index + 1}`));
  return isUsual && used.length === named.length ? ordered : undefined;
}

function order(value: Json): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, field]) => [name, order(field)] as const);
  const first = new Map(entries.map(([name, field]) => [name, Math.min(...numbersIn(field), Infinity)]));
  const sorted = [...entries].sort(([a], [b]) => {
    const [left = Infinity, right = Infinity] = [first.get(a), first.get(b)];
    return left === right ? 0 : left - right;
  });
  return Object.fromEntries(sorted);
}

function numbersIn(value: Json): readonly number[] {
  return placeholdersIn(value).map((name) => Number(/-(\d+)$/.exec(name)?.[1] ?? 1));
}

function placeholdersIn(value: Json): readonly string[] {
  const found = JSON.stringify(value).matchAll(/\{\{\$\.inputs\.parameters\['([^']+)'\]\}\}/g);
  return [...found].map((match) => match[1] ?? "");
}

function hasPlaceholderKeys(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(hasPlaceholderKeys); // a list is an array
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, field]) => name.includes("{{$") || hasPlaceholderKeys(field));
}
