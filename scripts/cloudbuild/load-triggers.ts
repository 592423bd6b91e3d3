// builds.ts, loaded -> its triggers, with everything that is wrong with them or keeps the merged build from being made.
import { lstatSync, type Stats } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Environment } from "../../cloudbuild/config/builds.ts";
import { type Finding, hasErrors } from "../../cloudbuild/findings/finding.ts";
import { withoutPublishing } from "../../cloudbuild/merge/pull-request.ts";
import { dependencyGlobs, leastGlobs } from "../../cloudbuild/plan/dependencies.ts";
import { globOf } from "../../cloudbuild/plan/globs.ts";
import { makeTriggers, type TriggersOutcome } from "../../cloudbuild/triggers/make-triggers.ts";
import { gitIn, linksIn } from "./git.ts";
import type { LoadedBuilds } from "./load-builds.ts";
import { mergeLoaded } from "./merge-loaded.ts";
import { repositoryReader } from "./repository-reader.ts";

/** Of the merge only errors are among the findings: `merge` tells of its warnings. */
export async function loadTriggers(loaded: LoadedBuilds, project?: string): Promise<TriggersOutcome> {
  const { builds, source, root } = loaded;
  const { merged, findings } = mergeLoaded(loaded);
  const { triggers, ...made } = makeTriggers({
    config: builds,
    source,
    dependencies: dependenciesIn(loaded, await linksIn(gitIn(root), root)),
    build: merged?.build,
    pullRequestBuild: merged === undefined ? undefined : withoutPublishing(merged).build,
    project,
  });
  const errors = findings.filter((finding) => hasErrors([finding]));
  return {
    triggers,
    findings: inOnce([...errors, ...made.findings]),
    refused: errors.length === 0 ? made.refused : triggers.map(({ name }) => name),
  };
}

/** Of all components: one build has them all. */
function dependenciesIn(
  { builds, source, root, components }: LoadedBuilds,
  links: ReadonlyMap<string, string> | undefined,
): (substitutions: Environment["substitutions"]) => readonly string[] {
  const buildsFile = relative(root, resolve(source.file)).split(sep).join("/");
  const read = repositoryReader(root);
  const modules = submodulesIn(read(".gitmodules") ?? "");
  return (substitutions) => {
    const options = {
      read,
      ...(links !== undefined && { links }),
      ...(!buildsFile.startsWith("../") && { buildsFile }),
      shared: builds.shared ?? [],
      substitutions,
    };
    const found = components.flatMap((component) => dependencyGlobs(component, options));
    const globs = leastGlobs([...found, ...found.flatMap((glob) => stopsOn(glob, { root, modules }))]);
    return globs.filter((glob) => !isNothing(root, glob, { globs, modules }));
  };
}

/** Links and submodules on a glob's way: git names nothing behind them, but them. */
function stopsOn(
  glob: string,
  { root, modules }: { readonly root: string; readonly modules: ReadonlySet<string> },
): readonly string[] {
  const parts = glob.split("/");
  const pattern = parts.findIndex((part) => /[\\*?[]/.test(part));
  const folders = parts.slice(0, pattern < 0 ? -1 : pattern);
  return folders
    .map((_, index) => folders.slice(0, index + 1).join("/"))
    .filter((path) => modules.has(path) || isLink(join(root, path)))
    .map(globOf);
}

function isLink(path: string): boolean {
  return entryAt(path)?.isSymbolicLink() === true;
}

/** A link is one, wherever it leads. `undefined`: there is nothing, or a file is on the way. */
function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

/** Whether they are checked out here or not. */
function submodulesIn(gitmodules: string): ReadonlySet<string> {
  return new Set([...gitmodules.matchAll(/^\s*path\s*=\s*(.*?)\s*$/gm)].map(([, path = ""]) => path));
}

/** A source of a Dockerfile is a file or a folder, and both globs are there: one of them matches nothing. */
function isNothing(
  root: string,
  glob: string,
  { globs, modules }: { readonly globs: readonly string[]; readonly modules: ReadonlySet<string> },
): boolean {
  const path = glob.replace(/\/\*\*$/, "");
  const other = path === glob ? `${path}/**` : path;
  if (/[\\*?[]/.test(path) || !globs.includes(other) || modules.has(path)) return false;
  const there = entryAt(join(root, path));
  return path === glob ? there?.isDirectory() === true : there?.isFile() === true;
}

/** What the merge and a trigger find alike is said once. */
function inOnce(findings: readonly Finding[]): readonly Finding[] {
  const texts = findings.map((finding) => JSON.stringify(finding));
  return findings.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
}
