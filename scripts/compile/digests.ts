// The files that builds leave about the images they pushed -> the digest of each image.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Digests, withoutTag } from "../../pipeline/compiler/pin-images.ts";
import { isObject } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/**
 * `folder` holds a JSON file for each image, with the fields of buildx's `--metadata-file`: `containerimage.digest`, and
 * `image.name` (several names are divided by commas). Throws `NO_DIGESTS`, `WRONG_DIGEST`, `TWO_DIGESTS`.
 */
export function readDigests(folder: string): Digests {
  const files = list(folder).filter((name) => name.endsWith(".json"));
  if (files.length === 0) {
    throw new UserError(
      "NO_DIGESTS",
      `${folder}: holds no digest file. Give the folder in which the builds left NAME.json for each image.`,
    );
  }
  const digests = new Map<string, { readonly digest: string; readonly file: string }>();
  for (const file of files.sort().map((name) => join(folder, name))) {
    for (const [image, digest] of readDigest(file)) {
      const other = digests.get(image);
      if (other !== undefined && other.digest !== digest) {
        throw new UserError(
          "TWO_DIGESTS",
          `${file}: says another digest of ${image} than ${other.file}. Delete the one that is old.`,
        );
      }
      digests.set(image, { digest, file });
    }
  }
  return new Map([...digests].map(([image, { digest }]) => [image, digest]));
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readDigest(file: string): readonly (readonly [image: string, digest: string])[] {
  const metadata = parse(readFileSync(file, "utf8"));
  const [digest, names] = [metadata["containerimage.digest"], metadata["image.name"]];
  if (typeof digest !== "string" || !/^sha256:[0-9a-f]{64}$/.test(digest) || typeof names !== "string") {
    throw new UserError(
      "WRONG_DIGEST",
      `${file}: does not say "containerimage.digest", as sha256:..., and "image.name". Have the build write it anew.`,
    );
  }
  return names.split(",").map((name) => [withoutTag(name.trim()), digest] as const);
}

function parse(text: string): { readonly [field: string]: unknown } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
