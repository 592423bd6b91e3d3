// Who may do what: one line for each role that somebody has, on the narrowest thing that the role can be given on.
import {
  type Account,
  agent,
  builder,
  events,
  pipeline,
  pullRequest,
  starter,
  storageAgent,
  tuning,
  web,
} from "./accounts.ts";
import { undelivered, uploads, uploadsSubscription } from "./messages.ts";
import { images, templates } from "./registry.ts";
import { starterService, tuningJob, webService } from "./run.ts";
import { githubToken, huggingFaceToken, sessionKey } from "./secrets.ts";
import { builds, chats, pipelines, runs, tuningData, users } from "./storage.ts";
import { ref, type Resource, resource, type Text, type Variable, valueOf } from "./terraform.ts";
import { functionsImage, project, publicWeb, tuningImage, webImage } from "./variables.ts";

interface Who {
  /** The first part of the names of its roles. */
  readonly name: string;
  readonly member: Text;
}

const who = (account: Account): Who => ({ name: account.name, member: ref(account, "member") });
const pubsubAgent: Who = { name: "pubsub_agent", member: agent("pubsub") };
const cloudBuildAgent: Who = { name: "cloudbuild_agent", member: agent("cloudbuild") };
const cloudStorageAgent: Who = { name: "storage_agent", member: ref(storageAgent, "member") };
/** Only where a variable says so. */
const everybody: Who = { name: "everybody", member: "allUsers" };

/** Of the whole project: where there is nothing narrower. */
const inWholeProject = ({ name, member }: Who, role: string): Resource =>
  resource("google_project_iam_member", `${name}_${lastOf(role)}`, {
    project: valueOf(project),
    role,
    member,
  });

const onRepository = (
  { name, member }: Who,
  role: string,
  repository: Resource<"google_artifact_registry_repository">,
): Resource =>
  resource("google_artifact_registry_repository_iam_member", `${name}_${repository.name}`, {
    location: ref(repository, "location"),
    repository: ref(repository, "name"),
    role,
    member,
  });

const onBucket = ({ name, member }: Who, role: string, bucket: Resource<"google_storage_bucket">): Resource =>
  resource("google_storage_bucket_iam_member", `${name}_${bucket.name}`, {
    bucket: ref(bucket, "name"),
    role,
    member,
  });

const onSecret = ({ name, member }: Who, secret: Resource<"google_secret_manager_secret">): Resource =>
  resource("google_secret_manager_secret_iam_member", `${name}_${secret.name}`, {
    secret_id: ref(secret, "id"),
    role: "roles/secretmanager.secretAccessor",
    member,
  });

const onTopic = ({ name, member }: Who, topic: Resource<"google_pubsub_topic">): Resource =>
  resource("google_pubsub_topic_iam_member", `${name}_${topic.name}`, {
    topic: ref(topic, "id"),
    role: "roles/pubsub.publisher",
    member,
  });

const onAccount = ({ name, member }: Who, role: string, account: Account): Resource =>
  resource("google_service_account_iam_member", `${name}_as_${account.name}`, {
    service_account_id: ref(account, "name"),
    role,
    member,
  });

const onService = (
  { name, member }: Who,
  of: Resource<"google_cloud_run_v2_service">,
  when: readonly Variable[],
): Resource =>
  resource(
    "google_cloud_run_v2_service_iam_member",
    `${name}_${of.name}`,
    { name: ref(of, "name"), location: ref(of, "location"), role: "roles/run.invoker", member },
    { when },
  );

/** Asks a twin, and nothing else of Vertex AI: no role of Google's is as small. */
const predictor = resource("google_project_iam_custom_role", "predictor", {
  role_id: "polluxPredictor",
  title: "Pollux predictor",
  description: "Finds the endpoints of twins and asks them.",
  permissions: ["aiplatform.endpoints.get", "aiplatform.endpoints.list", "aiplatform.endpoints.predict"],
});

const reader = "roles/artifactregistry.reader";
const writer = "roles/artifactregistry.writer";
const actAs = "roles/iam.serviceAccountUser";

