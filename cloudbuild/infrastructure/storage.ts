// Where data lies: buckets for chats, pipeline runs, tuning data and builds, and the dataset of the users.
import type { LifecycleRule } from "./resource-arguments.ts";
import { type Resource, resource, valueOf } from "./terraform.ts";
import { deleteData, inProject, labels, region, runDays } from "./variables.ts";

type Bucket = Resource<"google_storage_bucket">;

/** What was begun and never finished costs, and nothing shows it. */
const abort: LifecycleRule = { action: { type: "AbortIncompleteMultipartUpload" }, condition: { age: 7 } };

interface Keeping {
  readonly rules?: readonly LifecycleRule[];
  readonly versions?: boolean;
  /** What is deleted is gone at once, instead of a week later. */
  readonly forgets?: boolean;
}

function bucket(name: string, { rules = [], versions = false, forgets = false }: Keeping): Bucket {
  return resource("google_storage_bucket", name, {
    name: inProject(name),
    location: valueOf(region),
    labels,
    force_destroy: valueOf(deleteData),
    uniform_bucket_level_access: true,
    public_access_prevention: "enforced",
    versioning: { enabled: versions },
    ...(forgets ? { soft_delete_policy: { retention_duration_seconds: 0 } } : {}),
    lifecycle_rule: [abort, ...rules],
  });
}

/** A person's chats can be deleted, wholly: no versions, and nothing that brings them back. */
export const chats = bucket("chats", { forgets: true });

/** The pipeline root. What is in it was made of chats, so it does not stay for ever, and goes at once as well. */
export const runs = bucket("runs", {
  rules: [{ action: { type: "Delete" }, condition: { age: valueOf(runDays) } }],
  forgets: true,
});

/** The compiled pipelines of every build, which name their images by digest. A build that is repeated writes them again. */
export const pipelines = bucket("pipelines", {
  rules: [{ action: { type: "Delete" }, condition: { days_since_noncurrent_time: 30 } }],
  versions: true,
});

/** Training data and state of the Gemini tuning, which a mistake must not destroy. */
export const tuningData = bucket("tuning", {
  rules: [{ action: { type: "Delete" }, condition: { days_since_noncurrent_time: 30 } }],
  versions: true,
});

/** The sources of builds that are started by hand, and their logs where a build keeps them. */
export const builds = bucket("builds", {
  rules: [{ action: { type: "Delete" }, condition: { age: 30 } }],
  forgets: true,
});

export const buckets: readonly Bucket[] = [chats, runs, pipelines, tuningData, builds];

/** Two days of the past is the least that BigQuery keeps. */
export const users = resource("google_bigquery_dataset", "users", {
  dataset_id: "pollux_users",
  location: valueOf(region),
  friendly_name: "Users of Pollux",
  description: "Who has a twin, and how far it is.",
  labels,
  delete_contents_on_destroy: valueOf(deleteData),
  max_time_travel_hours: "48",
});
