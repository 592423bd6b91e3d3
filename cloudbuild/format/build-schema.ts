// The JSON schema of a build in the canonical spelling. Fields with `readOnly` are filled in by the service, and dropped
// when a file is read. The formats `seconds` and `base64` are made where the schema is compiled.
import {
  integer,
  list,
  map,
  message,
  text,
  texts,
  truth,
  type Schema,
} from "../../pipeline/ir/json-schema.ts";
import { disputedFields } from "./disputed-fields.ts";
import { dependencies, gitConfig, source } from "./source-schema.ts";

const seconds: Schema = { type: "string", format: "seconds" };
const base64: Schema = { type: "string", format: "base64" };
const output: Schema = { readOnly: true };

function outputs(...names: readonly string[]): { readonly [field: string]: Schema } {
  return Object.fromEntries(names.map((name) => [name, output]));
}

const volumes: Schema = list(message({ name: text, path: text }));

const step: Schema = message(
  {
    name: text,
    id: text,
    args: texts,
    env: texts,
    dir: text,
    waitFor: texts,
    entrypoint: text,
    secretEnv: texts,
    volumes,
    timeout: seconds,
    allowFailure: truth,
    allowExitCodes: list(integer),
    script: text,
    automapSubstitutions: truth,
    ...outputs("timing", "pullTiming", "status", "exitCode"),
  },
  ["name"],
);

const options: Schema = message({
  sourceProvenanceHash: list({ enum: ["NONE", "SHA256", "MD5", "GO_MODULE_H1", "SHA512"] }),
  requestedVerifyOption: { enum: ["NOT_VERIFIED", "VERIFIED"] },
  machineType: {
    enum: [
      "UNSPECIFIED",
      "N1_HIGHCPU_8",
      "N1_HIGHCPU_32",
      "E2_HIGHCPU_8",
      "E2_HIGHCPU_32",
      "E2_MEDIUM",
      "E2_STANDARD_2",
    ],
  },
  diskSizeGb: integer,
  substitutionOption: { enum: ["MUST_MATCH", "ALLOW_LOOSE"] },
  dynamicSubstitutions: truth,
  automapSubstitutions: truth,
  logStreamingOption: { enum: ["STREAM_DEFAULT", "STREAM_ON", "STREAM_OFF"] },
  workerPool: text,
  pool: message({ name: text, ...disputedFields.PoolOption }),
  logging: {
    enum: ["LOGGING_UNSPECIFIED", "LEGACY", "GCS_ONLY", "STACKDRIVER_ONLY", "CLOUD_LOGGING_ONLY", "NONE"],
  },
  env: texts,
  secretEnv: texts,
  volumes,
  defaultLogsBucketBehavior: {
    enum: ["DEFAULT_LOGS_BUCKET_BEHAVIOR_UNSPECIFIED", "REGIONAL_USER_OWNED_BUCKET", "LEGACY_BUCKET"],
  },
  enableStructuredLogging: truth,
  ...disputedFields.BuildOptions,
});

const artifacts: Schema = message({
  images: texts,
  objects: message({ location: text, paths: texts, ...outputs("timing") }),
  mavenArtifacts: list(
    message({
      repository: text,
      path: text,
      artifactId: text,
      groupId: text,
      version: text,
      ...disputedFields.MavenArtifact,
    }),
  ),
  goModules: list(
    message({
      repositoryName: text,
      repositoryLocation: text,
      repositoryProjectId: text,
      sourcePath: text,
      modulePath: text,
      moduleVersion: text,
    }),
  ),
  pythonPackages: list(message({ repository: text, paths: texts })),
  npmPackages: list(message({ repository: text, packagePath: text })),
});

export const buildSchema: Schema = message(
  {
    steps: { ...list(step), minItems: 1 },
    timeout: seconds,
    queueTtl: seconds,
    images: texts,
    artifacts,
    logsBucket: text,
    options,
    substitutions: { ...map(text), propertyNames: { pattern: "^_[A-Z0-9_]+$" } },
    tags: texts,
    secrets: list(message({ kmsKeyName: text, secretEnv: map(base64) })),
    availableSecrets: message({
      secretManager: list(message({ versionName: text, env: text })),
      inline: list(message({ kmsKeyName: text, envMap: map(base64) })),
    }),
    serviceAccount: text,
    source,
    gitConfig,
    dependencies,
    ...outputs("name", "id", "projectId", "status", "statusDetail", "results", "createTime", "startTime"),
    ...outputs(
      "finishTime",
      "sourceProvenance",
      "buildTriggerId",
      "logUrl",
      "timing",
      "approval",
      "warnings",
    ),
    ...outputs("failureInfo"),
  },
  ["steps"],
);
