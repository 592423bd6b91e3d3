// What a command is given, one config or builds.ts -> the build that it is about, once nothing is wrong with it.
import { checkBuild } from "../../cloudbuild/check/check-build.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import type { Builds } from "../../cloudbuild/config/builds.ts";
import { readBuildFile } from "../../cloudbuild/files/read-build-file.ts";
import type { MergedBuild } from "../../cloudbuild/merge/merged-build.ts";
import type { Source } from "../../cloudbuild/merge/source-place.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { buildIn, requireEnvironment } from "./environments.ts";
import { loadBuilds } from "./load-builds.ts";
import { mergeLoaded } from "./merge-loaded.ts";
import { sayErrors, textAt, textsOf } from "./say-findings.ts";
import { singleBuild } from "./single-build.ts";

export interface ChosenBuild {
  /** The file that says it: a config, or builds.ts. */
  readonly file: string;
  readonly merged: MergedBuild;
  /** Absent of a config on its own. */
  readonly declared?: { readonly builds: Builds; readonly source: Source };
}

export interface Choice {
  /** A config on its own. Default: all that builds.ts names. */
  readonly config: string | undefined;
  /** builds.ts, where it is another than that of the repository. */
  readonly builds: string | undefined;
  /** Of builds.ts: errors of others do not matter. */
  readonly environment?: string | undefined;
}

/** `undefined`: there are errors, and they were said on stderr. Warnings are left to `check` and `merge`. */
export async function chooseBuild(choice: Choice): Promise<ChosenBuild | undefined> {
  const { config, builds } = choice;
  if (config === undefined) return await chooseMerged(choice);
  if (builds !== undefined) {
    throw new UserError("WRONG_ARGUMENTS", `${config}: is given beside --builds. Leave one of the two out.`);
  }
  const text = textAt(config);
  if (text === undefined) {
    throw new UserError("NO_SUCH_FILE", `${config}: cannot be read. Give a config of Cloud Build.`);
  }
  const { read, findings } = readBuildFile(config, text);
  const checked = read === undefined ? [] : checkBuild(read, { modes: ["trigger", "submit"] });
  const isWrong = sayErrors([...findings, ...checked], () => text);
  return isWrong || read === undefined ? undefined : { file: config, merged: singleBuild(read) };
}

async function chooseMerged({ builds: file, environment }: Choice): Promise<ChosenBuild | undefined> {
  const loaded = await loadBuilds(file);
  const { builds, source } = loaded;
  if (environment !== undefined) requireEnvironment(environment, builds, source.file);
  const { merged, findings } = mergeLoaded(loaded, environment);
  const isWrong = sayErrors(findings, textsOf(loaded));
  if (isWrong || merged === undefined) return undefined;
  return { file: source.file, merged: buildIn(merged, builds, environment), declared: { builds, source } };
}

export function requireStep(id: string, { file, merged }: ChosenBuild): void {
  const ids = merged.steps.map((step) => step.id);
  if (ids.includes(id)) return;
  throw new UserError(
    "UNKNOWN_STEP",
    `${file}: there is no step "${id}".${didYouMean(id, ids)} Give one of: ${ids.join(", ")}.`,
  );
}
