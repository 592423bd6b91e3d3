// What must hold of everything that a deployment makes, whatever the provider's schema says.
import { expect, test } from "vitest";
import { accounts } from "../../../cloudbuild/infrastructure/accounts.ts";
import { checkModule } from "../../../cloudbuild/infrastructure/check-module.ts";
import { infrastructure } from "../../../cloudbuild/infrastructure/infrastructure.ts";
import { referencesIn } from "../../../cloudbuild/infrastructure/references.ts";
import { googleProvider } from "../../../cloudbuild/infrastructure/resource-types.ts";
import { secrets } from "../../../cloudbuild/infrastructure/secrets.ts";
import { apis } from "../../../cloudbuild/infrastructure/services.ts";
import { writeModule } from "../../../cloudbuild/infrastructure/write-module.ts";
import { mistakesIn, provider, schemaOf } from "./provider-schema.ts";
import { sampleTriggers } from "./sample-triggers.ts";

const module = infrastructure(sampleTriggers);
const { resources, data } = module;
/** What Terraform reads, in its own words. */
const written = JSON.parse(writeModule(module)) as {
  readonly resource: { readonly [type: string]: { readonly [name: string]: Written } };
  readonly variable: {
    readonly [name: string]: { readonly default?: unknown; readonly sensitive?: boolean };
  };
};
interface Written {
  readonly [argument: string]: unknown;
}
const all = Object.entries(written.resource).flatMap(([type, named]) =>
  Object.entries(named).map(([name, body]) => ({ type, name, address: `${type}.${name}`, body })),
);
const ofType = (type: string) => all.filter((one) => one.type === type);
const roles = all.filter(({ type }) => type.endsWith("_iam_member"));

test("every reference leads somewhere, nothing is declared twice, nothing waits for itself", () => {
  expect(checkModule(module)).toEqual([]);
});

test("the provider is pinned to the version whose schema the arguments were held against", () => {
  expect({ source: provider.source, version: provider.version }).toEqual(googleProvider);
});

test.each([...data, ...resources].map((one) => [one.address, one] as const))(
  "%s has the arguments that the provider knows, and those that it requires",
  (address, one) => {
    const schema = schemaOf(one.kind === "data" ? `data.${one.type}` : one.type);
    if (schema === undefined) throw new Error(`provider-schema.json lacks ${one.type}`);
    expect(mistakesIn(address, one.body, schema.arguments)).toEqual([]);
  },
);

test("an argument that the provider does not know, and one that it lacks, are found", () => {
  const { arguments: known } = schemaOf("google_eventarc_trigger") ?? { arguments: {} };
  const body = { name: "a", location: "b", matching_criteria: [{ attribute: "type", val: "x" }] };
  expect(mistakesIn("it", body, known)).toEqual([
    'it: lacks "destination"',
    'it.matching_criteria: lacks "value"',
    'it.matching_criteria: no "val"',
  ]);
});

test("every attribute that is referred to is one that the provider has", () => {
  const typeOf = new Map(
    [...data, ...resources].map((one) => [
      one.address,
      one.kind === "data" ? `data.${one.type}` : (one.type as string),
    ]),
  );
  const used = [...resources.map(({ body }) => body), module.outputs].flatMap(referencesIn);
  const unknown = used.filter(
    ({ address, attribute }) =>
      attribute !== undefined && schemaOf(typeOf.get(address) ?? "")?.attributes.has(attribute) !== true,
  );
  expect(unknown.map(({ address, attribute }) => `${address}.${attribute}`)).toEqual([]);
});

test("each resource comes after the API that it needs", () => {
  const services = new Set(apis.map(({ address }) => address));
  const without = resources.filter(
    ({ type, after }) =>
      type !== "google_project_service" && !after.some(({ address }) => services.has(address)),
  );
  expect(without.map(({ address }) => address)).toEqual([]);
});

test("a role of one of Google's agents comes after the API that makes the agent", () => {
  const ofAgents = roles.flatMap(({ name, body }) => {
    const [, service] = /@gcp-sa-([a-z]+)[.]/.exec(String(body["member"])) ?? [];
    return service === undefined ? [] : [{ name, service, after: body["depends_on"] }];
  });
  expect(ofAgents.map(({ name }) => name)).toEqual([
    "pubsub_agent_uploads",
    "pubsub_agent_undelivered",
    "cloudbuild_agent_github_token",
    "pubsub_agent_as_events",
  ]);
  for (const { service, after } of ofAgents) expect(after).toContain(`google_project_service.${service}`);
  // Of Cloud Storage's the look-up makes it.
  expect(data.find(({ type }) => type === "google_storage_project_service_account")?.after).toEqual([
    apis.find(({ name }) => name === "storage"),
  ]);
});

