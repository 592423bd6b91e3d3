// A build -> the texts in it that Cloud Build substitutes, and the build with values in their place.
import type { Path } from "../files/build-file.ts";
import type { Mode } from "../findings/finding.ts";
import type { Build, BuildStep } from "../format/build.ts";
import type { SubstitutionValues } from "./expand.ts";
import { resolveValues, substituteText } from "./expand.ts";

export interface SubstitutedText {
  readonly path: Path;
  readonly text: string;
}

/** In the order of the build's fields. */
export function* substitutedTexts(build: Build): Iterable<SubstitutedText> {
  yield* textsIn(build, []);
}

/**
 * With every text substituted, `$$` become `$`, and the substitutions' own values resolved. `values` has what the
 * environment and Cloud Build give; the build's own are the defaults under them. A name without a value becomes "".
 */
export function substituteBuild(build: Build, values: SubstitutionValues, mode: Mode): Build {
  const dynamic = isDynamic(build, mode);
  const resolved = resolveValues({ ...build.substitutions, ...values }, { dynamic }).values;
  const substituted = mapTexts(build, [], (text) => substituteText(text, resolved).text) as Build; // of the same shape
  if (build.substitutions === undefined) return substituted;
  const own = Object.keys(build.substitutions).map((name) => [name, resolved[name] ?? ""] as const);
  return { ...substituted, substitutions: Object.fromEntries(own) };
}

/** A trigger turns expansions on, whatever the config says. */
export function isDynamic({ options }: Build, mode: Mode): boolean {
  return mode === "trigger" || options?.dynamicSubstitutions === true;
}

/** Whether every substitution is an environment variable of the step. Its own setting overrules the build's. */
export function isAutomapped({ options }: Build, step: BuildStep): boolean {
  return step.automapSubstitutions ?? options?.automapSubstitutions ?? false;
}

/**
 * `*` is any place in a list. The first lines are what cloud-build-local substitutes, the others are from Google's
 * documentation of newer fields; `script` is not among them.
 */
const substituted = [
  ...["name", "args/*", "env/*", "dir", "entrypoint"].map((field) => `steps/*/${field}`),
  ...["images/*", "tags/*", "logsBucket"],
  ...["env/*", "pool/name", "workerPool"].map((field) => `options/${field}`),
  ...["serviceAccount", "secrets/*/kmsKeyName"],
  ...["secretManager/*/versionName", "inline/*/kmsKeyName"].map((field) => `availableSecrets/${field}`),
];
const fields: ReadonlySet<string> = new Set(substituted);

/** Every field of these. */
const wholes: ReadonlySet<string> = new Set(["artifacts"]);

/** Fields on the way to those, which need not be followed elsewhere. */
const ways: ReadonlySet<string> = new Set(
  substituted.flatMap((field) => {
    const names = field.split("/");
    return names.map((_, count) => names.slice(0, count).join("/"));
  }),
);

function isSubstituted(place: string): boolean {
  return fields.has(place) || wholes.has(place.split("/", 1)[0] ?? "");
}

function isOnTheWay(place: string): boolean {
  return ways.has(place) || isSubstituted(place);
}

function placeOf(path: Path): string {
  return path.map((name) => (typeof name === "number" ? "*" : name)).join("/");
}

function* textsIn(value: unknown, path: Path): Iterable<SubstitutedText> {
  const place = placeOf(path);
  if (!isOnTheWay(place)) return;
  if (typeof value === "string" && isSubstituted(place)) yield { path, text: value };
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* textsIn(inner, [...path, Array.isArray(value) ? Number(name) : name]);
  }
}

function mapTexts(value: unknown, path: Path, change: (text: string) => string): unknown {
  const place = placeOf(path);
  if (!isOnTheWay(place)) return value;
  if (typeof value === "string") return isSubstituted(place) ? change(value) : value;
  if (Array.isArray(value)) return value.map((inner, index) => mapTexts(inner, [...path, index], change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, [...path, name], change)]),
  );
}
