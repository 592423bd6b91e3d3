// The substitutions of all components, after their renames -> those of the merged build.
import { own } from "../../pipeline/ir/json-object.ts";
import type { Finding } from "../findings/finding.ts";
import type { Place } from "../files/build-file.ts";
import type { Build } from "../format/build.ts";
import { builtins, isBuiltin } from "../substitutions/builtins.ts";
import { substitutedTexts } from "../substitutions/substituted-texts.ts";
import type { Said } from "./conflict.ts";
import { shown } from "./conflict.ts";
import type { Joined, MergePart } from "./merge-part.ts";
import { deepReferences, namesUsed } from "./rename-substitutions.ts";

export function mergeSubstitutions(parts: readonly MergePart[]): Joined<Build["substitutions"]> {
  const first = new Map<string, Said<string>>();
  const findings: Finding[] = [];
  for (const part of parts) {
    for (const [name, value] of Object.entries(part.build.substitutions ?? {})) {
      const said: Said<string> = { part, path: ["substitutions", originalName(part, name)], value };
      const before = first.get(name);
      if (before === undefined) first.set(name, said);
      else if (before.value !== value) findings.push(substitutionConflict({ name, before, said, parts }));
    }
  }
  for (const part of parts) {
    for (const [name, said] of first) {
      const finding = defaultFromAnother({ part, name, said, parts });
      if (finding !== undefined) findings.push(finding);
    }
  }
  const isSaid = parts.some(({ build }) => build.substitutions !== undefined);
  const value = Object.fromEntries([...first].map(([name, said]) => [name, said.value] as const));
  return { value: isSaid ? value : undefined, findings };
}

/** In its config. */
function originalName({ component }: MergePart, name: string): string {
  return Object.entries(component.rename ?? {}).find(([, to]) => to === name)?.[0] ?? name;
}

function substitutionConflict(of: {
  readonly name: string;
  readonly before: Said<string>;
  readonly said: Said<string>;
  readonly parts: readonly MergePart[];
}): Finding {
  const { name, before, said, parts } = of;
  const { part, path } = said;
  return {
    code: "SUBSTITUTION_CONFLICT",
    severity: "error",
    place: part.file.placeOf(path),
    message: `${name} is ${shown(said.value)} in "${part.name}" and ${shown(before.value)} in "${before.part.name}".`,
    remedy: `Give both the same value, or write ${renameLine(part, name, parts)} at component "${part.name}" of builds.ts.`,
    related: [
      { place: before.part.file.placeOf(before.path), note: `the other value, in "${before.part.name}"` },
    ],
  };
}

/** The whole line as it is to be written, with the renames that are there already. */
function renameLine(part: MergePart, name: string, parts: readonly MergePart[]): string {
  const prefix = part.name.toUpperCase().replaceAll("-", "_");
  const to = freeName(`_${prefix}${name}`, parts);
  const renames = { ...part.component.rename, [originalName(part, name)]: to };
  const pairs = Object.entries(renames).map(([from, to]) => `${from}: "${to}"`);
  return `rename: { ${pairs.join(", ")} }`;
}

function freeName(wanted: string, parts: readonly MergePart[]): string {
  // A name from before a rename may not be taken within its config.
  const taken = new Set(parts.flatMap(({ build, file }) => [...namesUsed(build), ...namesUsed(file.build)]));
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}_${count}`;
    if (!taken.has(name) && !builtins.has(name)) return name;
  }
}

/** A component that has no default for it, so as to be given one, would get another's. */
function defaultFromAnother(of: {
  readonly part: MergePart;
  readonly name: string;
  readonly said: Said<string>;
  readonly parts: readonly MergePart[];
}): Finding | undefined {
  const { part, name, said, parts } = of;
  if (own(part.build.substitutions, name) !== undefined || isBuiltin(name)) return undefined;
  if (!namesUsed(part.build).has(name)) return undefined;
  return {
    code: "DEFAULT_FROM_ANOTHER",
    severity: "warning",
    place: placeOfUse(part, name),
    message: `"${part.name}" has no value for ${name} and gets ${shown(said.value)}, which "${said.part.name}" says.`,
    remedy: `Give it a value in this config too, or write ${renameLine(part, name, parts)} at component "${part.name}" of builds.ts.`,
    related: [{ place: said.part.file.placeOf(said.path), note: `the value, in "${said.part.name}"` }],
  };
}

function placeOfUse(part: MergePart, name: string): Place {
  const before = originalName(part, name);
  for (const { path, text } of substitutedTexts(part.file.build)) {
    if (deepReferences(text).includes(before)) return part.file.placeOf(path, { part: before });
  }
  return part.file.placeOf(["substitutions"]);
}
