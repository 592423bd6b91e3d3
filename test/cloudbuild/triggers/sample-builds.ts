// A small builds.ts with triggers, and the builds that it would lead to, for the tests of triggers.
import type { Builds, Trigger, Triggers } from "../../../cloudbuild/config/builds.ts";
import type { Build } from "../../../cloudbuild/format/build.ts";
import { makeTriggers, type TriggerMaking } from "../../../cloudbuild/triggers/make-triggers.ts";

export const account = "projects/p/serviceAccounts/builder@p.iam.gserviceaccount.com";
export const readerAccount = "projects/p/serviceAccounts/reader@p.iam.gserviceaccount.com";

export const sampleBuild: Build = {
  steps: [{ name: "docker", id: "web:build", args: ["build", "--tag", "web:$_TAG", "--label=$_NOTE"] }],
  substitutions: { _NOTE: "none" },
  images: ["web:$_TAG"],
  options: { logging: "CLOUD_LOGGING_ONLY" },
};

export const samplePullRequestBuild: Build = {
  steps: [{ name: "docker", id: "web:build", args: ["build", "--tag", "web:$_TAG"] }],
  options: { logging: "CLOUD_LOGGING_ONLY" },
};

export const sampleList: { readonly [name: string]: Trigger } = {
  main: {
    description: "Every commit of main.",
    on: { kind: "push", branch: "^main$" },
    environment: "development",
    ignoredFiles: ["**/*.md"],
  },
  release: { on: { kind: "tag", tag: "^v[0-9]+$" }, environment: "production", tags: ["release"] },
  pulls: {
    on: { kind: "pull request", branch: "^main$" },
    environment: "pull-request",
    serviceAccount: readerAccount,
  },
};

export function sampleBuilds(triggers: Partial<Triggers> = {}, more: Partial<Builds> = {}): Builds {
  return {
    components: { web: { config: "web/cloudbuild.yaml" } },
    environments: {
      development: { substitutions: { _TAG: "$COMMIT_SHA", _UNKNOWN: "x" } },
      production: { substitutions: { _TAG: "$TAG_NAME", _NOTE: "yes" } },
      "pull-request": { substitutions: { _TAG: "pull-$_PR_NUMBER" } },
    },
    output: "cloudbuild/cloudbuild.yaml",
    pullRequestOutput: "cloudbuild/pull-request.yaml",
    triggers: {
      region: "europe-west1",
      repository: { kind: "github", owner: "someone", name: "site" },
      serviceAccount: account,
      list: sampleList,
      ...triggers,
    },
    ...more,
  };
}

/** As a person would write it: places are found in it. */
export function sampleSource(config: Builds): TriggerMaking["source"] {
  const text = JSON.stringify(config, null, 2).replaceAll(/"(\w+)":/g, "$1:");
  return { file: "builds.ts", text: `export default builds(${text});\n` };
}

export function makeSample(config: Builds = sampleBuilds(), more: Partial<TriggerMaking> = {}) {
  return makeTriggers({
    config,
    source: sampleSource(config),
    dependencies: () => ["package.json", "web/**", "web/Dockerfile", "cloudbuild/**"],
    build: sampleBuild,
    pullRequestBuild: samplePullRequestBuild,
    ...more,
  });
}

/** `list` instead of the sample's. */
export function makeList(list: { readonly [name: string]: Trigger }, more: Partial<TriggerMaking> = {}) {
  return makeSample(sampleBuilds({ list }), more);
}
