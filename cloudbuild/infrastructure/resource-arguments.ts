// What can be said of each resource that is used here: its arguments, those that must be given without a question mark.
import type { Text } from "./terraform.ts";

type Labels = { readonly [key: string]: Text };

/** Numbers and booleans may come from variables as well. */
type Numeric = number | Text;
type Bool = boolean | Text;

interface Member {
  readonly role: Text;
  readonly member: Text;
}

export interface ProjectService {
  readonly service: Text;
  readonly disable_on_destroy: boolean;
}

export interface ProjectIamMember extends Member {
  readonly project: Text;
}

export interface CustomRole {
  readonly role_id: Text;
  readonly title: Text;
  readonly description?: Text;
  readonly permissions: readonly string[];
}

export interface ArtifactRegistry {
  readonly repository_id: Text;
  readonly location: Text;
  readonly format: "DOCKER" | "KFP";
  readonly description?: Text;
  readonly labels?: Labels;
  readonly docker_config?: { readonly immutable_tags: boolean };
  readonly cleanup_policy_dry_run?: boolean;
  readonly cleanup_policies?: readonly CleanupPolicy[];
}

/** What a policy to keep names stays, whatever the others say. */
interface CleanupPolicy {
  readonly id: string;
  readonly action: "KEEP" | "DELETE";
  readonly condition?: {
    readonly tag_state?: "TAGGED" | "UNTAGGED" | "ANY";
    readonly tag_prefixes?: readonly string[];
    /** As `604800s`. */
    readonly older_than?: string;
  };
  readonly most_recent_versions?: { readonly keep_count: number };
}

export interface ArtifactRegistryMember extends Member {
  readonly location: Text;
  readonly repository: Text;
}

export interface Bucket {
  readonly name: Text;
  readonly location: Text;
  readonly labels?: Labels;
  readonly force_destroy: Bool;
  readonly uniform_bucket_level_access: true;
  readonly public_access_prevention: "enforced";
  readonly versioning?: { readonly enabled: boolean };
  readonly soft_delete_policy?: { readonly retention_duration_seconds: number };
  readonly lifecycle_rule: readonly LifecycleRule[];
}

export interface LifecycleRule {
  readonly action: { readonly type: "Delete" | "AbortIncompleteMultipartUpload" };
  readonly condition: { readonly age?: Numeric; readonly days_since_noncurrent_time?: number };
}

export interface BucketMember extends Member {
  readonly bucket: Text;
}

export interface Dataset {
  readonly dataset_id: Text;
  readonly location: Text;
  readonly friendly_name?: Text;
  readonly description?: Text;
  readonly labels?: Labels;
  readonly delete_contents_on_destroy: Bool;
  readonly max_time_travel_hours?: Text;
}

export interface DatasetMember extends Member {
  readonly dataset_id: Text;
}

export interface Topic {
  readonly name: Text;
  readonly labels?: Labels;
  readonly message_retention_duration?: Text;
  readonly message_storage_policy?: { readonly allowed_persistence_regions: readonly Text[] };
}

export interface TopicMember extends Member {
  readonly topic: Text;
}

export interface Subscription {
  readonly name: Text;
  readonly topic: Text;
  readonly labels?: Labels;
  readonly ack_deadline_seconds?: number;
  readonly message_retention_duration?: Text;
  /** An empty `ttl`: never. */
  readonly expiration_policy?: { readonly ttl: string };
  readonly dead_letter_policy?: { readonly dead_letter_topic: Text; readonly max_delivery_attempts: number };
  readonly retry_policy?: { readonly minimum_backoff: string; readonly maximum_backoff: string };
  readonly push_config?: {
    readonly push_endpoint: Text;
    readonly oidc_token: { readonly service_account_email: Text; readonly audience?: Text };
  };
}

export interface SubscriptionMember extends Member {
  readonly subscription: Text;
}

export interface Secret {
  readonly secret_id: Text;
  readonly labels?: Labels;
  readonly replication: {
    readonly user_managed: { readonly replicas: readonly { readonly location: Text }[] };
  };
}

export interface SecretMember extends Member {
  readonly secret_id: Text;
}

export interface ServiceAccount {
  readonly account_id: Text;
  readonly display_name: Text;
  readonly description?: Text;
}

export interface ServiceAccountMember extends Member {
  readonly service_account_id: Text;
}

interface Container {
  readonly image: Text;
  readonly args?: readonly Text[];
  readonly env?: readonly EnvironmentVariable[];
  readonly resources?: { readonly limits: { readonly cpu: string; readonly memory: string } };
}

export interface EnvironmentVariable {
  readonly name: string;
  readonly value?: Text;
  readonly value_source?: {
    readonly secret_key_ref: { readonly secret: Text; readonly version: string };
  };
}

export interface RunService {
  readonly name: Text;
  readonly location: Text;
  readonly labels?: Labels;
  readonly description?: Text;
  readonly deletion_protection: boolean;
  readonly ingress: "INGRESS_TRAFFIC_ALL" | "INGRESS_TRAFFIC_INTERNAL_ONLY";
  readonly template: {
    readonly service_account: Text;
    readonly timeout?: string;
    readonly max_instance_request_concurrency?: number;
    readonly scaling: { readonly min_instance_count: number; readonly max_instance_count: number };
    readonly containers: readonly Container[];
  };
}

export interface RunServiceMember extends Member {
  readonly name: Text;
  readonly location: Text;
}

export interface RunJob {
  readonly name: Text;
  readonly location: Text;
  readonly labels?: Labels;
  readonly deletion_protection: boolean;
  readonly template: {
    readonly task_count?: number;
    readonly template: {
      readonly service_account: Text;
      readonly timeout: string;
      readonly max_retries: number;
      readonly containers: readonly Container[];
    };
  };
}

export interface EventTrigger {
  readonly name: Text;
  readonly location: Text;
  readonly labels?: Labels;
  readonly service_account: Text;
  readonly matching_criteria: readonly { readonly attribute: string; readonly value: Text }[];
  readonly destination: {
    readonly cloud_run_service: { readonly service: Text; readonly region: Text; readonly path?: string };
  };
}

export interface Connection {
  readonly name: Text;
  readonly location: Text;
  readonly github_config: {
    readonly app_installation_id: Numeric;
    readonly authorizer_credential: { readonly oauth_token_secret_version: Text };
  };
}

export interface ConnectedRepository {
  readonly name: Text;
  readonly location: Text;
  readonly parent_connection: Text;
  readonly remote_uri: Text;
}

export interface BuildTrigger {
  readonly name: Text;
  readonly location: Text;
  readonly description?: Text;
  readonly disabled?: boolean;
  readonly tags?: readonly string[];
  readonly filename: Text;
  readonly service_account: Text;
  readonly filter?: Text;
  readonly included_files?: readonly string[];
  readonly ignored_files?: readonly string[];
  readonly include_build_logs?: string;
  readonly substitutions?: { readonly [name: string]: Text };
  readonly approval_config?: { readonly approval_required: boolean };
  readonly repository_event_config: RepositoryEvents & { readonly repository: Text };
}

/** One of the two. */
export interface RepositoryEvents {
  readonly push?: { readonly branch?: string; readonly tag?: string; readonly invert_regex?: boolean };
  readonly pull_request?: {
    readonly branch?: string;
    readonly comment_control?: string;
    readonly invert_regex?: boolean;
  };
}
