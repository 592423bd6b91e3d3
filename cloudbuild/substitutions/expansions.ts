// What follows a name in `${_X:-none}` -> how it changes the substitution's value: the ones of bash that Cloud Build
// knows. Source: Google's page on bash parameter expansions, and drone/envsubst, which cloud-build-local evaluates with.
import { matchEnds, parseGlob } from "./glob.ts";

/** Words, patterns and replacements as they are written: references and backslashes in them are still there. */
export type Expansion =
  | { readonly kind: "default"; readonly word: string; readonly ofEmpty: boolean }
  | { readonly kind: "case"; readonly to: "upper" | "lower"; readonly all: boolean }
  | { readonly kind: "slice"; readonly offset: number; readonly length?: number }
  | {
      readonly kind: "remove";
      readonly from: "start" | "end";
      readonly longest: boolean;
      readonly pattern: string;
    }
  | {
      readonly kind: "replace";
      readonly where: "first" | "all" | "start" | "end";
      readonly pattern: string;
      readonly replacement: string;
    };

/** Undefined where it is none of those. */
export function parseExpansion(text: string): Expansion | undefined {
  const fallback = /^(:-|:=|=)(.*)$/s.exec(text);
  if (fallback !== null) {
    return { kind: "default", word: fallback[2] ?? "", ofEmpty: fallback[1] !== "=" };
  }
  if (/^(\^\^?|,,?)$/.test(text)) {
    return { kind: "case", to: text.startsWith("^") ? "upper" : "lower", all: text.length === 2 };
  }
  const slice = /^: *(-?[0-9]{1,9}) *(?:: *(-?[0-9]{1,9}) *)?$/.exec(text);
  if (slice !== null) {
    const offset = Number(slice[1]);
    return { kind: "slice", offset, ...(slice[2] !== undefined && { length: Number(slice[2]) }) };
  }
  const remove = /^(##?|%%?)(.*)$/s.exec(text);
  if (remove !== null) {
    const [, operator = "", pattern = ""] = remove;
    const from = operator.startsWith("#") ? "start" : "end";
    return { kind: "remove", from, longest: operator.length === 2, pattern };
  }
  return text.startsWith("/") ? parseReplace(text) : undefined;
}

/** The texts in an expansion in which references are read, and where they stand: of `/a/$_B` these are `a` and `$_B`; of an unknown one all. */
export function wordsIn(expansion: string): readonly { readonly start: number; readonly text: string }[] {
  const parsed = parseExpansion(expansion);
  const atEnd = (text: string) => ({ start: expansion.length - text.length, text });
  switch (parsed?.kind) {
    case "default":
      return [atEnd(parsed.word)];
    case "remove":
      return [atEnd(parsed.pattern)];
    case "replace": {
      const start = parsed.where === "first" ? 1 : 2;
      return [{ start, text: parsed.pattern }, atEnd(parsed.replacement)];
    }
    case undefined:
      return [atEnd(expansion)];
    default:
      return [];
  }
}

function parseReplace(text: string): Expansion {
  const [, operator = "/", rest = ""] = /^(\/[/#%]?)(.*)$/s.exec(text) ?? [];
  const where = ({ "//": "all", "/#": "start", "/%": "end" } as const)[operator] ?? "first";
  const slash = firstSlash(rest);
  const replacement = rest.slice(slash + 1);
  return {
    kind: "replace",
    where,
    pattern: rest.slice(0, slash),
    // cloud-build-local's tests expect `${_X//-//+}` to put `+`: unlike bash, a slash doubled here counts once.
    replacement: where === "all" && /^\/./s.test(replacement) ? replacement.slice(1) : replacement,
  };
}

/** Or the end of the text; one behind a backslash or in a reference does not count. */
function firstSlash(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "$" && text[at + 1] === "{") depth += 1;
    else if (character === "}" && depth > 0) depth -= 1;
    else if (character === "/" && depth === 0) return at;
  }
  return text.length;
}

/**
 * `expandValue("v1.2", parsed "#v")` is `1.2`. Undefined where bash too has no answer: a slice that ends before it begins.
 * The texts of the expansion must have had their references replaced.
 */
export function expandValue(value: string | undefined, expansion: Expansion): string | undefined {
  const characters = [...(value ?? "")];
  switch (expansion.kind) {
    case "default": {
      const isMissing = expansion.ofEmpty ? characters.length === 0 : value === undefined;
      return isMissing ? withoutBackslashes(expansion.word) : (value ?? "");
    }
    case "case": {
      const change = (text: string): string =>
        expansion.to === "upper" ? text.toUpperCase() : text.toLowerCase();
      const [first = "", ...rest] = characters;
      return expansion.all ? change(value ?? "") : change(first) + rest.join("");
    }
    case "slice":
      return slice(characters, expansion);
    case "remove":
      return remove(characters, expansion);
    case "replace":
      return replace(characters, expansion);
    default:
      return expansion satisfies never;
  }
}

function slice(
  characters: readonly string[],
  { offset, length }: Extract<Expansion, { kind: "slice" }>,
): string | undefined {
  const size = characters.length;
  const from = offset < 0 ? size + offset : offset;
  if (from < 0 || from > size) return "";
  const to = length === undefined ? size : length < 0 ? size + length : Math.min(size, from + length);
  return to < from ? undefined : characters.slice(from, to).join("");
}

function remove(
  characters: readonly string[],
  { from, longest, pattern }: Extract<Expansion, { kind: "remove" }>,
): string {
  const glob = parseGlob(pattern);
  if (from === "start") {
    const end = matchEnds(glob, characters, { longest })[0] ?? -1;
    return characters.slice(Math.max(end, 0)).join("");
  }
  const ends = matchEnds(glob, characters, { longest, toEnd: true });
  const start = longest ? ends.findIndex((end) => end !== -1) : ends.findLastIndex((end) => end !== -1);
  return characters.slice(0, start === -1 ? characters.length : start).join("");
}

function replace(
  characters: readonly string[],
  { where, pattern, replacement }: Extract<Expansion, { kind: "replace" }>,
): string {
  if (pattern === "" && (where === "first" || where === "all")) return characters.join("");
  const replaced = withoutBackslashes(replacement);
  const ends = matchEnds(parseGlob(pattern), characters, { longest: true, toEnd: where === "end" });
  let [out, at] = ["", 0];
  const last = where === "start" ? 0 : characters.length;
  for (let start = 0; start <= last; start += 1) {
    const end = ends[start] ?? -1;
    const isNothing = end === start && start > 0 && where === "all";
    if (start < at || end === -1 || isNothing) continue;
    out += characters.slice(at, start).join("") + replaced;
    at = end;
    if (where !== "all") break;
  }
  return out + characters.slice(at).join("");
}

function withoutBackslashes(word: string): string {
  return word.replaceAll(/\\(.)/gs, "$1");
}
