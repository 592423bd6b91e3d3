// Says what changed in a container: its command and arguments, its environment and its resources.
import { coresOf, gigabytesOf, isCores, isMemory } from "../../pipeline/compiler/quantities.ts";
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { Subject } from "./change.ts";
import { listEdits } from "./list-edits.ts";
import { changed, inOneLine, listed, showPair } from "./show.ts";

/** The argument by its place, counted from 0, and by the option before it: `args[3] (--epochs) changed from "2" to "3"`. */
export function argumentSentences({ path, before, after }: Subject): readonly string[] {
  const name = path.at(-1) ?? "";
  const [a, b] = [listOf(before), listOf(after)];
  const texts = [a, b].map((list) => list.map((item) => JSON.stringify(item)));
  return listEdits(texts[0] ?? [], texts[1] ?? []).flatMap((edit) => {
    const count = Math.max(edit.removed.length, edit.added.length);
    return Array.from({ length: count }, (_, index) => {
      const isThere = index < edit.added.length;
      const at = (isThere ? edit.after : edit.before) + index;
      const label = `${name}[${at}]${optionBefore(isThere ? b : a, at)}`;
      const old = index < edit.removed.length ? a[edit.before + index] : undefined;
      return argumentSentence(label, old, isThere ? b[at] : undefined);
    });
  });
}

function argumentSentence(label: string, before: Json | undefined, after: Json | undefined): string {
  if (typeof before !== "string" || typeof after !== "string") return changed(label, before, after);
  if (!before.includes("\n") && !after.includes("\n")) return changed(label, before, after);
  return `${label} changed:\n${changedLines(before, after).join("\n")}`;
}

function optionBefore(list: readonly Json[], at: number): string {
  const option = list[at - 1];
  const isOption = typeof option === "string" && /^--?[A-Za-z][\w-]*$/.test(option);
  return isOption ? ` (${option})` : "";
}

const mostLines = 20;

/** Like `diff`, with the number of the line in the new text. */
function changedLines(before: string, after: string): readonly string[] {
  const lines = listEdits(before.split("\n"), after.split("\n")).flatMap((edit) => {
    const pairs = edit.removed.map((line, index) => showPair(line, edit.added[index] ?? ""));
    const added = edit.added.map((line, index) => pairs[index]?.[1] ?? showPair("", line)[1]);
    return [
      `  line ${edit.after + 1}`,
      ...pairs.map(([line]) => `  - ${inOneLine(line)}`),
      ...added.map((line) => `  + ${inOneLine(line)}`),
    ];
  });
  if (lines.length <= mostLines) return lines;
  return [...lines.slice(0, mostLines - 1), `  … and ${lines.length - mostLines + 1} lines more`];
}

export function environmentSentences({ before, after }: Subject): readonly string[] {
  const [a, b] = [variables(before), variables(after)];
  if (a === undefined || b === undefined) return [changed("environment", before, after)];
  const names = [...a.keys(), ...[...b.keys()].filter((name) => !a.has(name))];
  const values = names.flatMap((name) =>
    a.get(name) === b.get(name) ? [] : [changed(`environment variable ${name}`, a.get(name), b.get(name))],
  );
  const order = [...a.keys()].filter((name) => b.has(name));
  const newOrder = [...b.keys()].filter((name) => a.has(name));
  const isMoved = order.some((name, index) => name !== newOrder[index]);
  return isMoved ? [...values, `environment variables are now in the order ${listed(newOrder)}`] : values;
}

/** Absent if the names do not tell them apart. */
function variables(list: Json | undefined): ReadonlyMap<string, string> | undefined {
  const entries = listOf(list).flatMap((variable): readonly (readonly [string, string])[] => {
    const fields = isObject(variable) ? variable : {};
    const [name, value = ""] = [own(fields, "name"), own(fields, "value")];
    const isPlain = Object.keys(fields).every((key) => key === "name" || key === "value");
    return typeof name === "string" && typeof value === "string" && isPlain ? [[name, value]] : [];
  });
  const map = new Map(entries);
  return map.size === listOf(list).length ? map : undefined;
}

/** Each stands in the IR as a number and as text, of which old files have the number only. */
const resources = [
  ["CPU limit", "resourceCpuLimit", "cpuLimit"],
  ["CPU request", "resourceCpuRequest", "cpuRequest"],
  ["memory limit", "resourceMemoryLimit", "memoryLimit"],
  ["memory request", "resourceMemoryRequest", "memoryRequest"],
] as const;

const accelerators = [
  ["accelerator", "resourceType", "type"],
  ["accelerator count", "resourceCount", "count"],
] as const;

export function resourceSentences({ before, after }: Subject): readonly string[] {
  const [a, b] = [before, after].map((side) => (isObject(side) ? side : {}));
  const [gpu, newGpu] = [a, b].map((side) => own(side, "accelerator"));
  return [
    ...resources.flatMap((names) => twinSentences(names, a, b)),
    ...accelerators.flatMap((names) => twinSentences(names, gpu, newGpu)),
  ];
}

function twinSentences(
  [label, textName, numberName]: readonly [string, string, string],
  before: Json | undefined,
  after: Json | undefined,
): readonly string[] {
  const [a, b] = [before, after].map((side) => (isObject(side) ? side : {}));
  const [text, newText] = [own(a, textName), own(b, textName)];
  const [number, newNumber] = [own(a, numberName), own(b, numberName)];
  const numberChanged = number !== newNumber;
  if (text === newText) return numberChanged ? [changed(`${label} (${numberName})`, number, newNumber)] : [];
  const isTold = !numberChanged || (sameNumber(text, number) && sameNumber(newText, newNumber));
  const more = isTold ? "" : ` (${changed(numberName, number, newNumber)})`;
  return [`${changed(label, text, newText)}${more}`];
}

/** `"32G"` says as text what 32 says of gigabytes, and `"500m"` what 0.5 says of cores. */
function sameNumber(text: Json | undefined, number: Json | undefined): boolean {
  if (String(text) === String(number)) return true;
  if (typeof text !== "string" || typeof number !== "number") return false;
  return (isCores(text) && coresOf(text) === number) || (isMemory(text) && gigabytesOf(text) === number);
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []; // `isArray` does not narrow readonly lists
}
