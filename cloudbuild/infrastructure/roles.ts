// Who can hold a role, and a role on each kind of thing: the name of one says whose it is, and on what.
import { type Account, type Agent, agent, storageAgent } from "./accounts.ts";
import { apiNamed } from "./services.ts";
import { ref, type Resource, resource, type TerraformText, type Variable, valueOf } from "./terraform.ts";
import { project } from "./variables.ts";

export interface Holder {
  /** The first part of the names of its roles. */
  readonly name: string;
  readonly member: TerraformText;
  /** What makes it, where that is nothing that `member` refers to. */
  readonly after?: readonly Resource[];
}

export const holder = (account: Account): Holder => ({ name: account.name, member: ref(account, "member") });
/** Its roles wait for its API: before that is on, the agent may not exist, and nobody can be given a role. */
const agentHolder = (service: Agent): Holder => ({
  name: `${service}_agent`,
  member: agent(service),
  after: [apiNamed(service)],
});
export const pubsubAgent = agentHolder("pubsub");
export const cloudBuildAgent = agentHolder("cloudbuild");
export const cloudStorageAgent: Holder = { name: "storage_agent", member: ref(storageAgent, "member") };
/** Only where a variable says so. */
export const everybody: Holder = { name: "everybody", member: "allUsers" };

/** Of the whole project: where there is nothing narrower. */
export const inWholeProject = ({ name, member, after = [] }: Holder, role: string): Resource =>
  resource(
    "google_project_iam_member",
    `${name}_${lastOf(role)}`,
    { project: valueOf(project), role, member },
    { after },
  );

export const onRepository = (
  { name, member, after = [] }: Holder,
  role: string,
  repository: Resource<"google_artifact_registry_repository">,
): Resource =>
  resource(
    "google_artifact_registry_repository_iam_member",
    `${name}_${repository.name}`,
    { location: ref(repository, "location"), repository: ref(repository, "name"), role, member },
    { after },
  );

export const onBucket = (
  { name, member, after = [] }: Holder,
  role: string,
  bucket: Resource<"google_storage_bucket">,
): Resource =>
  resource(
    "google_storage_bucket_iam_member",
    `${name}_${bucket.name}`,
    { bucket: ref(bucket, "name"), role, member },
    { after },
  );

export const onSecret = (
  { name, member, after = [] }: Holder,
  secret: Resource<"google_secret_manager_secret">,
): Resource =>
  resource(
    "google_secret_manager_secret_iam_member",
    `${name}_${secret.name}`,
    { secret_id: ref(secret, "id"), role: "roles/secretmanager.secretAccessor", member },
    { after },
  );

export const onTopic = (
  { name, member, after = [] }: Holder,
  topic: Resource<"google_pubsub_topic">,
): Resource =>
  resource(
    "google_pubsub_topic_iam_member",
    `${name}_${topic.name}`,
    { topic: ref(topic, "id"), role: "roles/pubsub.publisher", member },
    { after },
  );

export const onAccount = ({ name, member, after = [] }: Holder, role: string, account: Account): Resource =>
  resource(
    "google_service_account_iam_member",
    `${name}_as_${account.name}`,
    { service_account_id: ref(account, "name"), role, member },
    { after },
  );

export const onService = (
  { name, member, after = [] }: Holder,
  of: Resource<"google_cloud_run_v2_service">,
  when: readonly Variable[],
): Resource =>
  resource(
    "google_cloud_run_v2_service_iam_member",
    `${name}_${of.name}`,
    { name: ref(of, "name"), location: ref(of, "location"), role: "roles/run.invoker", member },
    { when, after },
  );

/** `roles/logging.logWriter` -> `log_writer` */
function lastOf(role: string): string {
  const last = role.split(/[/.]/).at(-1) ?? role;
  return last.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
