// GitHub: the connection, the repository, and the triggers that builds.ts declares, on that repository.
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { BuildTrigger, EventFilter } from "../triggers/trigger.ts";
import { connectionAccess } from "./access.ts";
import { type Account, accounts } from "./accounts.ts";
import { images } from "./registry.ts";
import type { RepositoryEvents } from "./resource-arguments.ts";
import { githubToken } from "./secrets.ts";
import { ref, type Resource, resource, text, type Text, valueOf } from "./terraform.ts";
import { githubInstallation, githubOwner, githubRepository, region } from "./variables.ts";

const when = [githubInstallation];

/** Somebody has installed the Cloud Build app on GitHub and put a token into the secret: no program can. */
export const connection = resource(
  "google_cloudbuildv2_connection",
  "github",
  {
    name: "pollux-github",
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
    name: "pollux",
    location: valueOf(region),
    parent_connection: ref(connection, "id"),
    remote_uri: text`https://github.com/${valueOf(githubOwner)}/${valueOf(githubRepository)}.git`,
  },
  { when },
);

/** What the deployment knows and builds.ts does not: where the images go. */
const placeOfImages: { readonly [substitution: string]: Text } = {
  _REGISTRY: text`${valueOf(region)}-docker.pkg.dev`,
  _REPOSITORY: ref(images, "repository_id"),
};

/** Throws `TRIGGER_NOT_KEPT` where a trigger says what is not taken over. */
export function triggerOf(trigger: BuildTrigger): Resource<"google_cloudbuild_trigger"> {
  const { name, description, disabled, tags, filename, filter, includedFiles, ignoredFiles } = trigger;
  const { github, repositoryEventConfig, serviceAccount, substitutions, approvalConfig, ...others } = trigger;
  refuseOthers(name, others);
  if (filename === undefined) throw notKept(name, "names no config");
  return resource(
    "google_cloudbuild_trigger",
    name.toLowerCase().replaceAll("-", "_"),
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
      substitutions: { ...substitutions, ...placeOfImages },
      service_account: ref(accountOf(name, serviceAccount), "id"),
      ...(approvalConfig?.approvalRequired === true && { approval_config: { approval_required: true } }),
      repository_event_config: {
        repository: ref(repository, "id"),
        ...eventOf(name, github ?? repositoryEventConfig),
      },
    },
    { when },
  );
}

const kept = new Set([
  ...["name", "description", "disabled", "tags", "filename", "filter", "includedFiles", "ignoredFiles"],
  "includeBuildLogs",
]);

function refuseOthers(name: string, others: object): void {
  const unknown = Object.entries(others).find(([field, value]) => !kept.has(field) && value !== undefined);
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

/** The account of ours that `projects/P/serviceAccounts/pollux-builder@...` names. */
function accountOf(name: string, serviceAccount: string | undefined): Account {
  const id = /\/serviceAccounts\/([^@/]+)@/.exec(serviceAccount ?? "")?.[1];
  const account = accounts.find(({ body }) => "account_id" in body && body.account_id === id);
  if (account !== undefined) return account;
  throw notKept(name, `runs as "${serviceAccount ?? ""}", which is no account of the infrastructure's`);
}

function notKept(name: string, what: string): UserError {
  return new UserError(
    "TRIGGER_NOT_KEPT",
    `trigger "${name}": ${what}. Change it in cloudbuild/builds.ts, or teach cloudbuild/infrastructure/source.ts.`,
  );
}
