// A trigger as somebody or the service says it -> the same for all that mean the same: without what only the service
// says, and without defaults.
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import type { BuildTrigger } from "./trigger.ts";

export type NormalTrigger = { readonly [field: string]: unknown };

/** "Output only." in the docstrings, by their paths; the name is what triggers are known by. */
const outputOnly = new Set([
  "id",
  "createTime",
  "resourceName",
  "name",
  "github.installationId",
  "github.enterpriseConfigResourceName",
  "pubsubConfig.subscription",
  "pubsubConfig.state",
  "webhookConfig.state",
  "repositoryEventConfig.repositoryType",
  "developerConnectEventConfig.gitRepositoryLinkType",
  "bitbucketServerTriggerConfig.bitbucketServerConfig",
  "gitlabEnterpriseEventsConfig.gitlabConfig",
]);

/** What the service says where nothing was said. */
const defaults: { readonly [field: string]: string } = {
  commentControl: "COMMENTS_DISABLED",
  eventType: "EVENT_TYPE_UNSPECIFIED",
  includeBuildLogs: "INCLUDE_BUILD_LOGS_UNSPECIFIED",
};

/** Their order says nothing. */
const sets = new Set(["includedFiles", "ignoredFiles", "tags"]);

export function normalTrigger(trigger: BuildTrigger): NormalTrigger {
  return fieldsOf(trigger, "");
}

function fieldsOf(value: object, path: string): NormalTrigger {
  // Names in it are the user's own, and an empty value is a value.
  const isMap = /(?:^|\.)substitutions\.$/.test(path);
  const fields = Object.entries(value)
    .filter(([key]) => !outputOnly.has(`${path}${key}`))
    .map(([key, inner]): readonly [string, unknown] => [key, normalValue(inner, `${path}${key}`)])
    .filter(([key, inner]) => isMap || !(isEmpty(inner) || own(defaults, key) === inner))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields);
}

function normalValue(value: unknown, path: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalValue(item, path));
    return sets.has(path) ? [...new Set(items.map(String))].sort() : items;
  }
  return isObject(value) ? fieldsOf(value, `${path}.`) : value;
}

/** Protobuf does not tell these from what is not there. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === false || value === "" || value === 0;
}