test("what the state remembers of a deployment is what its options choose", () => {
  const { value } = module.outputs.find(({ name }) => name === "values") ?? {};
  expect(Object.keys(value ?? {})).toEqual([
    ...["project", "region", "github_owner", "github_repository", "github_installation"],
    ...["web_image", "functions_image", "tuning_image", "public_web"],
  ]);
});

test("what builds of main push is deleted some day, and releases never", () => {
  const policies = written.resource["google_artifact_registry_repository"]?.["images"]?.["cleanup_policies"];
  expect(policies).toEqual([
    { id: "keep-latest", action: "KEEP", most_recent_versions: { keep_count: 30 } },
    { id: "keep-releases", action: "KEEP", condition: { tag_state: "TAGGED", tag_prefixes: ["v"] } },
    { id: "delete-untagged", action: "DELETE", condition: { tag_state: "UNTAGGED", older_than: "1209600s" } },
    {
      id: "delete-cache",
      action: "DELETE",
      condition: { tag_state: "TAGGED", tag_prefixes: ["cache"], older_than: "2592000s" },
    },
    { id: "delete-old", action: "DELETE", condition: { tag_state: "ANY", older_than: "7776000s" } },
  ]);
});

test("which APIs are switched on", () => {
  expect(ofType("google_project_service").map(({ body }) => body["service"])).toEqual([
    "aiplatform.googleapis.com",
    "artifactregistry.googleapis.com",
    "bigquery.googleapis.com",
    "cloudbuild.googleapis.com",
    "cloudresourcemanager.googleapis.com",
    "containeranalysis.googleapis.com",
    "eventarc.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "pubsub.googleapis.com",
    "run.googleapis.com",
    "secretmanager.googleapis.com",
    "storage.googleapis.com",
  ]);
});

test("nobody has a basic role, and no role takes another away", () => {
  const basic = roles.filter(({ body }) => /^roles\/(owner|editor|viewer)$/.test(String(body["role"])));
  expect(basic).toEqual([]);
  expect(all.filter(({ type }) => /_iam_(binding|policy)$/.test(type))).toEqual([]);
});

test("nobody administers anything", () => {
  expect(roles.filter(({ body }) => /admin/i.test(String(body["role"])))).toEqual([]);
});

test("everybody has one role, and only where a variable that is off says so", () => {
  const open = all.filter(({ body }) => /all(Authenticated)?Users/.test(JSON.stringify(body)));
  expect(open.map(({ address, body }) => [address, body["role"], body["count"]])).toEqual([
    [
      "google_cloud_run_v2_service_iam_member.everybody_web",
      "roles/run.invoker",
      '${var.web_image != "" && var.public_web ? 1 : 0}',
    ],
  ]);
  expect(written.variable["public_web"]?.default).toBe(false);
});

test("the roles that are given on the whole project, because nothing is narrower", () => {
  const wide = ofType("google_project_iam_member").map(({ name, body }) => [name, body["role"]]);
  expect(wide).toEqual([
    ["builder_log_writer", "roles/logging.logWriter"],
    ["events_event_receiver", "roles/eventarc.eventReceiver"],
    ["pipeline_log_writer", "roles/logging.logWriter"],
    ["pipeline_user", "roles/aiplatform.user"],
    ["pull_request_log_writer", "roles/logging.logWriter"],
    ["starter_user", "roles/aiplatform.user"],
    ["storage_agent_publisher", "roles/pubsub.publisher"],
    ["tuning_user", "roles/aiplatform.user"],
    ["web_job_user", "roles/bigquery.jobUser"],
    ["web_predictor", "${google_project_iam_custom_role.predictor.name}"],
  ]);
});

test("who builds pull requests reads images and writes logs, and can do no more", () => {
  const mine = roles.filter(({ body }) =>
    String(body["member"]).includes("google_service_account.pull_request."),
  );
  expect(mine.map(({ body }) => body["role"])).toEqual([
    "roles/artifactregistry.reader",
    "roles/logging.logWriter",
  ]);
});

