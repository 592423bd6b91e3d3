// References to images as configs write them -> a form in which two that mean the same image are equal.
import type { Build } from "../format/build.ts";
import { own } from "../../pipeline/ir/json-object.ts";
import { scanText } from "../substitutions/references.ts";

type Substitutions = NonNullable<Build["substitutions"]>;

/** `repository` has no tag; `tag` is `latest` where none is said, `*` where all are meant. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

/** Substitutions with a default have it, the others one spelling, `${PROJECT_ID}`. */
export function withDefaults(text: string, substitutions: Substitutions, depth = 0): string {
  let [out, at] = ["", 0];
  for (const { name, start, end } of scanText(text).references) {
    const value = depth < 8 ? own(substitutions, name) : undefined;
    out += text.slice(at, start);
    out += value === undefined ? `\${${name}}` : withDefaults(value, substitutions, depth + 1);
    at = end;
  }
  return out + text.slice(at);
}

/** A digest says which image it is whatever is pushed: such a reference is of none that a build makes. */
export function parseImage(text: string): ImageReference | undefined {
  const [, repository, tag = "latest"] =
    /^([^\s@]+?)(?::([^/:@\s}]+(?:\}[^/:@\s]*)?|[^/:@\s]*\$\{[^/@\s]*))?$/.exec(text) ?? [];
  return repository === undefined ? undefined : { repository, tag };
}

export function imageText({ repository, tag }: ImageReference): string {
  return tag === "*" ? repository : `${repository}:${tag}`;
}

/** A tag with a substitution that has no value may be any. */
export function sameImage(a: ImageReference, b: ImageReference): boolean {
  return a.repository === b.repository && (a.tag === b.tag || a.tag === "*" || b.tag === "*");
}

/** Whether a text, with its substitutions' defaults, has the image's reference in it. */
export function mentions(text: string, image: ImageReference): boolean {
  if (!image.repository.includes("/")) return false; // a bare word may be anything
  for (let at = text.indexOf(image.repository); at >= 0; at = text.indexOf(image.repository, at + 1)) {
    const before = text[at - 1];
    const rest = text.slice(at + image.repository.length);
    if (before !== undefined && /[\w./}-]/.test(before)) continue;
    const [, tag = "latest"] = /^(?::((?:[\w.-]|\$\{[^}]*\})+))?/.exec(rest) ?? [];
    const after = rest.startsWith(":") ? rest.slice(1 + tag.length) : rest;
    if (/^([\w/@{-]|\.\w|\$\{)/.test(after)) continue;
    if (image.tag === "*" || image.tag === tag) return true;
  }
  return false;
}
