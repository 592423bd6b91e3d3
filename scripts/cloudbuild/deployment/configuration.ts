// builds.ts -> the configuration for Terraform, with the triggers that it declares.
import { hasErrors } from "../../../cloudbuild/findings/finding.ts";
import { infrastructure } from "../../../cloudbuild/infrastructure/infrastructure.ts";
import { writeModule } from "../../../cloudbuild/infrastructure/write-module.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { type LoadedBuilds, loadBuilds } from "../load-builds.ts";
import { loadTriggers } from "../load-triggers.ts";

/** The text of main.tf.json. Throws `BUILDS_WRONG` where builds.ts or a config has errors. */
export async function configurationOf(builds: string | undefined): Promise<string> {
  const loaded = await loadBuilds(builds);
  const { triggers, findings } = await loadTriggers(loaded);
  const errors = findings.filter((finding) => hasErrors([finding]));
  if (errors.length === 0) return writeModule(infrastructure(triggers, defaultsOf(loaded)));
  throw new UserError(
    "BUILDS_WRONG",
    `${loaded.source.file}: what it declares has ${errors.length} error${errors.length === 1 ? "" : "s"}. pollux cloudbuild triggers says which.`,
  );
}

/** What all configs together say of their substitutions: where two contradict each other, the merge has refused. */
function defaultsOf({ components }: LoadedBuilds): { readonly [substitution: string]: string } {
  return Object.fromEntries(components.flatMap(({ file }) => Object.entries(file.build.substitutions ?? {})));
}

/** Where the merged build is: in this folder, the repository's, at this path. */
export async function mergedBuildOf(
  builds: string | undefined,
): Promise<{ readonly root: string; readonly config: string }> {
  const loaded = await loadBuilds(builds);
  return { root: loaded.root, config: loaded.builds.output };
}
