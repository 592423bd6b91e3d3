// What a trigger says, in the spelling of the API's JSON (`cloudbuild.v1.BuildTrigger`): the fields that a person
// writes, of all of Google's schemas together. Those of gcloud and npm know fields that Python's does not.
import type { Build } from "../format/build.ts";

export interface BuildTrigger {
  readonly name: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly disabled?: boolean;
  /** The event, one of these; without any a trigger is run by hand. */
  readonly github?: GitHubEventsConfig;
  readonly repositoryEventConfig?: RepositoryEventConfig;
  readonly triggerTemplate?: object;
  readonly pubsubConfig?: object;
  readonly webhookConfig?: object;
  readonly developerConnectEventConfig?: object;
  readonly bitbucketServerTriggerConfig?: object;
  readonly gitlabEnterpriseEventsConfig?: object;
  readonly cron?: object;
  readonly eventType?: string;
  /** What is built, one of these. */
  readonly filename?: string;
  readonly build?: Build;
  readonly autodetect?: boolean;
  readonly gitFileSource?: object;
  /** Where the source is of what no repository's event starts. */
  readonly sourceToBuild?: object;
  /** Globs of Go's `filepath.Match` and `**`, from the repository's root. */
  readonly includedFiles?: readonly string[];
  readonly ignoredFiles?: readonly string[];
  /** CEL. */
  readonly filter?: string;
  readonly substitutions?: { readonly [name: string]: string };
  readonly approvalConfig?: { readonly approvalRequired?: boolean };
  /** `projects/P/serviceAccounts/EMAIL` */
  readonly serviceAccount?: string;
  readonly includeBuildLogs?: string;
}

/** Of a first-generation repository. */
export interface GitHubEventsConfig extends EventFilter {
  readonly owner: string;
  readonly name: string;
}

/** Of a second-generation repository. */
export interface RepositoryEventConfig extends EventFilter {
  /** `projects/P/locations/R/connections/C/repositories/N` */
  readonly repository: string;
}

/** One of the two. */
export interface EventFilter {
  readonly push?: PushFilter;
  readonly pullRequest?: PullRequestFilter;
}

/** One of `branch` and `tag`, in RE2. */
export interface PushFilter {
  readonly branch?: string;
  readonly tag?: string;
  readonly invertRegex?: boolean;
}

export interface PullRequestFilter {
  /** The branch that would be merged into, in RE2. */
  readonly branch?: string;
  readonly commentControl?: CommentControl;
  readonly invertRegex?: boolean;
}

export type CommentControl =
  "COMMENTS_DISABLED" | "COMMENTS_ENABLED" | "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY";

/** A trigger that the service has. */
export interface ExistingTrigger extends BuildTrigger {
  /** By which it is changed and deleted. */
  readonly id?: string;
}
