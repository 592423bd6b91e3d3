// References to images as configs write them -> their parts, in a form in which two that mean the same image are equal.
import { referencesIn } from "../substitutions/references.ts";
import { oneSpelling } from "./known-values.ts";

/** Substitutions in it are spelled `${PROJECT_ID}`. */
export interface ImageReference {
  /** As `${LOCATION}-docker.pkg.dev/${PROJECT_ID}/images/app`. */
  readonly repository: string;
  /** Without one, and without a digest, `latest` is meant; `*`: all that there are. */
  readonly tag?: string;
  readonly digest?: string;
}

/** Undefined of what cannot be one: of nothing, and of a text with a space. */
export function readImage(text: string): ImageReference | undefined {
  const plain = oneSpelling(text);
  const signs = withoutReferences(plain);
  if (plain === "" || /\s/.test(signs)) return undefined;
  const at = signs.indexOf("@");
  const named = at < 0 ? plain.length : at;
  const colon = signs.slice(0, named).indexOf(":", signs.lastIndexOf("/", named) + 1);
  return {
    repository: plain.slice(0, colon < 0 ? named : colon).replace(dockerHub, ""),
    ...(colon >= 0 && { tag: plain.slice(colon + 1, named) }),
    ...(at >= 0 && { digest: plain.slice(at + 1) }),
  };
}

/** Of images without a registry's name it is meant. */
const dockerHub = /^(?:index\.)?docker\.io\/(?:library\/(?=[^/]+$))?/;

/** The signs within `${_X:-a/b}` are none of the image's: an underscore stands for each. */
function withoutReferences(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of referencesIn(text)) {
    parts.push(text.slice(at, start), "_".repeat(end - start));
    at = end;
  }
  return [...parts, text.slice(at)].join("");
}

/** The tag that is said or meant. */
export function tagOf({ tag = "latest" }: ImageReference): string {
  return tag;
}

/** Equal of equal images: with the tag that is meant, or with the digest alone, which says all. */
export function imageText(image: ImageReference): string {
  const { repository, digest } = image;
  if (digest !== undefined) return `${repository}@${digest}`;
  return image.tag === "*" ? repository : `${repository}:${tagOf(image)}`;
}

/** A digest is the same as the same digest alone. Substitutions without values are compared as they are written. */
export function sameImage(a: ImageReference, b: ImageReference): boolean {
  if (a.repository !== b.repository || a.digest !== b.digest) return false;
  return a.digest !== undefined || a.tag === "*" || b.tag === "*" || tagOf(a) === tagOf(b);
}

/** Whether a text, in one spelling, has in it the reference of an image that is told by its tag. */
export function mentions(text: string, image: ImageReference): boolean {
  if (image.digest !== undefined || !image.repository.includes("/")) return false; // a bare word may be anything
  for (let at = text.indexOf(image.repository); at >= 0; at = text.indexOf(image.repository, at + 1)) {
    const [hub = ""] = /(?<![\w.-])(?:index\.)?docker\.io\/$/.exec(text.slice(0, at)) ?? [];
    const before = text[at - 1 - hub.length];
    const rest = text.slice(at + image.repository.length);
    if (before !== undefined && /[\w./}-]/.test(before)) continue;
    const [, tag = "latest"] = /^(?::((?:[\w.-]|\$\{[^}]*\})+))?/.exec(rest) ?? [];
    const after = rest.startsWith(":") ? rest.slice(1 + tag.length) : rest;
    if (/^([\w/@{-]|\.\w|\$\{)/.test(after)) continue;
    if (image.tag === "*" || tagOf(image) === tag) return true;
  }
  return false;
}

/** `docker` for `gcr.io/cloud-builders/docker:20`: what builders are called, and for many their entrypoint. */
export function imageName(text: string): string {
  const repository = readImage(text)?.repository ?? text;
  return repository.slice(repository.lastIndexOf("/") + 1);
}

/** Docker's grammar of references, as validate.go asks it of step names and images; capitals may stand in the host. */
const grammar =
  /^(?:[A-Za-z0-9.-]+(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[A-Za-z0-9]+:[A-Za-z0-9]+)?$/;

/** Of a text without substitutions. */
export function isImageReference(text: string): boolean {
  return grammar.test(text);
}
