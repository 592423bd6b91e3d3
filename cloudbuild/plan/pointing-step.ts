// The images of a component that is as it was -> the step that points their new tags to the last ones, and leaves their
// digests where the component's own steps would.
import { posix } from "node:path";
import type { BuildStep } from "../format/build.ts";
import { imageName, tagOf } from "../steps/image-reference.ts";
import type { ImageReference } from "../steps/image-reference.ts";

export interface Pointer {
  readonly component: string;
  /** Without its tag. */
  readonly image: string;
  /** As the config says it. */
  readonly tag: string;
  /** `sha256:...`, or tags, of which the first that there is has the image. */
  readonly last: readonly string[];
}

export interface PointingStep {
  readonly id: string;
  /** The component's own steps. */
  readonly steps: readonly BuildStep[];
  readonly pointers: readonly Pointer[];
  /** By the name of the file. Default of an image: the first. */
  readonly digestFiles: ReadonlyMap<string, ImageReference | undefined>;
}

/** Nothing in a script is substituted: what it needs comes as variables. */
export function pointingStep({ id, steps, pointers, digestFiles }: PointingStep): BuildStep {
  const files = [...digestFiles].map(([name, image], at) => ({
    variable: `DIGEST_FILE${ending(at)}`,
    path: posix.join("/workspace/.digests", name),
    at: Math.max(
      0,
      pointers.findIndex((pointer) => isOf(pointer, image)),
    ),
  }));
  const lines = [
    "#!/bin/sh",
    "set -eu",
    ...pointers.flatMap(pointingLines),
    ...files.flatMap(({ variable, at }) => digestLines(variable, at, pointers[at])),
    "",
  ];
  const env = pointers.flatMap(({ image, tag, last }, at) => {
    const end = ending(at);
    return [`IMAGE${end}=${image}`, `TAG${end}=${tag}`, `LAST${end}=${last.join(" ")}`];
  });
  return {
    name: dockerBuilder(steps),
    id,
    waitFor: ["-"],
    env: [...env, ...files.map(({ variable, path }) => `${variable}=${path}`)],
    script: lines.join("\n"),
  };
}

function isOf({ image, tag }: Pointer, of: ImageReference | undefined): boolean {
  return of !== undefined && image === of.repository && tag === tagOf(of);
}

/** Of the variables of the second: `IMAGE_2`. */
function ending(at: number): string {
  return at === 0 ? "" : `_${at + 1}`;
}

function isDigest(last: readonly string[]): boolean {
  return last[0]?.startsWith("sha256:") === true;
}

/** Without the option of `create` the image would get an index around it, and with that another digest. */
function pointingLines({ last }: Pointer, at: number): readonly string[] {
  const [image, tag, from] = ["IMAGE", "TAG", "LAST"].map((name) => `$${name}${ending(at)}`);
  const create = `docker buildx imagetools create --prefer-index=false --tag "${image}:${tag}"`;
  if (isDigest(last)) return [`${create} "${image}@${from}"`];
  return [
    "found=",
    `for tag in ${from}; do`,
    `  if docker buildx imagetools inspect "${image}:$tag" > /dev/null; then`,
    "    found=$tag",
    "    break",
    "  fi",
    "done",
    'if [ -z "$found" ]; then',
    `  echo "${image} has none of the tags of what is as it was: ${from}. Build it again, or plan with --last-tag or --last." >&2`,
    "  exit 1",
    "fi",
    `${create} "${image}:$found"`,
  ];
}

function digestLines(variable: string, at: number, pointer: Pointer | undefined): readonly string[] {
  const [image, tag, from] = ["IMAGE", "TAG", "LAST"].map((name) => `$${name}${ending(at)}`);
  const digest = isDigest(pointer?.last ?? [])
    ? `digest="${from}"`
    : `digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "${image}:${tag}")`;
  return [
    digest,
    `mkdir -p "$(dirname "$${variable}")"`,
    `printf '{"containerimage.digest":"%s","image.name":"%s"}\\n' "$digest" "${image}:${tag}" > "$${variable}"`,
  ];
}

/** The image, pinned or not, in which the component's own steps run docker. */
function dockerBuilder(steps: readonly BuildStep[]): string {
  const names = steps.map(({ name }) => name).filter((name) => imageName(name) === "docker");
  return names.find((name) => name.includes("@")) ?? names[0] ?? "gcr.io/cloud-builders/docker";
}
