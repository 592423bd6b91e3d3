// A component -> the files of the repository that its images are made from, and how each comes to be one of them.
import { posix } from "node:path";
import { own } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { ComponentBuild } from "../merge/merged-build.ts";
import type { SubstitutionValues } from "../substitutions/expand.ts";
import { knownValues } from "../steps/known-values.ts";
import { type ImageBuild, imageBuildsOf } from "./docker-builds.ts";
import { globMatcher, globMistake } from "./globs.ts";
import { ofImageBuild } from "./image-dependencies.ts";
import { anyOf, below, oneFile, throughLinks, withGlob } from "./reach.ts";
import { unseenImages } from "./unseen-builds.ts";

/** Paths are from the repository's root. */
export interface Dependency {
  readonly because: DependencyReason;
  /** As triggers read them: they may take in more than `includes`. */
  readonly globs: readonly string[];
  readonly includes: (path: string) => boolean;
  /** Whether anything in a folder may be one of its files, for submodules: git names those alone. */
  readonly reaches: (folder: string) => boolean;
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
  /** What the symbolic links of the repository say, by their paths from its root. Default: there are none. */
  readonly links?: ReadonlyMap<string, string>;
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
  const values = knownValues({ ...file.build.substitutions, ...given });
  const builds = file.build.steps.flatMap((step) => imageBuildsOf(step, values));
  const unseen = builds.some(({ kind }) => kind === "unknown") ? [] : unseenImages(file.build, values);
  // What a script builds from cannot be told: its author says it with `inputs`.
  const isSaid = (component.inputs ?? []).length > 0;
  const isTold = ({ kind }: ImageBuild): boolean => kind === "build" || !isSaid;
  const ofFolder = { kind: "folder", folder } as const;
  const config = throughLinks(posix.normalize(component.config), options.links);
  return [
    ...(options.buildsFile === undefined
      ? []
      : [{ because: { kind: "builds" } as const, ...oneFile(options.buildsFile) }]),
    { because: ofFolder, ...below(folder) },
    ...(config === undefined ? [] : [{ because: ofFolder, ...config }]),
    ...builds.filter(isTold).flatMap((build) => ofImageBuild(build, options)),
    ...unseen
      .filter(() => !isSaid)
      .slice(0, 1)
      .map((image) => {
        const why = `no command shows how ${image} is built`;
        return { because: { kind: "unknown", why } as const, ...below("") };
      }),
    ...(component.inputs ?? []).map((glob) =>
      ofGlob(`inputs of "${name}"`, { kind: "input", glob }, options.links),
    ),
    ...(options.shared ?? []).map((glob) => ofGlob("shared", { kind: "shared", glob }, options.links)),
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

function ofGlob(
  where: string,
  because: DependencyReason & { readonly kind: "input" | "shared" },
  links: DependencyOptions["links"],
): Dependency {
  const mistake = globMistake(because.glob);
  if (mistake !== undefined) {
    throw new UserError(
      "MALFORMED_GLOB",
      `${where}: "${because.glob}" is no glob: ${mistake}. Correct it; \\ before a character takes it as it is.`,
    );
  }
  const matches = globMatcher(because.glob);
  return { because, ...anyOf(withGlob(because.glob, links, matches)) };
}
