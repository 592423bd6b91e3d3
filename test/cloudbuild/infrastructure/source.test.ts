// The triggers of builds.ts, as the infrastructure takes them over: on its own repository, as its own accounts.
import { expect, test } from "vitest";
import { triggerOf } from "../../../cloudbuild/infrastructure/source.ts";
import { templateOf, type Text } from "../../../cloudbuild/infrastructure/terraform.ts";
import type { BuildTrigger } from "../../../cloudbuild/triggers/trigger.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { sampleTriggers } from "./sample-triggers.ts";

const bodyOf = (trigger: BuildTrigger | undefined): unknown =>
  trigger === undefined ? undefined : texts(triggerOf(trigger).body);

/** Expressions as Terraform reads them. */
function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(texts);
  if (typeof value === "string") return templateOf(value);
  if (typeof value !== "object" || value === null) return value;
  if ("kind" in value) return templateOf(value as Text);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, texts(field)]));
}

const place = {
  _REGISTRY: "${var.region}-docker.pkg.dev",
  _REPOSITORY: "${google_artifact_registry_repository.images.repository_id}",
};
const repository = "${google_cloudbuildv2_repository.pollux[0].id}";

test("a push", () => {
  expect(bodyOf(sampleTriggers[0])).toEqual({
    name: "pollux-main",
    description: "Every commit of main.",
    location: "${var.region}",
    tags: ["pollux"],
    filename: "cloudbuild/cloudbuild.yaml",
    included_files: ["containers/**"],
    ignored_files: ["**/*.md"],
    substitutions: { _TAG: "$COMMIT_SHA", ...place },
    service_account: "${google_service_account.builder.id}",
    repository_event_config: { repository, push: { branch: "^main$" } },
  });
});

test("a tag, which somebody approves", () => {
  expect(bodyOf(sampleTriggers[1])).toEqual({
    name: "pollux-release",
    location: "${var.region}",
    filename: "cloudbuild/cloudbuild.yaml",
    // Cloud Build evaluates it, not Terraform.
    substitutions: { _TAG: "$${TAG_NAME}", ...place },
    service_account: "${google_service_account.builder.id}",
    approval_config: { approval_required: true },
    repository_event_config: { repository, push: { tag: "^v[0-9]+$", invert_regex: true } },
  });
});

test("a pull request, as an account that cannot publish", () => {
  expect(bodyOf(sampleTriggers[2])).toEqual({
    name: "pollux-pull-request",
    location: "${var.region}",
    filename: "cloudbuild/pull-request.yaml",
    substitutions: place,
    service_account: "${google_service_account.pull_request.id}",
    repository_event_config: {
      repository,
      pull_request: {
        branch: "^main$",
        comment_control: "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY",
      },
    },
  });
});

test("triggers are made once the app is installed on GitHub", () => {
  for (const trigger of sampleTriggers) {
    expect(triggerOf(trigger).when.map(({ name }) => name)).toEqual(["github_installation"]);
  }
});

const [push] = sampleTriggers;
const remedy = "Change it in cloudbuild/builds.ts, or teach cloudbuild/infrastructure/source.ts.";

test.each<[Partial<BuildTrigger>, string]>([
  [{ webhookConfig: {} }, `trigger "pollux-main": says webhookConfig. ${remedy}`],
  [
    { serviceAccount: "projects/p/serviceAccounts/x@p.iam.gserviceaccount.com" },
    `trigger "pollux-main": runs as "projects/p/serviceAccounts/x@p.iam.gserviceaccount.com", which is no account of the infrastructure's. ${remedy}`,
  ],
  [
    { github: { owner: "o", name: "n" } },
    `trigger "pollux-main": starts on no event of a repository. ${remedy}`,
  ],
])("what cannot be kept is refused: %j", (change, message) => {
  if (push === undefined) throw new Error("there is no sample");
  expect(() => triggerOf({ ...push, ...change })).toThrow(new UserError("TRIGGER_NOT_KEPT", message));
});
