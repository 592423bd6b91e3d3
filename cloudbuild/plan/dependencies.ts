// A component -> the files of the repository that its images are made from, and how each comes to be one of them.
import { posix } from "node:path";
import { own } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { ComponentBuild } from "../merge/merged-build.ts";
import type { SubstitutionValues } from "../substitutions/expand.ts";
import { resolveValues, substituteText } from "../substitutions/expand.ts";
import type { ImageBuild } from "./docker-builds.ts";
import { imageBuildsOf } from "./docker-builds.ts";
import { dockerIgnore } from "./docker-ignore.ts";
import type { CopiedSource } from "./dockerfile.ts";
import { copiedSources } from "./dockerfile.ts";
import { globMatcher, globMistake, globOf, matchesGlob } from "./globs.ts";

/** Paths are from the repository's root. */
export interface Dependency {
  readonly because: DependencyReason;
  /** As triggers read them: they may take in more than `includes`. */
  readonly globs: readonly string[];
  readonly includes: (path: string) => boolean;
}

export type DependencyReason =
  /** Where its config is. */
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "dockerfile"; readonly dockerfile: string }
  /** `by` is `COPY`, `ADD` or `RUN --mount`. */
  | { readonly kind: "source"; readonly by: string; readonly dockerfile: string; readonly line: number }
  | { readonly kind: "input"; readonly glob: string }
  | { readonly kind: "shared"; readonly glob: string }
  /** builds.ts itself. */
  | { readonly kind: "builds" }
  /** What it builds cannot be told, so that it may be made from anything. `why` is a half sentence. */
  | { readonly kind: "unknown"; readonly why: string };

export interface DependencyOptions {
  /** The text of a file, by its path from the repository's root; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
  /** From the repository's root. Default: none counts. */
  readonly buildsFile?: string;
  readonly shared?: readonly string[];
  /** Of an environment, by their names in the merged build; they go before the config's own. */
  readonly substitutions?: SubstitutionValues;
}

/** In the order in which one of them is named as the reason for a rebuild. Throws a UserError on a malformed glob. */
export function dependenciesOf(
  { name, file, component }: ComponentBuild,
  options: DependencyOptions,
): readonly Dependency[] {
  const folder = posix.dirname(posix.normalize(component.config)).replace(/^\.$/, "");
  const given = underOldNames(options.substitutions ?? {}, component.rename ?? {});
  const expand = expander({ ...file.build.substitutions, ...given });
  const builds = file.build.steps.flatMap((step) => imageBuildsOf(step, expand));
  return [
    ...(options.buildsFile === undefined ? [] : [oneFile({ kind: "builds" }, options.buildsFile)]),
    { because: { kind: "folder", folder }, ...below(folder) },
    ...builds.flatMap((build) => ofImageBuild(build, options.read)),
    ...(component.inputs ?? []).map((glob) => ofGlob(`inputs of "${name}"`, { kind: "input", glob })),
    ...(options.shared ?? []).map((glob) => ofGlob("shared", { kind: "shared", glob })),
  ];
}

/** Of a component, sorted, without those that others take in. */
export function dependencyGlobs(component: ComponentBuild, options: DependencyOptions): readonly string[] {
  return leastGlobs(dependenciesOf(component, options).flatMap(({ globs }) => globs));
}

