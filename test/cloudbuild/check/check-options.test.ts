import { expect, test } from "vitest";
import { checkOptions } from "../../../cloudbuild/check/check-options.ts";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import type { Mode } from "../../../cloudbuild/findings/finding.ts";
import { saidOf } from "./said-of.ts";

function under(...modes: readonly Mode[]) {
  return (file: BuildFile) => checkOptions(file, { modes });
}

test("a pool decides its own machines", () => {
  const text = `steps:
  - {name: busybox}
options:
  pool: {name: projects/p/locations/l/workerPools/w}
  machineType: E2_HIGHCPU_8
  diskSizeGb: 200
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([
    "5:3+11 warning POOL_WITH_MACHINE: options has machineType beside a pool, whose own settings decide its machines. Take machineType out, or the pool.",
    "  4:3+4 the pool is here",
    "6:3+10 warning POOL_WITH_MACHINE: options has diskSizeGb beside a pool, whose own settings decide its machines. Take diskSizeGb out, or the pool.",
    "  4:3+4 the pool is here",
  ]);
});

test("a pool alone is fine, and one in a substitution", () => {
  const text = `steps:
  - {name: busybox}
options: {pool: {name: $_POOL}, machineType: UNSPECIFIED}
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([]);
});

test("workerPool is the older spelling, and a pool has a full name", () => {
  const text = `steps:
  - {name: busybox}
options: {workerPool: pool}
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([
    '3:23+4 warning POOL_NAME: the pool is named "pool", and the service asks for its full name. Write projects/PROJECT/locations/REGION/workerPools/POOL.',
    "3:11+10 warning DEPRECATED_OPTION: options.workerPool is deprecated. Write options.pool.name.",
  ]);
});

test("the largest disk has 4000 GB", () => {
  const text = `steps:
  - {name: busybox}
options: {diskSizeGb: 4001}
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([
    "3:23+4 error DISK_SIZE: options.diskSizeGb is 4001, and disks have up to 4000 GB. Give 4000 at most, or leave it out.",
  ]);
});

test("4000 GB are taken", () => {
  const text = `steps:
  - {name: busybox}
options: {diskSizeGb: 4000}
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([]);
});

test("a service account has a full name", () => {
  const text = `steps:
  - {name: busybox}
serviceAccount: builder@p.iam.gserviceaccount.com
logsBucket: gs://logs
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([
    '3:17+33 warning SERVICE_ACCOUNT_FORM: serviceAccount is "builder@p.iam.gserviceaccount.com", and the service asks for its full name. Write projects/PROJECT/serviceAccounts/ACCOUNT, where ACCOUNT is its mail address.',
  ]);
});

test("a service account needs a place for its logs, which gcloud's options can give", () => {
  const text = `steps:
  - {name: busybox}
serviceAccount: projects/p/serviceAccounts/builder@p.iam.gserviceaccount.com
options: {logging: GCS_ONLY}
`;
  expect(saidOf(under("trigger"), text)).toEqual([
    "3:1+14 error SERVICE_ACCOUNT_WITHOUT_LOGS: the build runs as a service account of its own, which cannot write to the default logs bucket. Set options.logging to CLOUD_LOGGING_ONLY, or name a bucket in logsBucket.",
  ]);
  for (const rule of [under("submit"), under("trigger", "submit")]) {
    expect(saidOf(rule, text)).toEqual([
      "3:1+14 warning SERVICE_ACCOUNT_WITHOUT_LOGS: the build runs as a service account of its own, which cannot write to the default logs bucket. Set options.logging to CLOUD_LOGGING_ONLY, name a bucket in logsBucket, or give gcloud builds submit --gcs-log-dir.",
    ]);
  }
});

test("a service account that logs to Cloud Logging is fine", () => {
  const text = `steps:
  - {name: busybox}
serviceAccount: projects/p/serviceAccounts/builder@p.iam.gserviceaccount.com
options: {logging: CLOUD_LOGGING_ONLY}
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([]);
});

test("a service account with a bucket of its own region is fine", () => {
  const text = `steps:
  - {name: busybox}
serviceAccount: projects/p/serviceAccounts/builder@p.iam.gserviceaccount.com
options: {defaultLogsBucketBehavior: REGIONAL_USER_OWNED_BUCKET}
`;
  expect(saidOf(under("trigger", "submit"), text)).toEqual([]);
});
