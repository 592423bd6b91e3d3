// pollux cloudbuild plan: says what the merged build would do in an environment, when, why, and for about how much.
import { parseArgs } from "node:util";
import type { Build } from "../../cloudbuild/format/build.ts";
import { namesUsed } from "../../cloudbuild/merge/rename-substitutions.ts";
import type { SubstitutionValues } from "../../cloudbuild/substitutions/expand.ts";
import { writeBuild } from "../../cloudbuild/merge/write-build.ts";
import { isTag, readLastDigests, textAtCommit } from "../../cloudbuild/plan/last-images.ts";
import { readTimings } from "../../cloudbuild/plan/timings.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { writeOutput } from "../compile/output.ts";
import { planBuild, type BuildPlan } from "./build-plan.ts";
import { buildPlanText } from "./build-plan-text.ts";
import { changedFiles } from "./changed-files.ts";
import { loadBuilds, type LoadedBuilds } from "./load-builds.ts";
import { requireEnvironment } from "./environments.ts";
import { mergeLoaded } from "./merge-loaded.ts";
import { sayErrors, textAt, textsOf } from "./say-findings.ts";

export const plan: Command = {
  usage: `usage: pollux cloudbuild plan --env NAME [--changed BASE..HEAD] [OPTION]...

Says what the merged build would do and runs nothing: which steps run at once, which the whole waits for, how long it
takes, and what it costs. With --changed, which components have to be built again and why; the others are left out, and
their images' new tags point to the last ones. Of an environment that only pull requests have, their build is meant.

  --env NAME             an environment of builds.ts: its values are checked, and lead to files and tags
  --changed BASE..HEAD   two commits, branches or tags, of which HEAD must be checked out; compared is HEAD with where both
                         meet, or with BASE itself where --last-tag or --last tells of its images. Where there is no
                         base, as after a force push or in a shallow clone, everything is built
  --last-tag TAG         the tag of the last images. Default: the first that there is of those that the commit where both
                         meet gave, and the ones before it with the same content; or BASE, where it is a tag of git and
                         images are tagged with $TAG_NAME
  --last FILE.json       the digests of the last images, as {"trainer": "sha256:..."}
  --timings FILE.json    how long steps took: a build as gcloud builds describe BUILD --format json prints it
  --out FILE             write the build without what is left out to this file, for gcloud builds submit --config FILE
  --builds FILE          what is merged (default: cloudbuild/builds.ts)
  --json                 print the plan as JSON`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        env: { type: "string" },
        changed: { type: "string" },
        "last-tag": { type: "string" },
        last: { type: "string" },
        timings: { type: "string" },
        out: { type: "string" },
        builds: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const { changed: range, last, timings, out } = values;
    const lastTag = requireTag(values["last-tag"]);
    const loaded = await loadBuilds(values.builds);
    const environment = environmentOf(values.env, loaded);
    const { merged, findings } = mergeLoaded(loaded, environment);
    sayErrors(findings, textsOf(loaded));
    if (merged === undefined) return 1;
    // What an image was made from that is named here is BASE itself.
    const commit = lastTag === undefined && last === undefined ? "both" : "BASE";
    const changed = range === undefined ? undefined : await changedFiles(range, loaded.root, { commit });
    const lastDigests = last === undefined ? undefined : readLastDigests(last, readText(last));
    const planned = planBuild({
      loaded,
      merged,
      ...(environment !== undefined && { environment }),
      ...(timings !== undefined && { timings: readTimings(timings, readText(timings)) }),
      ...(changed !== undefined && { changed }),
      ...(lastTag !== undefined && { lastTag }),
      ...(lastDigests !== undefined && { lastDigests }),
      ...(out === undefined && { unknownTag: "(the last, which --last-tag or --last says)" }),
    });
    sayUnknownSteps(planned, timings);
    sayUnknownComponents(last, Object.keys(lastDigests ?? {}), loaded);
    process.stdout.write(values.json ? planJson(planned) : `${buildPlanText(planned)}\n`);
    if (out !== undefined) {
      writePlanned(out, planned, loaded.builds.environments?.[environment ?? ""]?.substitutions ?? {});
    }
    return 0;
  },
};

