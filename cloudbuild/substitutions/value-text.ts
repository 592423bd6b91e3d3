// The value of a substitution -> the references in it, which dynamic substitutions follow: `${_X}` anywhere, with an
// expansion or without, and `$_X` where that is the whole value. Source: cloud-build-local, subst/bash_utils.go and its
// tests ("substitution in the middle of a string needs curly braces").
import type { NamedReference } from "./references.ts";
import { wordsIn } from "./expansions.ts";
import { closingBraces, matchAt } from "./references.ts";

const nameAt = /[A-Za-z_][A-Za-z0-9_]*/y;

/** In order, the outermost alone. */
export function valueReferences(value: string): readonly NamedReference[] {
  const whole = /^\$([A-Z_][A-Z0-9_]*)$/.exec(value);
  if (whole !== null) {
    return [{ name: whole[1] ?? "", start: 0, end: value.length, text: value, braced: false }];
  }
  if (!value.includes("${")) return [];
  const closing = closingBraces(value);
  const references: NamedReference[] = [];
  for (let at = value.indexOf("${"); at !== -1; at = value.indexOf("${", at)) {
    const [start, close, name] = [at, closing.get(at), matchAt(nameAt, value, at + 2)];
    at += 2;
    if (close === undefined || name === undefined) continue;
    const expansion = value.slice(start + 2 + name.length, close);
    const text = value.slice(start, close + 1);
    references.push({
      ...{ name, start, end: close + 1, text, braced: true },
      ...(expansion !== "" && { expansion }),
    });
    at = close + 1;
  }
  return references;
}

/** Those within expansions too. */
export function namesInValue(value: string): ReadonlySet<string> {
  const names = new Set<string>();
  const left = [value];
  // Deeper than this nothing is evaluated either.
  for (let depth = 0; depth <= 50 && left.length > 0; depth += 1) {
    for (const { name, expansion } of left.splice(0).flatMap(valueReferences)) {
      names.add(name);
      for (const { text } of wordsIn(expansion ?? "")) left.push(text);
    }
  }
  return names;
}

/** `$NAME` within a longer value: it stays as it is. */
export function bareReferences(value: string): readonly NamedReference[] {
  if (/^\$[A-Z_][A-Z0-9_]*$/.test(value)) return [];
  return [...value.matchAll(/(?<![\\$])\$([A-Z_][A-Z0-9_]*)/g)].map(({ 0: text, 1: name = "", index }) => ({
    ...{ name, start: index, end: index + text.length, text, braced: false },
  }));
}

/** `$(body.message)` and the like: parts of the event that a trigger was started by. */
export function bindingsIn(value: string): readonly string[] {
  return [...value.matchAll(/\$\((?:body|csr|push|pull_request|action|steps)\b[^()]*\)/g)].map(
    ([text]) => text,
  );
}