/** Without it there is no connection to GitHub. */
export const connectionAccess = onSecret(cloudBuildAgent, githubToken);

const ofBuilds: readonly Resource[] = [
  inWholeProject(who(builder), "roles/logging.logWriter"),
  onRepository(who(builder), writer, images),
  onRepository(who(builder), writer, templates),
  onBucket(who(builder), "roles/storage.objectViewer", builds),
  onBucket(who(builder), "roles/storage.objectUser", pipelines),
  inWholeProject(who(pullRequest), "roles/logging.logWriter"),
  onRepository(who(pullRequest), reader, images),
  connectionAccess,
];

const ofPipelines: readonly Resource[] = [
  inWholeProject(who(pipeline), "roles/aiplatform.user"),
  inWholeProject(who(pipeline), "roles/logging.logWriter"),
  onBucket(who(pipeline), "roles/storage.objectUser", runs),
  onBucket(who(pipeline), "roles/storage.objectViewer", chats),
  onRepository(who(pipeline), reader, images),
  onSecret(who(pipeline), huggingFaceToken),
  // The jobs that its tasks start run as it does.
  onAccount(who(pipeline), actAs, pipeline),
];

/** Without it the web app does not start. */
export const sessionAccess = onSecret(who(web), sessionKey);

const ofWeb: readonly Resource[] = [
  predictor,
  resource("google_project_iam_member", "web_predictor", {
    project: valueOf(project),
    role: ref(predictor, "name"),
    member: ref(web, "member"),
  }),
  inWholeProject(who(web), "roles/bigquery.jobUser"),
  resource("google_bigquery_dataset_iam_member", "web_users", {
    dataset_id: ref(users, "dataset_id"),
    role: "roles/bigquery.dataEditor",
    member: ref(web, "member"),
  }),
  onBucket(who(web), "roles/storage.objectUser", chats),
  onTopic(who(web), uploads),
  sessionAccess,
  onService(everybody, webService, [webImage, publicWeb]),
];

const ofStarter: readonly Resource[] = [
  inWholeProject(who(starter), "roles/aiplatform.user"),
  onRepository(who(starter), reader, templates),
  onBucket(who(starter), "roles/storage.objectViewer", pipelines),
  onAccount(who(starter), actAs, pipeline),
  resource(
    "google_cloud_run_v2_job_iam_member",
    "starter_tuning",
    {
      name: ref(tuningJob, "name"),
      location: ref(tuningJob, "location"),
      role: "roles/run.invoker",
      member: ref(starter, "member"),
    },
    { when: [tuningImage] },
  ),
];

const ofTuning: readonly Resource[] = [
  inWholeProject(who(tuning), "roles/aiplatform.user"),
  onBucket(who(tuning), "roles/storage.objectUser", tuningData),
];

/** What must be there before an event can be on its way. */
export const ofEvents: readonly Resource[] = [
  inWholeProject(who(events), "roles/eventarc.eventReceiver"),
  // Eventarc brings what Cloud Storage tells over a topic that it makes itself.
  inWholeProject(cloudStorageAgent, "roles/pubsub.publisher"),
  onService(who(events), starterService, [functionsImage]),
];

const ofMessages: readonly Resource[] = [
  // Projects whose agent is older than April 2021 lack it.
  onAccount(pubsubAgent, "roles/iam.serviceAccountTokenCreator", events),
  onTopic(pubsubAgent, undelivered),
  resource(
    "google_pubsub_subscription_iam_member",
    "pubsub_agent_uploads",
    {
      subscription: ref(uploadsSubscription, "name"),
      role: "roles/pubsub.subscriber",
      member: pubsubAgent.member,
    },
    { when: [functionsImage] },
  ),
];

export const access: readonly Resource[] = [
  ...ofBuilds,
  ...ofPipelines,
  ...ofWeb,
  ...ofStarter,
  ...ofTuning,
  ...ofEvents,
  ...ofMessages,
];

/** `roles/logging.logWriter` -> `log_writer` */
function lastOf(role: string): string {
  const last = role.split(/[/.]/).at(-1) ?? role;
  return last.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
