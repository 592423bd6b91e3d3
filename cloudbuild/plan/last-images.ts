// What is known of the last build -> where its images are: by digest, or by the tag that they got.
import { isObject } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { SubstitutionValues } from "../substitutions/expand.ts";
import { knownValues } from "../steps/known-values.ts";

export interface LastImages {
  /** `sha256:...` by component. */
  readonly digests?: { readonly [component: string]: string };
  /**
   * Of a component and a tag as the config says it, as `$_TAG`: what it was, of each build that may have pushed the last
   * image. None: nobody knows.
   */
  readonly tagsOf: (component: string, tag: string) => readonly string[];
}

/** `{"trainer": "sha256:..."}`; `file` is for messages. */
export function readLastDigests(file: string, text: string): { readonly [component: string]: string } {
  let digests: unknown;
  try {
    digests = JSON.parse(text);
  } catch {
    digests = undefined; // told below
  }
  const entries = isObject(digests) ? Object.entries(digests) : [["", undefined] as const];
  const [wrong] = entries.filter(([, digest]) => !isDigest(digest));
  if (wrong === undefined)
    return Object.fromEntries(entries.filter((one): one is [string, string] => isDigest(one[1])));
  const what = isObject(digests) ? `"${wrong[0]}" has no digest` : "it is no JSON object";
  throw new UserError(
    "NOT_DIGESTS",
    `${file}: does not say where the last images are: ${what}. Give {"COMPONENT": "sha256:..."}.`,
  );
}

function isDigest(value: unknown): value is string {
  return typeof value === "string" && /^sha256:[0-9a-f]{64}$/.test(value);
}

/** What is known of a build. */
export interface BuiltCommit {
  /** Its whole hash. */
  readonly commit: string;
  /** The tag of git that it was for. */
  readonly tagName?: string;
}

/**
 * The tag that a build gave: `abcdef0` for `$SHORT_SHA`. Undefined where it needs what only that build knew, as
 * `$BUILD_ID`.
 */
export function tagAtCommit(
  tag: string,
  substitutions: SubstitutionValues,
  built: BuiltCommit,
): string | undefined {
  const text = textAtCommit(tag, substitutions, built);
  return text !== undefined && isTag(text) ? text : undefined;
}

/** A text with the values that it has in a build; undefined where one of them needs more than what is known. */
export function textAtCommit(
  text: string,
  substitutions: SubstitutionValues,
  { commit, tagName }: BuiltCommit,
): string | undefined {
  const hashes = { COMMIT_SHA: commit, REVISION_ID: commit, SHORT_SHA: commit.slice(0, 7) };
  const builtins = { ...hashes, ...(tagName !== undefined && { TAG_NAME: tagName }) };
  return knownValues({ ...substitutions, ...builtins }).readWhole(text);
}

/** What registries take. */
export function isTag(text: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(text);
}
