// The settings one by one: their option, their environment variables, and the form they must have.
import type { Json } from "../../ir/pipeline-spec.ts";
import * as forms from "./forms.ts";
import type { ConfigField } from "./vertex-config.ts";

export interface Field {
  /** Of the command line. */
  readonly option: string;
  /** The first that is set counts. */
  readonly variables: readonly string[];
  readonly form: forms.Form;
  /** Text of the environment as the value it means. Default: the text. */
  readonly read?: (text: string) => Json;
}

export const fields: { readonly [F in ConfigField]: Field } = {
  project: {
    option: "--project",
    variables: ["POLLUX_PROJECT", "GOOGLE_CLOUD_PROJECT"],
    form: forms.project,
  },
  location: {
    option: "--location",
    variables: ["POLLUX_LOCATION", "CLOUD_ML_REGION", "GOOGLE_CLOUD_LOCATION"],
    form: forms.location,
  },
  pipelineRoot: {
    option: "--pipeline-root",
    variables: ["POLLUX_PIPELINE_ROOT"],
    form: forms.pipelineRoot,
  },
  serviceAccount: {
    option: "--service-account",
    variables: ["POLLUX_SERVICE_ACCOUNT"],
    form: forms.serviceAccount,
  },
  network: { option: "--network", variables: ["POLLUX_NETWORK"], form: forms.network },
  pscInterface: {
    option: "--psc-interface",
    variables: ["POLLUX_PSC_INTERFACE"],
    form: forms.pscInterface,
  },
  kmsKey: { option: "--kms-key", variables: ["POLLUX_KMS_KEY"], form: forms.kmsKey },
  labels: { option: "--label", variables: ["POLLUX_LABELS"], form: forms.labels, read: readLabels },
  failurePolicy: {
    option: "--failure-policy",
    variables: ["POLLUX_FAILURE_POLICY"],
    form: forms.failurePolicy,
  },
  experiment: { option: "--experiment", variables: ["POLLUX_EXPERIMENT"], form: forms.experiment },
  transport: { option: "--transport", variables: ["POLLUX_TRANSPORT"], form: forms.transport },
  apiEndpoint: {
    option: "--api-endpoint",
    variables: ["POLLUX_API_ENDPOINT"],
    form: forms.apiEndpoint,
  },
  insecure: {
    option: "--insecure",
    variables: ["POLLUX_INSECURE"],
    form: forms.insecure,
    read: readBoolean,
  },
};

export const fieldNames = Object.keys(fields) as readonly ConfigField[]; // an object's keys are its own

/** `team=twins,cost=4711`; text of another form stays text, which the form refuses. */
function readLabels(text: string): Json {
  if (text.trim() === "") return {};
  const pairs = text.split(",").map((part) => /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(part));
  if (pairs.some((pair) => pair === null)) return text;
  return Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? "", pair?.[2] ?? ""]));
}

function readBoolean(text: string): Json {
  if (/^(true|1|yes)$/i.test(text)) return true;
  return /^(false|0|no|)$/i.test(text) ? false : text;
}
