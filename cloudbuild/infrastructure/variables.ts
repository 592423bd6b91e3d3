// What a deployment may choose. No secret is among them: the values of secrets go into Secret Manager by hand.
import { text, type TerraformText, valueOf, variable } from "./terraform.ts";

export const project = variable("project", {
  type: "string",
  description: "The id of the project in which everything is made.",
  pattern: { matches: /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/, message: "Give a project's id, as twins-dev." },
});

export const region = variable("region", {
  type: "string",
  description: "Where everything is: Eventarc needs its bucket and its trigger in one place.",
  default: "us-central1",
  pattern: { matches: /^[a-z]+-[a-z]+[0-9]+$/, message: "Give a region, as europe-west4." },
});

export const githubOwner = variable("github_owner", {
  type: "string",
  description: "The account or organization on GitHub that has the repository.",
  default: "",
  pattern: { matches: /^[A-Za-z0-9-]{1,39}$/, message: "Give an account on GitHub." },
});

export const githubRepository = variable("github_repository", {
  type: "string",
  description: "The repository's name on GitHub.",
  default: "",
  pattern: { matches: /^[A-Za-z0-9._-]{1,100}$/, message: "Give a repository's name on GitHub." },
});

export const githubInstallation = variable("github_installation", {
  type: "number",
  description:
    "The number of the Cloud Build app's installation on GitHub. 0: not installed yet, and no trigger is made.",
  default: 0,
});

const digest = {
  matches: /@sha256:[0-9a-f]{64}$/,
  message: "Give an image by its digest, as REGISTRY/IMAGE@sha256:...",
};

/** What has no image yet is not made. */
export const webImage = variable("web_image", {
  type: "string",
  description: "The web app, by its digest. Empty: it is not made.",
  default: "",
  pattern: digest,
});

export const functionsImage = variable("functions_image", {
  type: "string",
  description: "What starts training and tuning on events, by its digest. Empty: it is not made.",
  default: "",
  pattern: digest,
});

export const tuningImage = variable("tuning_image", {
  type: "string",
  description: "The Gemini tuning job, by its digest. Empty: it is not made.",
  default: "",
  pattern: digest,
});

export const publicWeb = variable("public_web", {
  type: "bool",
  description:
    "Whether everybody may open the web app, instead of those alone who have the role to invoke it.",
  default: false,
});

export const runDays = variable("run_days", {
  type: "number",
  description: "After so many days what a pipeline run has left in the pipeline root is deleted.",
  default: 180,
});

export const deleteData = variable("delete_data", {
  type: "bool",
  description: "Whether tearing down empties buckets and the dataset that still hold something.",
  default: false,
});

/** Kept in the state, with what was made of them. */
export const remembered = [
  project,
  region,
  githubOwner,
  githubRepository,
  githubInstallation,
  webImage,
  functionsImage,
  tuningImage,
  publicWeb,
];

export const variables = [...remembered, runDays, deleteData];

/** `inProject("data")` is `PROJECT-pollux-data`: the names of buckets are of the whole world. */
export function inProject(name: string): TerraformText {
  return text`${valueOf(project)}-pollux-${name}`;
}

/** On everything that can have labels. */
export const labels = { app: "pollux" } as const;
