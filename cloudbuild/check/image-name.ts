// The name of an image in a config -> its parts, substitutions in it taken as they are.
import type { Build } from "../format/build.ts";

export interface ImageName {
  /** Without tag and digest, as `$LOCATION-docker.pkg.dev/$PROJECT_ID/images/app`. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

export function readImageName(text: string): ImageName {
  const plain = sameSpelling(text);
  const at = plain.indexOf("@");
  const named = at < 0 ? plain : plain.slice(0, at);
  const digest = at < 0 ? undefined : plain.slice(at + 1);
  const colon = named.indexOf(":", lastSlash(named) + 1);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  return {
    repository: colon < 0 ? named : named.slice(0, colon),
    ...(tag !== undefined && { tag }),
    ...(digest !== undefined && { digest }),
  };
}

function lastSlash(name: string): number {
  return name.lastIndexOf("/");
}

/** `${X}` as `$X`; an expansion as `${_X:-none}` is kept as one name, so that its `:` and `/` are not the image's. */
function sameSpelling(text: string): string {
  return text
    .replaceAll(/\$\{(\w+)\}/g, "$$$1")
    .replaceAll(/\$\{[^}]*\}/g, (expansion) => `$_${expansion.replaceAll(/\W/g, "_")}`);
}

/** With the build's own values of substitutions in their place, where it has some; values may name others. */
export function withDefaults(text: string, { substitutions = {} }: Build): string {
  let expanded = text;
  for (let round = 0; round < 5; round += 1) {
    const next = expanded.replaceAll(
      /(?<!\$)\$(?:\{(_[A-Z0-9_]+)\}|(_[A-Z0-9_]+))/g,
      (reference, braced, bare) => {
        const name = String(braced ?? bare);
        return Object.hasOwn(substitutions, name) ? (substitutions[name] ?? reference) : reference;
      },
    );
    if (next === expanded || next.length > 10_000) return next;
    expanded = next;
  }
  return expanded;
}

/** Equal texts for what is one image for certain: `app` is `app:latest`. */
export function imageKey(text: string, build: Build): string {
  const { repository, tag, digest } = readImageName(withDefaults(text, build));
  return digest === undefined ? `${repository}:${tag ?? "latest"}` : `${repository}@${digest}`;
}
