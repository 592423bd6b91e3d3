// What a job that was once submitted says for the next submission.
import { expect, test } from "vitest";
import { submissionDefaults } from "../../../pipeline/ir/pipeline-job.ts";

test("a job without anything in it sets nothing", () => {
  expect(submissionDefaults({ runtimeConfig: {} })).toEqual({ parameters: {} });
  expect(submissionDefaults({})).toEqual({ parameters: {} });
});

test("all that a job sets becomes a default, and what only the service sets does not", () => {
  const job = {
    name: "projects/1/locations/l/pipelineJobs/p-1",
    state: "PIPELINE_STATE_SUCCEEDED",
    displayName: "P 1",
    labels: { team: "a" },
    serviceAccount: "runner@example.com",
    network: "projects/1/global/networks/n",
    encryptionSpec: { kmsKeyName: "key" },
    runtimeConfig: {
      gcsOutputDirectory: "gs://bucket/root",
      parameterValues: { rank: 8, names: ["a", null], on: false, nothing: null },
      failurePolicy: "PIPELINE_FAILURE_POLICY_FAIL_FAST",
      inputArtifacts: { data: { artifactId: "456" } },
    },
  } as const;
  expect(submissionDefaults(job)).toEqual({
    parameters: { rank: 8, names: ["a", null], on: false, nothing: null },
    pipelineRoot: "gs://bucket/root",
    displayName: "P 1",
    labels: { team: "a" },
    serviceAccount: "runner@example.com",
    network: "projects/1/global/networks/n",
    kmsKeyName: "key",
    failurePolicy: "PIPELINE_FAILURE_POLICY_FAIL_FAST",
    inputArtifacts: { data: "456" },
  });
});

test("the parameters of schema 2.0.0 are read, whole numbers as text too", () => {
  const parameters = {
    rank: { intValue: "8" },
    steps: { intValue: 0 },
    rate: { doubleValue: 0.5 },
    note: { stringValue: "" },
  };
  expect(submissionDefaults({ runtimeConfig: { parameters } }).parameters).toEqual({
    rank: 8,
    steps: 0,
    rate: 0.5,
    note: "",
  });
});