function requireTag(tag: string | undefined): string | undefined {
  if (tag === undefined || isTag(tag)) return tag;
  throw new UserError(
    "WRONG_ARGUMENTS",
    `--last-tag "${tag}": is no tag of an image. Give letters, digits, and . _ - among them.`,
  );
}

/** One must be named where there are some. */
function environmentOf(name: string | undefined, { builds, source }: LoadedBuilds): string | undefined {
  const names = Object.keys(builds.environments ?? {});
  if (name !== undefined) requireEnvironment(name, builds, source.file);
  else if (names.length > 0) {
    throw new UserError(
      "NO_ENVIRONMENT",
      `pollux cloudbuild plan: --env is missing. Give one of: ${names.join(", ")}.`,
    );
  }
  return name;
}

function sayUnknownSteps({ file, unknownSteps }: BuildPlan, timings: string | undefined): void {
  if (unknownSteps.length === 0) return;
  const where = timings === undefined ? `${file}: durations` : `${file}: durations, or ${timings},`;
  console.error(`${where} of steps that there are not: ${unknownSteps.join(", ")}`);
}

function sayUnknownComponents(
  last: string | undefined,
  names: readonly string[],
  { builds, source }: LoadedBuilds,
): void {
  const unknown = names.filter((name) => !Object.hasOwn(builds.components, name));
  if (unknown.length === 0) return;
  console.error(`${last}: digests of components that ${source.file} does not have: ${unknown.join(", ")}`);
}

function readText(file: string): string {
  const text = textAt(file);
  if (text !== undefined) return text;
  throw new UserError("NO_SUCH_FILE", `${file}: cannot be read. Give a file of JSON.`);
}

function planJson({ merged, ...rest }: BuildPlan): string {
  const waits = merged.steps.map(({ id, waits }) => ({ id, waits }));
  return `${JSON.stringify({ ...rest, waits }, null, 2)}\n`;
}

function writePlanned(out: string, planned: BuildPlan, given: SubstitutionValues): void {
  const { file, environment, merged, changes } = planned;
  if (merged.build.steps.length === 0) {
    console.error(`${out}: not written, since there is nothing to build`);
    return;
  }
  const { build, missing } = withValues(merged.build, given, changes?.head);
  const of = environment === undefined ? "" : ` for ${environment}`;
  const since = changes?.base === undefined ? "" : `, without what is as it was at ${changes.base}`;
  const comment = `The builds that ${file} names${of}, merged by \`pollux cloudbuild plan\`${since}.`;
  console.error(`${out}: ${writeOutput(out, writeBuild(build, comment))}`);
  if (missing.length > 0) {
    console.error(
      `${out}: give ${missing.join(", ")} with --substitutions, which the commit alone does not tell`,
    );
  }
}

/** The build with an environment's values as its own, as far as the commit tells them. */
function withValues(
  build: Build,
  given: SubstitutionValues,
  commit: string | undefined,
): { readonly build: Build; readonly missing: readonly string[] } {
  const used = namesUsed(build);
  const all = { ...build.substitutions, ...given };
  const values = Object.entries(given)
    .filter(([name]) => used.has(name))
    .map(([name, text]) => {
      const value =
        commit === undefined && text.includes("$")
          ? undefined
          : textAtCommit(text, all, { commit: commit ?? "" });
      return { name, value };
    });
  const known = values.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const substitutions = { ...build.substitutions, ...Object.fromEntries(known) };
  return {
    build: known.length === 0 ? build : { ...build, substitutions },
    missing: values.flatMap(({ name, value }) => (value === undefined ? [name] : [])),
  };
}
