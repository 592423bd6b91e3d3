// The form that each setting must have: what is wrong with a value, as the rest of a sentence about it.
import { isObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";

/** What is wrong and what to do, without the name and the value; `undefined`: nothing. */
export type Form = (value: Json) => string | undefined;

function matches(pattern: RegExp, mistake: string): Form {
  return (value) => (typeof value === "string" && pattern.test(value) ? undefined : mistake);
}

export const project = matches(
  /^([a-z0-9.-]+:)?[a-z][-a-z0-9]{4,28}[a-z0-9]$|^\d{1,20}$/,
  "is no project's id. Give one as my-project-123, or the project's number",
);
/** Without a number there are the places of several regions alone. */
export const location = matches(
  /^(global|us|eu|asia|[a-z]+-[a-z]+\d+)$/,
  "is no region. Give one as us-central1 or europe-west4",
);
export const pipelineRoot: Form = (value) => {
  const bucket = typeof value === "string" ? /^gs:\/\/([^/\r\n]+)(\/[^\r\n]*)?$/.exec(value)?.[1] : undefined;
  if (bucket === undefined) return "is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER";
  const mistake = bucketMistake(bucket);
  return mistake === undefined ? undefined : `has the bucket "${bucket}", whose name ${mistake}`;
};

function bucketMistake(name: string): string | undefined {
  if (/[^-._a-z0-9]/.test(name)) {
    return 'can have small letters, digits, "-", "_" and "." alone. Correct it';
  }
  if (!/^[a-z0-9].*[a-z0-9]$|^.$/.test(name))
    return "can begin and end with a letter or digit alone. Correct it";
  const most = name.includes(".") ? 222 : 63;
  if (name.length >= 3 && name.length <= most) return undefined;
  return `has ${name.length} ${name.length === 1 ? "character" : "characters"}. Give 3 to ${most}`;
}

export const serviceAccount = matches(
  /^[a-z0-9][-a-z0-9.]*@[a-z0-9][-a-z0-9.]*\.gserviceaccount\.com$/,
  "is no service account's address. Give one as NAME@PROJECT.iam.gserviceaccount.com",
);
export const network = matches(
  /^projects\/[^/\s]+\/global\/networks\/[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "is no network's full name. Give one as projects/PROJECT_NUMBER/global/networks/NAME",
);
export const pscInterface = matches(
  /^projects\/[^/\s]+\/regions\/[^/\s]+\/networkAttachments\/[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
  "is no network attachment's full name. Give one as projects/PROJECT/regions/REGION/networkAttachments/NAME",
);
export const kmsKey = matches(
  /^projects\/[^/\s]+\/locations\/[^/\s]+\/keyRings\/[^/\s]+\/cryptoKeys\/[^/\s]+$/,
  "is no key's full name. Give one as projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
);
export const failurePolicy = matches(/^(slow|fast)$/, "is no failure policy. Give slow or fast");
export const transport = matches(/^(grpc|rest)$/, "is no transport. Give grpc or rest");
export const experiment = matches(
  /^[a-z0-9][-a-z0-9]{0,127}$/,
  "is no experiment's name. Give up to 128 small letters, digits and dashes",
);
export const apiEndpoint = matches(
  /^(https?:\/\/)?([a-z0-9.-]+|\[::1\])(:\d{1,5})?\/?$/i,
  "is no host. Give one as us-central1-aiplatform.googleapis.com or http://127.0.0.1:8085",
);
export const insecure: Form = (value) =>
  typeof value === "boolean" ? undefined : "is neither true nor false. Give one of them";

/** The service's limits on keys and values. */
const labelText = /^[\p{Ll}\p{Lo}\p{N}_-]{0,64}$/u;
const labelKey = /^[\p{Ll}\p{Lo}]/u;
/** With what a submission adds. */
const mostLabels = 60;

/** Of an object, what is wrong is the whole sentence. */
export const labels: Form = (value) => {
  if (!isObject(value)) return 'are no labels. Give them as {"team": "twins"}';
  const entries = Object.entries(value);
  if (entries.length > mostLabels) return `there are ${entries.length} labels. Give up to ${mostLabels}`;
  const wrong = entries.flatMap(([key, text]) => labelMistake(key, text));
  return wrong.length === 0 ? undefined : `${wrong.join("; ")}. Correct them`;
};

function labelMistake(key: string, value: Json): readonly string[] {
  const form = 'can have up to 64 small letters, digits, "_" and "-"';
  if (!labelKey.test(key) || !labelText.test(key))
    return [`the label's key "${key}" ${form}, a letter first`];
  if (typeof value !== "string") return [`the label "${key}" is ${JSON.stringify(value)} and no text`];
  return labelText.test(value) ? [] : [`the value "${value}" of the label "${key}" ${form}`];
}