test("who may act as whom", () => {
  const acting = ofType("google_service_account_iam_member").map(({ name, body }) => [name, body["role"]]);
  expect(acting).toEqual([
    ["pipeline_as_pipeline", "roles/iam.serviceAccountUser"],
    ["pubsub_agent_as_events", "roles/iam.serviceAccountTokenCreator"],
    ["starter_as_pipeline", "roles/iam.serviceAccountUser"],
  ]);
});

test("every service account has a role, and is what something runs as", () => {
  const members = JSON.stringify(roles.map(({ body }) => body["member"]));
  const others = JSON.stringify(all.filter((one) => !roles.includes(one)));
  // The pipeline's is given to the starter, which submits pipelines that run as it.
  for (const { address } of accounts) {
    expect([address, members.includes(`${address}.member`), others.includes(`\${${address}.`)]).toEqual([
      address,
      true,
      true,
    ]);
  }
});

test("every bucket is closed to the public, has one kind of access, and deletes something some day", () => {
  const buckets = ofType("google_storage_bucket");
  expect(buckets.map(({ name }) => name)).toEqual(["builds", "chats", "pipelines", "runs", "tuning"]);
  for (const { body } of buckets) {
    expect(body).toMatchObject({
      location: "${var.region}",
      public_access_prevention: "enforced",
      uniform_bucket_level_access: true,
      force_destroy: "${var.delete_data}",
    });
    expect(body["lifecycle_rule"]).toContainEqual({
      action: { type: "AbortIncompleteMultipartUpload" },
      condition: { age: 7 },
    });
  }
});

test("what is deleted of a person's chats, and of what was made of them, is gone at once", () => {
  for (const name of ["chats", "runs"]) {
    expect(written.resource["google_storage_bucket"]?.[name]).toMatchObject({
      versioning: { enabled: false },
      soft_delete_policy: { retention_duration_seconds: 0 },
    });
  }
});

test("no secret has a value, and each is read by somebody", () => {
  expect(all.filter(({ type }) => type.includes("secret_version"))).toEqual([]);
  const readers = ofType("google_secret_manager_secret_iam_member").map(({ body }) => body["secret_id"]);
  expect(readers).toEqual(
    expect.arrayContaining(secrets.map(({ name }) => `\${google_secret_manager_secret.${name}.id}`)),
  );
  expect(Object.values(written.variable).filter(({ sensitive }) => sensitive === true)).toEqual([]);
});

test("what reads a secret as it starts comes after the role by which it may", () => {
  const readers = ofType("google_cloud_run_v2_service").filter(({ body }) =>
    JSON.stringify(body).includes("secret_key_ref"),
  );
  expect(readers.map(({ name, body }) => [name, body["depends_on"]])).toEqual([
    ["web", ["google_project_service.run", "google_secret_manager_secret_iam_member.web_session_key"]],
  ]);
});

test("what has no image is not made, and nothing of it is referred to by what is", () => {
  const counted = [...ofType("google_cloud_run_v2_service"), ...ofType("google_cloud_run_v2_job")];
  expect(counted.map(({ address, body }) => [address, body["count"]])).toEqual([
    ["google_cloud_run_v2_service.starter", '${var.functions_image != "" ? 1 : 0}'],
    ["google_cloud_run_v2_service.web", '${var.web_image != "" ? 1 : 0}'],
    ["google_cloud_run_v2_job.tuning", '${var.tuning_image != "" ? 1 : 0}'],
  ]);
});

test("a trigger and the bucket whose events start it are in the same place", () => {
  const [trigger] = ofType("google_eventarc_trigger");
  expect(trigger?.body["location"]).toBe(written.resource["google_storage_bucket"]?.["tuning"]?.["location"]);
});

test("what cannot be delivered is kept", () => {
  expect(written.resource["google_pubsub_subscription"]).toMatchObject({
    uploads: { dead_letter_policy: { dead_letter_topic: "${google_pubsub_topic.undelivered.id}" } },
    undelivered: { topic: "${google_pubsub_topic.undelivered.id}", expiration_policy: { ttl: "" } },
  });
});

test("it is the same text every time", () => {
  expect(writeModule(infrastructure(sampleTriggers))).toBe(writeModule(module));
});
