import { expect, test } from "vitest";
import { checkSecretNames } from "../../../cloudbuild/check/check-secret-names.ts";
import { saidOf } from "./said-of.ts";

test("a version is named in full", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [A]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s, env: A}
    - {env: A}
`;
  expect(saidOf(checkSecretNames, text)).toEqual([
    '5:21+20 error SECRET_VERSION_NAME: versionName is "projects/p/secrets/s", which names no version of a secret. Write projects/PROJECT/secrets/SECRET/versions/VERSION.',
    "6:7+8 error SECRET_VERSION_NAME: a secret has no versionName. Write projects/PROJECT/secrets/SECRET/versions/VERSION.",
  ]);
});

test("names with substitutions, by number, and in a region are fine", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [A]}
availableSecrets:
  secretManager:
    - {versionName: projects/$PROJECT_ID/secrets/s/versions/3, env: A}
    - {versionName: $_SECRET/versions/3, env: A}
    - {versionName: projects/p/locations/europe-west1/secrets/s/versions/$_VERSION, env: A}
`;
  expect(saidOf(checkSecretNames, text)).toEqual([]);
});

test("the version latest is another one tomorrow", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [A]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/latest, env: A}
`;
  expect(saidOf(checkSecretNames, text)).toEqual([
    '5:51+6 warning SECRET_LATEST: the secret is read in its version "latest", so that the same commit can be built with another value. Name a version by its number, as versions/3.',
  ]);
});

test("a secret becomes a variable", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [A]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3}
secrets:
  - {kmsKeyName: k}
`;
  expect(saidOf(checkSecretNames, text)).toEqual([
    "5:7+46 error SECRET_WITHOUT_NAME: a secret names no variable. Give it one, as env: API_KEY.",
    "7:5+15 error SECRET_WITHOUT_NAME: a secret names no variable. Give it one in secretEnv, with its encrypted value.",
  ]);
});

test("a key of Cloud KMS has one entry", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [A, B]}
secrets:
  - {kmsKeyName: k, secretEnv: {A: c2VjcmV0}}
  - {kmsKeyName: k, secretEnv: {B: c2VjcmV0}}
`;
  expect(saidOf(checkSecretNames, text)).toEqual([
    '5:18+1 error DUPLICATE_KMS_KEY: the key "k" has two entries in secrets. Put the variables of both into one entry.',
    "  4:18+1 the first is here",
  ]);
});

test("two keys have two entries", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [A, B]}
secrets:
  - {kmsKeyName: k, secretEnv: {A: c2VjcmV0}}
  - {kmsKeyName: l, secretEnv: {B: c2VjcmV0}}
`;
  expect(saidOf(checkSecretNames, text)).toEqual([]);
});
