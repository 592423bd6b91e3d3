// How the builds of this repository are one: what is merged, what waits for what between them, and what starts it.
import { builds } from "./config/builds.ts";

const project = "pollux-twin";
const serviceAccount = (name: string): string =>
  `projects/${project}/serviceAccounts/${name}@${project}.iam.gserviceaccount.com`;

export default builds({
  components: {
    checks: {
      config: "cloudbuild/checks.yaml",
      inputs: [
        ".ci/**",
        ".gitignore",
        ".prettierignore",
        ".prettierrc.json",
        "README.md",
        "components/**",
        "containers/**",
        "pipeline/**",
        "scripts/**",
        "test/**",
        "vitest.config.ts",
      ],
    },
    node: { config: "containers/node/cloudbuild.yaml" },
    trainer: { config: "containers/trainer/cloudbuild.yaml" },
    pipelines: {
      config: "cloudbuild/pipelines.yaml",
      inputs: ["components/**", "pipeline/**", "scripts/**"],
      // That it waits for the images follows from their digests, which it reads.
      needs: [{ step: "compile", on: ["checks"] }],
    },
  },

  environments: {
    development: { substitutions: { _TAG: "$COMMIT_SHA" } },
    production: { substitutions: { _TAG: "$TAG_NAME" } },
    "pull-request": { substitutions: { _TAG: "pull-${_PR_NUMBER}" } },
  },

  // Guesses, until a build on Google Cloud gives better ones: `pollux cloudbuild plan --timings`.
  durations: {
    "checks:test": 600,
    "node:builder": 15,
    "node:test": 120,
    "node:build": 60,
    "node:try": 10,
    "node:push": 30,
    "trainer:builder": 15,
    "trainer:test": 300,
    "trainer:build": 240,
    "trainer:try": 20,
    "trainer:push": 120,
    "pipelines:compile": 45,
  },

  shared: [".dockerignore", ".npmrc", "package-lock.json", "package.json", "tsconfig.json"],
  output: "cloudbuild/cloudbuild.yaml",
  pullRequestOutput: "cloudbuild/pull-request.yaml",

  triggers: {
    output: "cloudbuild/triggers.yaml",
    region: "us-central1",
    repository: {
      kind: "connection",
      repository: `projects/${project}/locations/us-central1/connections/pollux/repositories/pollux`,
    },
    serviceAccount: serviceAccount("pollux-builder"),
    list: {
      "pollux-main": {
        description: "Tests, builds and publishes every commit of main.",
        on: { kind: "push", branch: "^main$" },
        environment: "development",
      },
      "pollux-release": {
        description: "Publishes a version, once somebody approves.",
        on: { kind: "tag", tag: "^v[0-9]+[.][0-9]+[.][0-9]+$" },
        environment: "production",
      },
      "pollux-pull-request": {
        description: "Tests and builds what a pull request would change, and publishes nothing.",
        on: { kind: "pull request", branch: "^main$" },
        environment: "pull-request",
        serviceAccount: serviceAccount("pollux-pull-request"),
      },
    },
  },
});
