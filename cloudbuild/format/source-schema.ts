// What a build says about where its source and its dependencies come from.
import {
  integer,
  list,
  map,
  message,
  oneOf,
  text,
  truth,
  type Schema,
} from "../../pipeline/ir/json-schema.ts";
import { disputedFields } from "./disputed-fields.ts";

const storageObject = { bucket: text, object: text, generation: integer };

export const source: Schema = oneOf({
  storageSource: message({
    ...storageObject,
    sourceFetcher: { enum: ["SOURCE_FETCHER_UNSPECIFIED", "GSUTIL", "GCS_FETCHER"] },
  }),
  repoSource: oneOf(
    { branchName: text, tagName: text, commitSha: text },
    { projectId: text, repoName: text, dir: text, invertRegex: truth, substitutions: map(text) },
  ),
  gitSource: message({ url: text, dir: text, revision: text }),
  storageSourceManifest: message(storageObject),
  connectedRepository: message({ repository: text, dir: text, revision: text }),
  ...disputedFields.Source,
});

export const dependencies: Schema = list(
  oneOf({
    empty: truth,
    gitSource: message({
      repository: oneOf({ url: text, developerConnect: text }),
      revision: text,
      recurseSubmodules: truth,
      depth: integer,
      destPath: text,
      ...disputedFields.GitSourceDependency,
    }),
  }),
);

export const gitConfig: Schema = message({
  http: message({ proxySecretVersionName: text, ...disputedFields.HttpConfig }),
});
