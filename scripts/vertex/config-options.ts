// The options of the commands that speak to Vertex AI.

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** Of every command: where the service is. */
export const placeOptions = {
  project: text,
  location: text,
  transport: text,
  "api-endpoint": text,
  insecure: flag,
  config: text,
  profile: text,
} as const;

/** Of commands that make jobs. */
export const jobOptions = {
  ...placeOptions,
  "pipeline-root": text,
  "service-account": text,
  network: text,
  "psc-interface": text,
  "kms-key": text,
  label: { type: "string", multiple: true },
  "failure-policy": text,
  experiment: text,
} as const;

export const placeUsage = `  --project ID, --location REGION
                          default: $GOOGLE_CLOUD_PROJECT; $CLOUD_ML_REGION or us-central1
  --profile NAME          settings of this name in pollux.json: {"profiles": {"dev": {"project": ...}}}
  --config FILE           instead of pollux.json
  --transport grpc|rest   default: grpc
  --api-endpoint HOST     instead of Google's; the local Vertex is http://127.0.0.1:PORT
  --insecure              allow plain http to another machine`;

export const jobUsage = `  --pipeline-root gs://...
                          where tasks keep what they make
  --service-account NAME  whom the tasks act as
  --network NAME          to be peered with; or --psc-interface ATTACHMENT
  --kms-key NAME          encrypts what is stored
  --label KEY=VALUE       of the job
  --failure-policy slow|fast
                          what a failed task does to others: slow lets them run
  --experiment NAME       that the run is put into
${placeUsage}

Settings are taken from options, from the environment ($POLLUX_PROJECT, $POLLUX_PIPELINE_ROOT ...), from the profile,
and from the pipeline's file, in this order.`;

/** As `parseArgs` gives them. */
export interface ConfigValues {
  readonly [option: string]: string | boolean | readonly string[] | undefined;
}
