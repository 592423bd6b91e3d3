import { expect, test } from "vitest";
import { checkSecrets } from "../../../cloudbuild/check/check-secrets.ts";
import { saidOf } from "./said-of.ts";

test("a secret that no entry defines names the one that was meant", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [API_KEY]}
  - {name: busybox, secretEnv: [APIKEY]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '3:33+6 error UNDEFINED_SECRET: secretEnv of step-2 names "APIKEY", which no secret defines. Write "API_KEY".',
  ]);
});

test("a secret without any definition says how to define it", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [API_KEY]}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '2:33+7 error UNDEFINED_SECRET: secretEnv of step-1 names "API_KEY", which no secret defines. Define it in availableSecrets.secretManager, with versionName and env: API_KEY.',
  ]);
});

test("a secret that no step has is refused", () => {
  const text = `steps:
  - {name: busybox}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '5:59+7 error UNUSED_SECRET: the secret "API_KEY" is defined and no step has it in secretEnv. Add it to secretEnv of the steps that need it, or take it out.',
  ]);
});

test("a secret is used by one step, or by options for all", () => {
  const text = `steps:
  - {name: busybox}
options: {secretEnv: [API_KEY]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([]);
});

test("one variable has one secret, whatever defines it", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [API_KEY]}
secrets:
  - {kmsKeyName: k, secretEnv: {API_KEY: c2VjcmV0}}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '4:33+7 error DUPLICATE_SECRET: the secret "API_KEY" is defined twice. Give each secret a variable of its own.',
    "  7:59+7 the first is here",
  ]);
});

test("a step names a secret once", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [API_KEY, API_KEY]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '2:42+7 error SECRET_USED_TWICE: secretEnv of step-1 names "API_KEY" twice. Name it once.',
    "  2:33+7 it is named here first",
  ]);
});

test("a step does not name what options give it", () => {
  const text = `steps:
  - {name: busybox, secretEnv: [API_KEY]}
options: {secretEnv: [API_KEY]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '2:33+7 error SECRET_USED_TWICE: secretEnv of step-1 names "API_KEY", which options gives every step already. Name it once.',
    "  3:23+7 it is named here first",
  ]);
});

test("a variable is plain or secret", () => {
  const text = `steps:
  - {name: busybox, env: [API_KEY=none], secretEnv: [API_KEY]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([
    '2:27+7 error SECRET_AND_ENV: "API_KEY" is set in env and is a secret of the same step. Take it out of env, or give one of the two another name.',
    "  2:54+7 the secret is named here",
  ]);
});

test("a variable may be plain in one step and secret in another", () => {
  const text = `steps:
  - {name: busybox, env: [API_KEY=none]}
  - {name: busybox, secretEnv: [API_KEY]}
availableSecrets:
  secretManager:
    - {versionName: projects/p/secrets/s/versions/3, env: API_KEY}
`;
  expect(saidOf(checkSecrets, text)).toEqual([]);
});
