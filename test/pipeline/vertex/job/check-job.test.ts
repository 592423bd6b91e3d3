// Everything wrong with a job is said at once, before anything is sent.
import { describe, expect, test } from "vitest";
import type { ExecutorSpec, PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";
import { resolveConfig, type VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import { checkJob, type JobRequest } from "../../../../pipeline/vertex/job/index.ts";

const config: VertexConfig = resolveConfig({
  given: { project: "my-project", pipelineRoot: "gs://bucket/runs" },
  env: {},
}).config;

function pipeline(executors: { readonly [task: string]: ExecutorSpec }): PipelineSpec {
  const names = Object.keys(executors);
  return {
    pipelineInfo: { name: "nightly" },
    schemaVersion: "2.1.0",
    root: {
      inputDefinitions: {
        parameters: {
          rank: { parameterType: "NUMBER_INTEGER" },
          me: { parameterType: "STRING" },
          mode: { parameterType: "STRING", defaultValue: "large" },
        },
        artifacts: { base: { artifactType: { schemaTitle: "system.Model" } } },
      },
      dag: {
        tasks: Object.fromEntries(names.map((name) => [name, { componentRef: { name: `comp-${name}` } }])),
      },
    },
    components: Object.fromEntries(names.map((name) => [`comp-${name}`, { executorLabel: `exec-${name}` }])),
    deploymentSpec: {
      executors: Object.fromEntries(names.map((name) => [`exec-${name}`, executors[name] ?? {}])),
    },
  };
}

const sound = pipeline({ train: { container: { image: "europe-docker.pkg.dev/p/r/trainer:1.2" } } });
const request: JobRequest = {
  file: { pipeline: sound },
  parameters: { rank: 8, me: "Ada" },
  inputArtifacts: { base: "4711" },
};

const lines = (changes: Partial<JobRequest>, settings: Partial<VertexConfig> = {}): readonly string[] =>
  checkJob({ request: { ...request, ...changes }, config: { ...config, ...settings } }).map(
    ({ where, message }) => `${where}: ${message}`,
  );

describe("a job", () => {
  test("with nothing wrong has no problems", () => {
    expect(lines({})).toEqual([]);
  });

  test("with much wrong says all of it", () => {
    const { pipelineRoot, ...rootless } = config;
    const problems = checkJob({
      config: rootless,
      request: {
        file: { pipeline: sound, platforms: { kubernetes: {} } },
        parameters: { rank: "eight", ranks: 1 },
        inputArtifacts: { bases: "x" },
        jobId: "Nightly_1",
        displayName: "n".repeat(129),
        caching: [{ task: "tarin", enabled: false }],
      },
    });
    expect(pipelineRoot).toBe("gs://bucket/runs");
    expect(problems.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'nightly: parameter "rank" is "eight". Give a whole number.',
      'nightly: parameter "me" is missing. Give text.',
      'nightly: parameter "ranks" is not known. The parameters are: rank, me, mode.',
      'nightly: input artifact "base" is missing. Give its id in Vertex ML Metadata.',
      'nightly: input artifact "bases" is not known. The input artifacts are: base.',
      "nightly: has settings for kubernetes in a second document, and Vertex AI takes one. Leave them out, or run without them by --ignore-platform.",
      "pipelineRoot: it is not given. Set --pipeline-root gs://BUCKET/FOLDER, or pipelineRoot of the profile.",
      'job id: "Nightly_1" is no id of a job. Give a small letter, then up to 127 of them, digits and dashes.',
      "display name: it has 129 characters. Give up to 128.",
      'caching tarin=false: there is no task "tarin". The tasks are: train.',
    ]);
  });

  test("takes a second document that is dropped knowingly", () => {
    const file = { pipeline: sound, platforms: { kubernetes: {} } };
    expect(lines({ file, ignorePlatforms: true })).toEqual([]);
  });

  test("has a root of its pipeline's, if that is in Cloud Storage", () => {
    const { pipelineRoot, ...rootless } = config;
    const check = (root: string) =>
      checkJob({
        request: { ...request, file: { pipeline: { ...sound, defaultPipelineRoot: root } } },
        config: rootless,
      });
    expect(pipelineRoot).toBeDefined();
    expect(check("gs://other/runs")).toEqual([]);
    expect(check("minio://other/runs")).toEqual([
      {
        where: "pipelineRoot",
        message: '"minio://other/runs" is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER.',
      },
    ]);
  });

  test("takes artifacts by their id alone, and says which of a full name that is", () => {
    const name = "projects/1/locations/us-central1/metadataStores/default/artifacts/4711";
    expect(lines({ inputArtifacts: { base: name } })).toEqual([
      `nightly: input artifact "base" is "${name}", which is no artifact's id. Give "4711".`,
    ]);
  });
});

describe("an image", () => {
  const check = (image: string, allowLatest = false) =>
    lines({ file: { pipeline: pipeline({ train: { container: { image } } }) }, allowLatest });

  test.each([
    "trainer:1",
    "localhost:5000/trainer:1",
    "us-docker.pkg.dev/p/r/trainer@sha256:abc",
    "us-docker.pkg.dev/p/r/trainer:latest@sha256:abc",
    "{{$.inputs.parameters['image']}}",
  ])("%s is one that stays", (image) => {
    expect(check(image)).toEqual([]);
  });

  test.each(["trainer", "localhost:5000/trainer", "us-docker.pkg.dev/p/r/trainer"])(
    "%s has neither tag nor digest",
    (image) => {
      expect(check(image)).toEqual([
        `nightly/train: the image "${image}" has neither tag nor digest, so that tomorrow another is meant. Name a tag that stays or a digest, or allow it with --allow-latest.`,
      ]);
      expect(check(image, true)).toEqual([]);
    },
  );

  test("latest, in a custom job too, may be another one tomorrow", () => {
    const customJob = { jobSpec: { workerPoolSpecs: [{ containerSpec: { imageUri: "trainer:latest" } }] } };
    expect(lines({ file: { pipeline: pipeline({ train: { customJob: { customJob } } }) } })).toEqual([
      'nightly/train: the image "trainer:latest" may be another one tomorrow. Name a tag that stays or a digest, or allow it with --allow-latest.',
    ]);
  });
});