/** Without those that others take in, as far as that shows; sorted. */
export function leastGlobs(globs: readonly string[]): readonly string[] {
  const all = [...new Set(globs)].sort();
  const isWithin = (glob: string, wide: string): boolean =>
    wide.endsWith("/**") && !/[\\*?[]/.test(wide.slice(0, -3)) && glob.startsWith(wide.slice(0, -2));
  return all.filter(
    (glob) => !all.some((other) => other !== glob && (other === "**" || isWithin(glob, other))),
  );
}

function underOldNames(values: SubstitutionValues, renames: SubstitutionValues): SubstitutionValues {
  const renamed = Object.entries(renames).flatMap(([from, to]) => {
    const value = own(values, to);
    return value === undefined ? [] : [[from, value] as const];
  });
  return { ...values, ...Object.fromEntries(renamed) };
}

/** Undefined where a substitution has no value here. */
function expander(substitutions: SubstitutionValues): (text: string) => string | undefined {
  const { values, problems } = resolveValues(substitutions, { dynamic: true });
  const known = Object.fromEntries(Object.entries(values).filter(([name]) => !problems.has(name)));
  return (text) => {
    const substituted = substituteText(text, known);
    const isKnown = substituted.problems.length === 0 && !substituted.text.includes("$");
    return isKnown ? substituted.text : undefined;
  };
}

function oneFile(because: DependencyReason, file: string): Dependency {
  return { because, globs: [globOf(file)], includes: (path) => path === file };
}

/** Of a folder or file, "" being the root. A submodule that it is in counts as well: git names that alone. */
function below(folder: string): Pick<Dependency, "globs" | "includes"> {
  if (folder === "") return { globs: ["**"], includes: () => true };
  return {
    globs: [`${globOf(folder)}/**`],
    includes: (path) => path === folder || path.startsWith(`${folder}/`) || folder.startsWith(`${path}/`),
  };
}

function ofGlob(
  where: string,
  because: DependencyReason & { readonly kind: "input" | "shared" },
): Dependency {
  const mistake = globMistake(because.glob);
  if (mistake !== undefined) {
    throw new UserError(
      "MALFORMED_GLOB",
      `${where}: "${because.glob}" is no glob: ${mistake}. Correct it; \\ before a character takes it as it is.`,
    );
  }
  const matches = globMatcher(because.glob);
  return { because, globs: [because.glob], includes: matches };
}

function ofImageBuild(build: ImageBuild, read: DependencyOptions["read"]): readonly Dependency[] {
  if (build.kind === "unknown") return [{ because: build, ...below("") }];
  const { context, dockerfile, contexts } = build;
  const text = dockerfile === undefined ? undefined : read(dockerfile);
  if (text === undefined || dockerfile === undefined) {
    if (context === undefined) return [];
    const what = dockerfile === undefined ? "its Dockerfile" : `the Dockerfile ${dockerfile}`;
    return [{ because: { kind: "unknown", why: `${what} is not in the repository` }, ...below(context) }];
  }
  const ignoreFile = [`${dockerfile}.dockerignore`, posix.join(context ?? "", ".dockerignore")].find(
    (path) => read(path) !== undefined,
  );
  const isIgnored = dockerIgnore(ignoreFile === undefined ? "" : (read(ignoreFile) ?? ""));
  const reads = ignoreFile === undefined ? [dockerfile] : [dockerfile, ignoreFile];
  return [
    ...reads.map((path) => oneFile({ kind: "dockerfile", dockerfile: path }, path)),
    ...copiedSources(text, build.target).flatMap((source) => {
      const because = { kind: "source", by: source.by, dockerfile, line: source.line } as const;
      const folder = source.from === undefined ? context : own(Object.fromEntries(contexts), source.from);
      if (folder === undefined) return [];
      return [{ because, ...inContext(source, folder, source.from === undefined ? isIgnored : undefined) }];
    }),
  ];
}

function inContext(
  { source }: CopiedSource,
  context: string,
  isIgnored: ((path: string) => boolean) | undefined,
): Pick<Dependency, "globs" | "includes"> {
  const isSeen = (path: string): boolean =>
    isIgnored?.(path.slice(context === "" ? 0 : context.length + 1)) !== true;
  const whole = context === "" || source === "" ? context + source : `${context}/${source}`;
  if (!/[\\*?[]/.test(source)) {
    const { globs, includes } = below(whole);
    // A trigger cannot know whether it is a folder or a file.
    const both = whole === "" ? globs : [globOf(whole), ...globs];
    return { globs: both, includes: (path) => includes(path) && isSeen(path) };
  }
  const glob = context === "" ? source : `${globOf(context)}/${source}`;
  const globs = [glob, `${glob}/**`];
  return { globs, includes: (path) => globs.some((one) => matchesGlob(one, path)) && isSeen(path) };
}
