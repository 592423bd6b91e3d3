// The triggers of builds.ts, as the infrastructure takes them over: on its own repository, as its own accounts.
import { expect, test } from "vitest";
import { type Defaults, triggerOf } from "../../../cloudbuild/infrastructure/source.ts";
import { templateOf, type TerraformText } from "../../../cloudbuild/infrastructure/terraform.ts";
import type { BuildTrigger } from "../../../cloudbuild/triggers/trigger.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { sampleTriggers } from "./sample-triggers.ts";

const bodyOf = (trigger: BuildTrigger | undefined, defaults: Defaults = {}): unknown =>
  trigger === undefined ? undefined : texts(triggerOf(trigger, defaults).body);

/** Expressions as Terraform reads them. */
function texts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(texts);
  if (typeof value === "string") return templateOf(value);
  if (typeof value !== "object" || value === null) return value;
  if ("kind" in value) return templateOf(value as TerraformText);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, texts(field)]));
}

const place = {
  _REGISTRY: "${var.region}-docker.pkg.dev",
  _REPOSITORY: "pollux",
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

test("where the configs already say where images go, a trigger in their region says no more than builds.ts", () => {
  const defaults = { _REGISTRY: "us-central1-docker.pkg.dev", _REPOSITORY: "pollux" };
  expect(
    sampleTriggers.map((one) => (bodyOf(one, defaults) as { substitutions: string }).substitutions),
  ).toEqual([
    '${merge(var.region == "us-central1" ? {} : {"_REGISTRY" = "${var.region}-docker.pkg.dev"}, {"_TAG" = "$COMMIT_SHA"})}',
    '${merge(var.region == "us-central1" ? {} : {"_REGISTRY" = "${var.region}-docker.pkg.dev"}, {"_TAG" = "$${TAG_NAME}"})}',
    '${merge(var.region == "us-central1" ? {} : {"_REGISTRY" = "${var.region}-docker.pkg.dev"}, {})}',
  ]);
});

test("what a trigger says itself of where images go is kept", () => {
  const [first] = sampleTriggers;
  const substitutions = { _REGISTRY: "europe-docker.pkg.dev", _REPOSITORY: "mine" };
  expect(bodyOf(first && { ...first, substitutions })).toMatchObject({ substitutions });
});

test("triggers whose names differ only in case, or begin with a digit, have names of their own in Terraform", () => {
  const [first] = sampleTriggers;
  const names = ["a-b", "A-B", "1st"].map((name) => first && triggerOf({ ...first, name }).name);
  expect(names).toEqual(["a_b", "trigger_a_b_77101aaa", "trigger_1st_e01ddf65"]);
});

test("triggers are made once the app is installed on GitHub", () => {
  for (const trigger of sampleTriggers) {
    expect(triggerOf(trigger).when.map(({ name }) => name)).toEqual([
      "github_installation",
      "github_owner",
      "github_repository",
    ]);
  }
});

const [push] = sampleTriggers;
const remedy =
  "Change it in builds.ts; if this is not the repository of Pollux, make accounts and repository with your own Terraform, and the triggers with pollux cloudbuild triggers --apply.";
const connected =
  'the one that is connected is ".../connections/pollux/repositories/pollux", of kind "connection"';

test.each<[{ readonly [field in keyof BuildTrigger]?: BuildTrigger[field] | undefined }, string]>([
  [{ webhookConfig: {} }, `trigger "pollux-main": says webhookConfig. ${remedy}`],
  [
    { serviceAccount: "projects/p/serviceAccounts/x@p.iam.gserviceaccount.com" },
    `trigger "pollux-main": runs as "projects/p/serviceAccounts/x@p.iam.gserviceaccount.com", which is none of the accounts that are made: pollux-builder, pollux-pull-request, pollux-pipeline, pollux-web, pollux-starter, pollux-events, pollux-tuning. ${remedy}`,
  ],
  [
    { repositoryEventConfig: undefined },
    `trigger "pollux-main": starts on no event of a repository. ${remedy}`,
  ],
  [
    { github: { owner: "o", name: "n" } },
    `trigger "pollux-main": is of the first-generation repository "o/n"; ${connected}. ${remedy}`,
  ],
  [
    { repositoryEventConfig: { repository: "projects/p/locations/l/connections/c/repositories/r" } },
    `trigger "pollux-main": is of the repository "projects/p/locations/l/connections/c/repositories/r"; ${connected}. ${remedy}`,
  ],
])("what cannot be kept is refused: %j", (change, message) => {
  if (push === undefined) throw new Error("there is no sample");
  expect(() => triggerOf({ ...push, ...change } as BuildTrigger)).toThrow(
    new UserError("TRIGGER_NOT_KEPT", message),
  );
});
