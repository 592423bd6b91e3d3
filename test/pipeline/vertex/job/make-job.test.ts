// The request that is sent, as Vertex AI's REST API spells it.
import { describe, expect, test } from "vitest";
import type { PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";
import { resolveConfig } from "../../../../pipeline/vertex/config/index.ts";
import {
  type CachingChoice,
  makeJob,
  makeJobId,
  overrideCaching,
  submissionLabel,
} from "../../../../pipeline/vertex/job/index.ts";

const { config } = resolveConfig({
  given: {
    project: "my-project",
    pipelineRoot: "gs://bucket/runs",
    serviceAccount: "a@p.iam.gserviceaccount.com",
    network: "projects/1/global/networks/default",
    kmsKey: "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k",
    labels: { team: "twins" },
    failurePolicy: "fast",
  },
  env: {},
});
const spec: PipelineSpec = {
  pipelineInfo: { name: "nightly", displayName: "Nightly" },
  schemaVersion: "2.1.0",
  root: { dag: { tasks: {} } },
};

describe("a job", () => {
  test("has what is set, where the service looks for it", () => {
    const request = {
      file: { pipeline: spec },
      parameters: { rank: 8, tags: ["a"], none: null },
      inputArtifacts: { base: "4711" },
      templateUri: "https://us-central1-kfp.pkg.dev/p/r/nightly/v1",
    };
    expect(makeJob({ request, config }, "nightly-1")).toEqual({
      parent: "projects/my-project/locations/us-central1",
      pipelineJobId: "nightly-1",
      pipelineJob: {
        displayName: "Nightly",
        pipelineSpec: spec,
        runtimeConfig: {
          gcsOutputDirectory: "gs://bucket/runs",
          parameterValues: { rank: 8, tags: ["a"] },
          failurePolicy: "PIPELINE_FAILURE_POLICY_FAIL_FAST",
          inputArtifacts: { base: { artifactId: "4711" } },
        },
        serviceAccount: "a@p.iam.gserviceaccount.com",
        network: "projects/1/global/networks/default",
        encryptionSpec: { kmsKeyName: "projects/p/locations/us-central1/keyRings/r/cryptoKeys/k" },
        templateUri: "https://us-central1-kfp.pkg.dev/p/r/nightly/v1",
        labels: { team: "twins", [submissionLabel]: expect.stringMatching(/^[0-9a-f]{40}$/) },
      },
    });
  });

  test("of schema 2.0.0 has its parameters in the older spelling", () => {
    const older: PipelineSpec = {
      ...spec,
      schemaVersion: "2.0.0",
      root: {
        dag: { tasks: {} },
        inputDefinitions: {
          parameters: {
            i: { type: "INT" },
            d: { type: "DOUBLE" },
            s: { type: "STRING" },
            l: { type: "STRING" },
          },
        },
      },
    };
    const request = {
      file: { pipeline: older },
      parameters: { i: 8, d: 0.5, s: "x", l: [1] },
      inputArtifacts: {},
    };
    expect(makeJob({ request, config }, "x").pipelineJob["runtimeConfig"]).toMatchObject({
      parameters: {
        i: { intValue: "8" },
        d: { doubleValue: 0.5 },
        s: { stringValue: "x" },
        l: { stringValue: "[1]" },
      },
    });
  });

  test("is the same as another exactly if the same is asked for under the same id", () => {
    const label = (id: string, rank: number) => {
      const request = { file: { pipeline: spec }, parameters: { rank }, inputArtifacts: {} };
      return makeJob({ request, config }, id).pipelineJob["labels"];
    };
    expect(label("a", 8)).toEqual(label("a", 8));
    expect(label("a", 8)).not.toEqual(label("a", 9));
    expect(label("a", 8)).not.toEqual(label("b", 8));
  });
});

describe("an id", () => {
  const now = new Date("2026-11-21T18:05:01.234Z");

  test.each([
    ["nightly", /^nightly-20261121180501-[0-9a-f]{4}$/],
    ["My Pipeline_2", /^my-pipeline-2-20261121180501-/],
    ["2nd", /^nd-20261121180501-/],
    ["夜", /^pipeline-20261121180501-/],
    ["n".repeat(200), /^n{108}-20261121180501-[0-9a-f]{4}$/],
  ])("of %s is one that the service takes", (name, form) => {
    const id = makeJobId(name, now);
    expect(id).toMatch(form);
    expect(id).toMatch(/^[a-z][-a-z0-9]{0,127}$/);
  });

  test("is another one each time", () => {
    expect(new Set(Array.from({ length: 20 }, () => makeJobId("nightly", now))).size).toBeGreaterThan(1);
  });
});

describe("caching", () => {
  const cached = { enableCache: true, cacheKey: "k" };
  const pipeline: PipelineSpec = {
    ...spec,
    root: {
      dag: {
        tasks: {
          ingest: { componentRef: { name: "comp-ingest" }, cachingOptions: cached },
          "for-loop-1": { componentRef: { name: "comp-loop" } },
        },
      },
    },
    components: {
      "comp-ingest": { executorLabel: "exec" },
      "comp-loop": {
        dag: { tasks: { train: { componentRef: { name: "comp-ingest" }, cachingOptions: {} } } },
      },
    },
  };
  const optionsOf = (...choices: readonly CachingChoice[]) => {
    const { root, components } = overrideCaching(pipeline, choices);
    const tasks = { ...root.dag?.tasks, ...components?.["comp-loop"]?.dag?.tasks };
    return Object.fromEntries(
      Object.entries(tasks).map(([name, { cachingOptions }]) => [name, cachingOptions]),
    );
  };

  test("of all tasks keeps their keys", () => {
    expect(optionsOf({ enabled: false })).toEqual({
      ingest: { enableCache: false, cacheKey: "k" },
      "for-loop-1": { enableCache: false },
      train: { enableCache: false },
    });
  });

  test("of one task leaves the others as they are; later choices go before earlier ones", () => {
    expect(optionsOf({ task: "for-loop-1/train", enabled: true })).toEqual({
      ingest: cached,
      "for-loop-1": undefined,
      train: { enableCache: true },
    });
    expect(optionsOf({ enabled: false }, { task: "train", enabled: true })).toMatchObject({
      ingest: { enableCache: false, cacheKey: "k" },
      train: { enableCache: true },
    });
  });

  test("that is not chosen leaves the pipeline itself", () => {
    expect(overrideCaching(pipeline, [])).toBe(pipeline);
  });
});
