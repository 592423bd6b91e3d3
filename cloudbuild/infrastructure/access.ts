// Who may do what: one line for each role that somebody has, on the narrowest thing that the role can be given on.
import { builder, events, pipeline, pullRequest, starter, tuning, web } from "./accounts.ts";
import { undelivered, uploads, uploadsSubscription } from "./messages.ts";
import { images, templates } from "./registry.ts";
import {
  cloudBuildAgent,
  cloudStorageAgent,
  everybody,
  holder,
  inWholeProject,
  onAccount,
  onBucket,
  onRepository,
  onSecret,
  onService,
  onTopic,
  pubsubAgent,
} from "./roles.ts";
import { starterService, tuningJob, webService } from "./run.ts";
import { githubToken, huggingFaceToken, sessionKey } from "./secrets.ts";
import { builds, chats, pipelines, runs, tuningData, users } from "./storage.ts";
import { ref, type Resource, resource, valueOf } from "./terraform.ts";
import { functionsImage, project, publicWeb, tuningImage, webImage } from "./variables.ts";

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
  inWholeProject(holder(builder), "roles/logging.logWriter"),
  onRepository(holder(builder), writer, images),
  onRepository(holder(builder), writer, templates),
  onBucket(holder(builder), "roles/storage.objectViewer", builds),
  onBucket(holder(builder), "roles/storage.objectUser", pipelines),
  inWholeProject(holder(pullRequest), "roles/logging.logWriter"),
  onRepository(holder(pullRequest), reader, images),
  connectionAccess,
];

const ofPipelines: readonly Resource[] = [
  inWholeProject(holder(pipeline), "roles/aiplatform.user"),
  inWholeProject(holder(pipeline), "roles/logging.logWriter"),
  onBucket(holder(pipeline), "roles/storage.objectUser", runs),
  onBucket(holder(pipeline), "roles/storage.objectViewer", chats),
  onRepository(holder(pipeline), reader, images),
  onSecret(holder(pipeline), huggingFaceToken),
  // The jobs that its tasks start run as it does.
  onAccount(holder(pipeline), actAs, pipeline),
];

/** Without it the web app does not start. */
export const sessionAccess = onSecret(holder(web), sessionKey);

const ofWeb: readonly Resource[] = [
  predictor,
  resource("google_project_iam_member", "web_predictor", {
    project: valueOf(project),
    role: ref(predictor, "name"),
    member: ref(web, "member"),
  }),
  inWholeProject(holder(web), "roles/bigquery.jobUser"),
  resource("google_bigquery_dataset_iam_member", "web_users", {
    dataset_id: ref(users, "dataset_id"),
    role: "roles/bigquery.dataEditor",
    member: ref(web, "member"),
  }),
  onBucket(holder(web), "roles/storage.objectUser", chats),
  onTopic(holder(web), uploads),
  sessionAccess,
  onService(everybody, webService, [webImage, publicWeb]),
];

const ofStarter: readonly Resource[] = [
  inWholeProject(holder(starter), "roles/aiplatform.user"),
  onRepository(holder(starter), reader, templates),
  onBucket(holder(starter), "roles/storage.objectViewer", pipelines),
  onAccount(holder(starter), actAs, pipeline),
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
  inWholeProject(holder(tuning), "roles/aiplatform.user"),
  onBucket(holder(tuning), "roles/storage.objectUser", tuningData),
];

/** What must be there before an event can be on its way. */
export const ofEvents: readonly Resource[] = [
  inWholeProject(holder(events), "roles/eventarc.eventReceiver"),
  // Eventarc brings what Cloud Storage tells over a topic that it makes itself.
  inWholeProject(cloudStorageAgent, "roles/pubsub.publisher"),
  onService(holder(events), starterService, [functionsImage]),
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
    { when: [functionsImage], ...(pubsubAgent.after && { after: pubsubAgent.after }) },
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
