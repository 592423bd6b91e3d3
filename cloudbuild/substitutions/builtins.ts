// The substitutions that Cloud Build itself gives a build, and which way of starting it gives each a value.
import type { Mode } from "../findings/finding.ts";

/** What starts a build: a trigger on one of three events, or `gcloud builds submit`. */
export type BuildEvent = "push" | "tag" | "pull request" | "submit";

export interface Builtin {
  readonly name: string;
  /** Elsewhere it is "", but for those that begin with an underscore: they are unknown there, as a user's own would be. */
  readonly given: readonly BuildEvent[];
  /** Like a real one. */
  readonly sample: string;
  /** As long as the service lets it be, for limits. */
  readonly longest: string;
}

const always: readonly BuildEvent[] = ["push", "tag", "pull request", "submit"];
const triggered: readonly BuildEvent[] = ["push", "tag", "pull request"];

const sha = "5d1c0f2ab9e34c7788d6a1b0c9f2e3d4a5b6c7d8";
const project = "sample-project";
// Git keeps a reference as a file, whose name has at most 255 bytes; GitHub's repositories and owners 100 and 39.
const branch = "b".repeat(244);
const repository = `${"o".repeat(39)}/${"r".repeat(100)}`;
const longEmail = `${"s".repeat(30)}@${"p".repeat(30)}.iam.gserviceaccount.com`;
const email = `builder@${project}.iam.gserviceaccount.com`;

/** By name. Source: Google's page on substituting variable values. */
export const builtins: ReadonlyMap<string, Builtin> = new Map(
  [
    builtin("PROJECT_ID", always, project, "p".repeat(30)),
    builtin("PROJECT_NUMBER", always, "123456789012", "9".repeat(19)),
    builtin("BUILD_ID", always, "7b0e6c52-3f1d-4a8e-9c55-2d9a1f4b8e60", "0".repeat(36)),
    builtin("LOCATION", always, "europe-west4", "northamerica-northeast1"),
    builtin("TRIGGER_NAME", triggered, "push-main", "t".repeat(64)),
    builtin("COMMIT_SHA", triggered, sha, sha),
    builtin("REVISION_ID", triggered, sha, sha),
    builtin("SHORT_SHA", triggered, sha.slice(0, 7), sha.slice(0, 7)),
    builtin("REPO_NAME", triggered, "shop", "r".repeat(100)),
    builtin("REPO_FULL_NAME", triggered, "owner/shop", repository),
    builtin("BRANCH_NAME", ["push", "pull request"], "main", branch),
    builtin("TAG_NAME", ["tag"], "v1.2.3", "t".repeat(244)),
    builtin("REF_NAME", triggered, "main", branch),
    builtin("TRIGGER_BUILD_CONFIG_PATH", triggered, "cloudbuild.yaml", "c".repeat(255)),
    builtin("SERVICE_ACCOUNT_EMAIL", triggered, email, longEmail),
    builtin(
      "SERVICE_ACCOUNT",
      triggered,
      `projects/${project}/serviceAccounts/${email}`,
      `projects/${"p".repeat(30)}/serviceAccounts/${longEmail}`,
    ),
    builtin("_HEAD_BRANCH", ["pull request"], "feature", branch),
    builtin("_BASE_BRANCH", ["pull request"], "main", branch),
    builtin(
      "_HEAD_REPO_URL",
      ["pull request"],
      "https://github.com/owner/shop",
      `https://github.com/${repository}`,
    ),
    builtin("_PR_NUMBER", ["pull request"], "42", "9".repeat(10)),
  ].map((one) => [one.name, one]),
);

function builtin(name: string, given: readonly BuildEvent[], sample: string, longest: string): Builtin {
  return { name, given, sample, longest };
}

/** Whether Cloud Build knows the name everywhere, with a value or as "". */
export function isBuiltin(name: string): boolean {
  return builtins.has(name) && !name.startsWith("_");
}

export function eventsOf(mode: Mode): readonly BuildEvent[] {
  return mode === "submit" ? ["submit"] : triggered;
}

/** The values that a build started so gets. `of` chooses between those like real ones and the longest. */
export function builtinValues(
  event: BuildEvent,
  of: "sample" | "longest" = "sample",
): { readonly [name: string]: string } {
  const values = [...builtins.values()]
    .filter(({ name, given }) => given.includes(event) || isBuiltin(name))
    .map((one) => [one.name, given(one, event) ? one[of] : ""] as const);
  return Object.fromEntries(values);
}

function given(one: Builtin, event: BuildEvent): boolean {
  return one.given.includes(event);
}
