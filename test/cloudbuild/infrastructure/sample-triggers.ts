// A push, a tag and a pull request, as `makeTriggers` gives them.
import type { BuildTrigger } from "../../../cloudbuild/triggers/trigger.ts";

const repository = "projects/p/locations/us-central1/connections/pollux/repositories/pollux";
const accountOf = (name: string): string => `projects/p/serviceAccounts/${name}@p.iam.gserviceaccount.com`;

export const sampleTriggers: readonly BuildTrigger[] = [
  {
    name: "pollux-main",
    description: "Every commit of main.",
    tags: ["pollux"],
    repositoryEventConfig: { repository, push: { branch: "^main$" } },
    filename: "cloudbuild/cloudbuild.yaml",
    includedFiles: ["containers/**"],
    ignoredFiles: ["**/*.md"],
    substitutions: { _TAG: "$COMMIT_SHA" },
    serviceAccount: accountOf("pollux-builder"),
  },
  {
    name: "pollux-release",
    repositoryEventConfig: { repository, push: { tag: "^v[0-9]+$", invertRegex: true } },
    filename: "cloudbuild/cloudbuild.yaml",
    substitutions: { _TAG: "${TAG_NAME}" },
    approvalConfig: { approvalRequired: true },
    serviceAccount: accountOf("pollux-builder"),
  },
  {
    name: "pollux-pull-request",
    repositoryEventConfig: {
      repository,
      pullRequest: { branch: "^main$", commentControl: "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY" },
    },
    filename: "cloudbuild/pull-request.yaml",
    serviceAccount: accountOf("pollux-pull-request"),
  },
];
