// builds.ts, loaded -> its triggers, with everything that is wrong with them or keeps the merged build from being made.
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { type Finding, hasErrors } from "../../cloudbuild/findings/finding.ts";
import { withoutPublishing } from "../../cloudbuild/merge/pull-request.ts";
import { dependencyGlobs, leastGlobs } from "../../cloudbuild/plan/dependencies.ts";
import { makeTriggers, type TriggersOutcome } from "../../cloudbuild/triggers/make-triggers.ts";
import type { LoadedBuilds } from "./load-builds.ts";
import { mergeLoaded } from "./merge-loaded.ts";

/** Of the merge only errors are among the findings: `merge` tells of its warnings. */
export function loadTriggers(loaded: LoadedBuilds, project?: string): TriggersOutcome {
  const { builds, source } = loaded;
  const { merged, findings } = mergeLoaded(loaded);
  const made = makeTriggers({
    config: builds,
    source,
    dependencies: dependenciesIn(loaded),
    build: merged?.build,
    pullRequestBuild: merged === undefined ? undefined : withoutPublishing(merged).build,
    project,
  });
  const errors = findings.filter((finding) => hasErrors([finding]));
  return { triggers: made.triggers, findings: inOnce([...errors, ...made.findings]) };
}

/** Of all components: one build has them all. */
function dependenciesIn({ builds, source, root, components }: LoadedBuilds): readonly string[] {
  const buildsFile = relative(root, resolve(source.file)).split(sep).join("/");
  const options = {
    read: (path: string) => textOf(join(root, path)),
    ...(!buildsFile.startsWith("../") && { buildsFile }),
    shared: builds.shared ?? [],
  };
  const globs = leastGlobs(components.flatMap((component) => dependencyGlobs(component, options)));
  return globs.filter((glob) => !isNothing(root, glob, globs));
}

/** A source of a Dockerfile is a file or a folder, and both globs are there: one of them matches nothing. */
function isNothing(root: string, glob: string, all: readonly string[]): boolean {
  const path = glob.replace(/\/\*\*$/, "");
  const other = path === glob ? `${path}/**` : path;
  if (/[\\*?[]/.test(path) || !all.includes(other)) return false;
  const there = statSync(join(root, path), { throwIfNoEntry: false });
  return path === glob ? there?.isDirectory() === true : there?.isFile() === true;
}

function textOf(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
}

/** What the merge and a trigger find alike is said once. */
function inOnce(findings: readonly Finding[]): readonly Finding[] {
  const texts = findings.map((finding) => JSON.stringify(finding));
  return findings.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
}
