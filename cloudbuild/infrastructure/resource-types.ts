// The resources that are used here: their arguments, and the values that others may take of them. The names are those of
// the provider's schema, of which a test holds them against a copy.
import type { BuildTrigger, ConnectedRepository, Connection } from "./build-arguments.ts";
import type {
  ArtifactRegistry,
  ArtifactRegistryMember,
  Bucket,
  BucketMember,
  CustomRole,
  Dataset,
  DatasetMember,
  ProjectIamMember,
  ProjectService,
  Secret,
  SecretMember,
  ServiceAccount,
  ServiceAccountMember,
  Subscription,
  SubscriptionMember,
  Topic,
  TopicMember,
} from "./resource-arguments.ts";
import type { EventTrigger, RunJob, RunService, RunServiceMember } from "./run-arguments.ts";

/** Exact: another version may know other arguments. */
export const googleProvider = { source: "hashicorp/google", version: "6.50.0" } as const;

/** By type. */
interface Types {
  readonly google_project_service: { body: ProjectService; attributes: "service" };
  readonly google_project_iam_member: { body: ProjectIamMember; attributes: "id" };
  readonly google_project_iam_custom_role: { body: CustomRole; attributes: "name" };
  readonly google_artifact_registry_repository: {
    body: ArtifactRegistry;
    attributes: "id" | "name" | "location" | "repository_id";
  };
  readonly google_artifact_registry_repository_iam_member: {
    body: ArtifactRegistryMember;
    attributes: "id";
  };
  readonly google_storage_bucket: { body: Bucket; attributes: "name" | "url" };
  readonly google_storage_bucket_iam_member: { body: BucketMember; attributes: "id" };
  readonly google_bigquery_dataset: { body: Dataset; attributes: "dataset_id" | "id" };
  readonly google_bigquery_dataset_iam_member: { body: DatasetMember; attributes: "id" };
  readonly google_pubsub_topic: { body: Topic; attributes: "id" | "name" };
  readonly google_pubsub_topic_iam_member: { body: TopicMember; attributes: "id" };
  readonly google_pubsub_subscription: { body: Subscription; attributes: "id" | "name" };
  readonly google_pubsub_subscription_iam_member: { body: SubscriptionMember; attributes: "id" };
  readonly google_secret_manager_secret: { body: Secret; attributes: "id" | "secret_id" };
  readonly google_secret_manager_secret_iam_member: { body: SecretMember; attributes: "id" };
  readonly google_service_account: { body: ServiceAccount; attributes: "id" | "name" | "email" | "member" };
  readonly google_service_account_iam_member: { body: ServiceAccountMember; attributes: "id" };
  readonly google_cloud_run_v2_service: { body: RunService; attributes: "name" | "location" | "uri" };
  readonly google_cloud_run_v2_service_iam_member: { body: RunServiceMember; attributes: "id" };
  readonly google_cloud_run_v2_job: { body: RunJob; attributes: "name" | "location" };
  readonly google_cloud_run_v2_job_iam_member: { body: RunServiceMember; attributes: "id" };
  readonly google_eventarc_trigger: { body: EventTrigger; attributes: "id" };
  readonly google_cloudbuildv2_connection: { body: Connection; attributes: "id" };
  readonly google_cloudbuildv2_repository: { body: ConnectedRepository; attributes: "id" };
  readonly google_cloudbuild_trigger: { body: BuildTrigger; attributes: "id" };
}

interface DataTypes {
  readonly google_project: { body: object; attributes: "number" | "project_id" };
  readonly google_storage_project_service_account: { body: object; attributes: "member" };
}

export type ResourceType = keyof Types;
export type DataType = keyof DataTypes;

export type BodyOf<T extends ResourceType | `data.${DataType}`> = T extends ResourceType
  ? Types[T]["body"]
  : T extends `data.${infer D extends DataType}`
    ? DataTypes[D]["body"]
    : never;

export type AttributesOf<T extends ResourceType | `data.${DataType}`> = T extends ResourceType
  ? Types[T]["attributes"]
  : T extends `data.${infer D extends DataType}`
    ? DataTypes[D]["attributes"]
    : never;
