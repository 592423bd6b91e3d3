// Cloud Run: the web app, what starts training and tuning, and the Gemini tuning job. Each is made once it has an image.
import { type Account, pipeline, starter, tuning, web } from "./accounts.ts";
import { templates } from "./registry.ts";
import type { EnvironmentVariable } from "./run-arguments.ts";
import { sessionKey } from "./secrets.ts";
import { chats, pipelines, runs, tuningData, users } from "./storage.ts";
import {
  ref,
  type Resource,
  resource,
  text,
  type TerraformText,
  type Variable,
  valueOf,
} from "./terraform.ts";
import { functionsImage, labels, project, region, tuningImage, webImage } from "./variables.ts";

interface Service {
  readonly name: string;
  readonly description: string;
  readonly image: Variable;
  readonly account: Account;
  readonly ingress: "INGRESS_TRAFFIC_ALL" | "INGRESS_TRAFFIC_INTERNAL_ONLY";
  readonly env: readonly EnvironmentVariable[];
}

/** They hold no data, so that nothing protects them from being deleted. */
function service(of: Service): Resource<"google_cloud_run_v2_service"> {
  const { name, description, image, account, ingress, env } = of;
  return resource(
    "google_cloud_run_v2_service",
    name,
    {
      name: `pollux-${name}`,
      location: valueOf(region),
      labels,
      description,
      deletion_protection: false,
      ingress,
      template: {
        service_account: ref(account, "email"),
        timeout: "300s",
        max_instance_request_concurrency: 40,
        scaling: { min_instance_count: 0, max_instance_count: 4 },
        containers: [{ image: valueOf(image), env, resources: { limits: { cpu: "1", memory: "1Gi" } } }],
      },
    },
    { when: [image] },
  );
}

const variables = (values: { readonly [name: string]: TerraformText }): readonly EnvironmentVariable[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

const place = { POLLUX_PROJECT: valueOf(project), POLLUX_LOCATION: valueOf(region) };

/** Reachable from everywhere, but only for those who may invoke it. */
export const webService = service({
  name: "web",
  description: "The web app: sign up, upload chats, talk to the twin.",
  image: webImage,
  account: web,
  ingress: "INGRESS_TRAFFIC_ALL",
  env: [
    ...variables({
      ...place,
      POLLUX_ENDPOINTS: "vertex",
      POLLUX_CHATS: ref(chats, "url"),
      POLLUX_USERS: ref(users, "dataset_id"),
      // By its name: this file is read before that of the topics, which needs the starter.
      POLLUX_UPLOADS: text`projects/${valueOf(project)}/topics/pollux-uploads`,
    }),
    {
      name: "POLLUX_SESSION_KEY",
      value_source: { secret_key_ref: { secret: ref(sessionKey, "secret_id"), version: "latest" } },
    },
  ],
});

/** Events come from within Google Cloud. */
export const starterService = service({
  name: "starter",
  description: "Starts the training of a twin, and the tuning of Gemini, when something arrives.",
  image: functionsImage,
  account: starter,
  ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY",
  env: variables({
    ...place,
    POLLUX_PIPELINE_ROOT: ref(runs, "url"),
    POLLUX_SERVICE_ACCOUNT: ref(pipeline, "email"),
    POLLUX_PIPELINES: ref(pipelines, "url"),
    POLLUX_TEMPLATES: text`https://${valueOf(region)}-kfp.pkg.dev/${valueOf(project)}/${ref(templates, "repository_id")}`,
    POLLUX_TUNING_JOB: "pollux-tuning",
  }),
});

/** It waits for the tuning on Vertex AI. Its locks make a second attempt useless. */
export const tuningJob = resource(
  "google_cloud_run_v2_job",
  "tuning",
  {
    name: "pollux-tuning",
    location: valueOf(region),
    labels,
    deletion_protection: false,
    template: {
      task_count: 1,
      template: {
        service_account: ref(tuning, "email"),
        timeout: `${24 * 3600}s`,
        max_retries: 0,
        containers: [
          {
            image: valueOf(tuningImage),
            env: variables({
              PROJECT_ID: valueOf(project),
              LOCATION: valueOf(region),
              BUCKET_NAME: ref(tuningData, "name"),
            }),
            resources: { limits: { cpu: "1", memory: "2Gi" } },
          },
        ],
      },
    },
  },
  { when: [tuningImage] },
);
