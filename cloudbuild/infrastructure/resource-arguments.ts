// What can be said of each resource that is used here: its arguments, those that must be given without a question mark.
import type { TerraformText } from "./terraform.ts";

export type Labels = { readonly [key: string]: TerraformText };

/** Numbers and booleans may come from variables as well. */
export type Numeric = number | TerraformText;
type Bool = boolean | TerraformText;

export interface Member {
  readonly role: TerraformText;
  readonly member: TerraformText;
}

export interface ProjectService {
  readonly service: TerraformText;
  readonly disable_on_destroy: boolean;
}

export interface ProjectIamMember extends Member {
  readonly project: TerraformText;
}

export interface CustomRole {
  readonly role_id: TerraformText;
  readonly title: TerraformText;
  readonly description?: TerraformText;
  readonly permissions: readonly string[];
}

export interface ArtifactRegistry {
  readonly repository_id: TerraformText;
  readonly location: TerraformText;
  readonly format: "DOCKER" | "KFP";
  readonly description?: TerraformText;
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
  readonly location: TerraformText;
  readonly repository: TerraformText;
}

export interface Bucket {
  readonly name: TerraformText;
  readonly location: TerraformText;
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
  readonly bucket: TerraformText;
}

export interface Dataset {
  readonly dataset_id: TerraformText;
  readonly location: TerraformText;
  readonly friendly_name?: TerraformText;
  readonly description?: TerraformText;
  readonly labels?: Labels;
  readonly delete_contents_on_destroy: Bool;
  readonly max_time_travel_hours?: TerraformText;
}

export interface DatasetMember extends Member {
  readonly dataset_id: TerraformText;
}

export interface Topic {
  readonly name: TerraformText;
  readonly labels?: Labels;
  readonly message_retention_duration?: TerraformText;
  readonly message_storage_policy?: { readonly allowed_persistence_regions: readonly TerraformText[] };
}

export interface TopicMember extends Member {
  readonly topic: TerraformText;
}

export interface Subscription {
  readonly name: TerraformText;
  readonly topic: TerraformText;
  readonly labels?: Labels;
  readonly ack_deadline_seconds?: number;
  readonly message_retention_duration?: TerraformText;
  /** An empty `ttl`: never. */
  readonly expiration_policy?: { readonly ttl: string };
  readonly dead_letter_policy?: {
    readonly dead_letter_topic: TerraformText;
    readonly max_delivery_attempts: number;
  };
  readonly retry_policy?: { readonly minimum_backoff: string; readonly maximum_backoff: string };
  readonly push_config?: {
    readonly push_endpoint: TerraformText;
    readonly oidc_token: { readonly service_account_email: TerraformText; readonly audience?: TerraformText };
  };
}

export interface SubscriptionMember extends Member {
  readonly subscription: TerraformText;
}

export interface Secret {
  readonly secret_id: TerraformText;
  readonly labels?: Labels;
  readonly replication: {
    readonly user_managed: { readonly replicas: readonly { readonly location: TerraformText }[] };
  };
}

export interface SecretMember extends Member {
  readonly secret_id: TerraformText;
}

export interface ServiceAccount {
  readonly account_id: TerraformText;
  readonly display_name: TerraformText;
  readonly description?: TerraformText;
}

export interface ServiceAccountMember extends Member {
  readonly service_account_id: TerraformText;
}
