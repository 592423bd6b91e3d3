// The environments of builds.ts: which one a command is about, and whether it is that of pull requests.
import type { Builds } from "../../cloudbuild/config/builds.ts";
import { withoutPublishing } from "../../cloudbuild/merge/pull-request.ts";
import type { MergedBuild } from "../../cloudbuild/merge/merged-build.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** `file` is builds.ts. Throws `UNKNOWN_ENVIRONMENT`. */
export function requireEnvironment(name: string, { environments = {} }: Partial<Builds>, file: string): void {
  const names = Object.keys(environments);
  if (names.includes(name)) return;
  const remedy = names.length === 0 ? "Leave --env out." : `Give one of: ${names.join(", ")}.`;
  throw new UserError(
    "UNKNOWN_ENVIRONMENT",
    `${file}: there is no environment "${name}".${didYouMean(name, names)} ${remedy}`,
  );
}

/** Whether the environment is only that of triggers on pull requests, which run a build of their own. */
export function isOfPullRequests(builds: Builds, environment: string | undefined): boolean {
  const triggers = Object.values(builds.triggers?.list ?? {}).filter(
    (one) => one.environment === environment,
  );
  const isOwn = builds.pullRequestOutput !== undefined && environment !== undefined && triggers.length > 0;
  return isOwn && triggers.every(({ on }) => on.kind === "pull request");
}

/** What runs in an environment: all of it, or what pull requests run. */
export function buildIn(merged: MergedBuild, builds: Builds, environment: string | undefined): MergedBuild {
  return isOfPullRequests(builds, environment) ? withoutPublishing(merged) : merged;
}
