// GitHub: the connection, the repository, and the triggers that builds.ts declares, on that repository.
import { createHash } from "node:crypto";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { BuildTrigger, EventFilter } from "../triggers/trigger.ts";
import { connectionAccess } from "./access.ts";
import { type Account, accountId, accountIds, accounts } from "./accounts.ts";
import { imagesId } from "./registry.ts";
import type { BodyOf } from "./resource-types.ts";
import type { RepositoryEvents } from "./build-arguments.ts";
import { githubToken } from "./secrets.ts";
import { mapAwayFromDefault, ref, type Resource, resource, text, valueOf } from "./terraform.ts";
import { githubInstallation, githubOwner, githubRepository, region } from "./variables.ts";

/** Without a repository there is nothing to connect, whatever is installed. */
const when = [githubInstallation, githubOwner, githubRepository];

/** builds.ts names the two as `.../connections/pollux/repositories/pollux`, and is held to it. */
const madeRepository = "pollux";

/** Somebody has installed the Cloud Build app on GitHub and put a token into the secret: no program can. */
export const connection = resource(
  "google_cloudbuildv2_connection",
  "github",
  {
    name: madeRepository,
    location: valueOf(region),
    github_config: {
      app_installation_id: valueOf(githubInstallation),
      authorizer_credential: { oauth_token_secret_version: text`${ref(githubToken, "id")}/versions/latest` },
    },
  },
  { when, after: [connectionAccess] },
);

export const repository = resource(
  "google_cloudbuildv2_repository",
  "pollux",
  {
    name: madeRepository,
    location: valueOf(region),
    parent_connection: ref(connection, "id"),
    remote_uri: text`https://github.com/${valueOf(githubOwner)}/${valueOf(githubRepository)}.git`,
  },
  { when },
);

/** What the configs say of these substitutions themselves, by name. */
export type Defaults = { readonly [substitution: string]: string };

type TriggerSubstitutions = BodyOf<"google_cloudbuild_trigger">["substitutions"] & object;

/** Throws `TRIGGER_NOT_KEPT` where a trigger says what is not taken over. */
export function triggerOf(
  trigger: BuildTrigger,
  defaults: Defaults = {},
): Resource<"google_cloudbuild_trigger"> {
  const { name, description, disabled, tags, filename, filter, includedFiles, ignoredFiles } = trigger;
  const { github, repositoryEventConfig, serviceAccount, substitutions, approvalConfig, ...rest } = trigger;
  refuseUnkept(name, rest);
  if (filename === undefined) throw notKept(name, "names no config");
  return resource(
    "google_cloudbuild_trigger",
    resourceName(name),
    {
      name,
      location: valueOf(region),
      ...(description !== undefined && { description }),
      ...(disabled !== undefined && { disabled }),
      ...(tags !== undefined && { tags }),
      filename,
      ...(filter !== undefined && { filter }),
      ...(includedFiles !== undefined && { included_files: includedFiles }),
      ...(ignoredFiles !== undefined && { ignored_files: ignoredFiles }),
      ...(trigger.includeBuildLogs !== undefined && { include_build_logs: trigger.includeBuildLogs }),
      substitutions: substitutionsOf(substitutions ?? {}, defaults),
      service_account: ref(accountOf(name, serviceAccount), "id"),
      ...(approvalConfig?.approvalRequired === true && { approval_config: { approval_required: true } }),
      repository_event_config: { repository: ref(repository, "id"), ...eventOf(name, eventsOf(trigger)) },
    },
    { when },
  );
}

/** Terraform's names have no capitals here and begin with a letter; where that loses something, a hash tells them apart. */
function resourceName(trigger: string): string {
  const name = trigger.toLowerCase().replaceAll("-", "_");
  if (/^[a-z][a-z0-9-]*$/.test(trigger)) return name;
  return `trigger_${name}_${createHash("sha256").update(trigger).digest("hex").slice(0, 8)}`;
}

/**
 * What the deployment knows and builds.ts does not is where the images go. Where the configs say the same, nothing is
 * added, so that the triggers are those that builds.ts declares. What builds.ts says itself stays.
 */
function substitutionsOf(
  declared: { readonly [name: string]: string },
  defaults: Defaults,
): TriggerSubstitutions {
  const registry = text`${valueOf(region)}-docker.pkg.dev`;
  const always = {
    ...(defaults["_REPOSITORY"] !== imagesId && { _REPOSITORY: imagesId }),
    ...declared,
  };
  if (defaults["_REGISTRY"] === `${region.default}-docker.pkg.dev`) {
    return mapAwayFromDefault(region, { _REGISTRY: registry }, always);
  }
  return { _REGISTRY: registry, ...always };
}

const kept = new Set([
  ...["name", "description", "disabled", "tags", "filename", "filter", "includedFiles", "ignoredFiles"],
  "includeBuildLogs",
]);

function refuseUnkept(name: string, fields: object): void {
  const unknown = Object.entries(fields).find(([field, value]) => !kept.has(field) && value !== undefined);
  if (unknown !== undefined) throw notKept(name, `says ${unknown[0]}`);
}

function eventOf(name: string, filter: EventFilter | undefined): RepositoryEvents {
  const { push, pullRequest } = filter ?? {};
  if (push === undefined && pullRequest === undefined)
    throw notKept(name, "starts on no event of a repository");
  const inverted = (of: { readonly invertRegex?: boolean }) =>
    of.invertRegex === true ? { invert_regex: true } : {};
  return {
    ...(push && {
      push: {
        ...(push.branch !== undefined && { branch: push.branch }),
        ...(push.tag !== undefined && { tag: push.tag }),
        ...inverted(push),
      },
    }),
    ...(pullRequest && {
      pull_request: {
        ...(pullRequest.branch !== undefined && { branch: pullRequest.branch }),
        ...(pullRequest.commentControl !== undefined && { comment_control: pullRequest.commentControl }),
        ...inverted(pullRequest),
      },
    }),
  };
}

/** Throws where it is another repository than the one that is made here: the triggers would not be those declared. */
function eventsOf({ name, github, repositoryEventConfig }: BuildTrigger): EventFilter | undefined {
  const place = `connections/${madeRepository}/repositories/${madeRepository}`;
  const made = `the one that is connected is ".../${place}", of kind "connection"`;
  if (github !== undefined) {
    throw notKept(name, `is of the first-generation repository "${github.owner}/${github.name}"; ${made}`);
  }
  const of = repositoryEventConfig?.repository;
  if (of !== undefined && !of.endsWith(`/${place}`)) {
    throw notKept(name, `is of the repository "${of}"; ${made}`);
  }
  return repositoryEventConfig;
}

/** The account of ours that `projects/P/serviceAccounts/pollux-builder@...` names. */
function accountOf(name: string, serviceAccount: string | undefined): Account {
  const id = /\/serviceAccounts\/([^@/]+)@/.exec(serviceAccount ?? "")?.[1];
  const account = accounts.find((one) => accountId(one) === id);
  if (account !== undefined) return account;
  throw notKept(
    name,
    `runs as "${serviceAccount ?? ""}", which is none of the accounts that are made: ${accountIds.join(", ")}`,
  );
}

/** This is Pollux's own system, and no other repository's. */
function notKept(name: string, what: string): UserError {
  return new UserError(
    "TRIGGER_NOT_KEPT",
    `trigger "${name}": ${what}. Change it in builds.ts; if this is not the repository of Pollux, make accounts and repository with your own Terraform, and the triggers with pollux cloudbuild triggers --apply.`,
  );
}
