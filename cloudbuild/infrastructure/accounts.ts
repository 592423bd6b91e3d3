// Who acts: one service account for each thing that runs, and Google's own agents that act for the project.
import { data, ref, type Resource, resource, text, type TerraformText } from "./terraform.ts";

export type Account = Resource<"google_service_account">;

/** `pollux-builder` */
export function accountId({ body }: Account): string {
  return "account_id" in body ? String(body.account_id) : "";
}

function account(name: string, id: string, description: string): Account {
  return resource("google_service_account", name, {
    account_id: id,
    display_name: `Pollux: ${name.replaceAll("_", " ")}`,
    description,
  });
}

export const builder = account("builder", "pollux-builder", "Builds and publishes images and pipelines.");

/** It runs code that nobody has looked at yet. */
export const pullRequest = account(
  "pull_request",
  "pollux-pull-request",
  "Builds pull requests: reads images and their cache, writes nothing but logs.",
);

export const pipeline = account("pipeline", "pollux-pipeline", "Runs the tasks of pipelines on Vertex AI.");

export const web = account("web", "pollux-web", "Is the web app.");

export const starter = account(
  "starter",
  "pollux-starter",
  "Starts pipelines and tuning when something arrives.",
);

export const events = account("events", "pollux-events", "Brings events to the starter.");

export const tuning = account("tuning", "pollux-tuning", "Is the Gemini tuning job.");

export const accounts = [builder, pullRequest, pipeline, web, starter, events, tuning];

/** As whom a trigger may run. */
export const accountIds = accounts.map(accountId);

export const thisProject = data("google_project", "this", {});

/** Looking it up makes it, where it is not there yet. */
export const storageAgent = data("google_storage_project_service_account", "this", {});

/** Whose agents are given roles. */
export type Agent = "cloudbuild" | "pubsub";

/** `agent("pubsub")`: the agent of Pub/Sub, which its API brings with it. */
export function agent(service: Agent): TerraformText {
  return text`serviceAccount:service-${ref(thisProject, "number")}@gcp-sa-${service}.iam.gserviceaccount.com`;
}
