// A pool as it is written into a custom job, with constants and with handles.
import { expect, test } from "vitest";
import { customTrainingJob, workerPool } from "../../../components/google/index.ts";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { int, pipeline, string, text } from "../../../pipeline/index.ts";

test("a pool of one machine says no more than it was given", () => {
  expect(workerPool({ machineType: "e2-standard-4", image: "trainer:1" })).toEqual({
    machine_spec: { machine_type: "e2-standard-4" },
    replica_count: 1,
    container_spec: { image_uri: "trainer:1" },
  });
});

test("a pool is written with the names of Vertex AI's API", () => {
  const pool = workerPool({
    machineType: "a2-highgpu-2g",
    acceleratorType: "NVIDIA_TESLA_A100",
    acceleratorCount: 2,
    replicas: 3,
    image: "trainer:1",
    command: ["python3", "-m", "trainer.train"],
    args: ["--rank", "8"],
    env: { KERAS_BACKEND: "jax" },
  });
  expect(pool).toEqual({
    machine_spec: {
      machine_type: "a2-highgpu-2g",
      accelerator_type: "NVIDIA_TESLA_A100",
      accelerator_count: 2,
    },
    replica_count: 3,
    container_spec: {
      image_uri: "trainer:1",
      command: ["python3", "-m", "trainer.train"],
      args: ["--rank", "8"],
      env: [{ name: "KERAS_BACKEND", value: "jax" }],
    },
  });
});

test("an accelerator without a count is one", () => {
  const { machine_spec } = workerPool({
    machineType: "g2-standard-8",
    acceleratorType: "NVIDIA_L4",
    image: "trainer:1",
  });
  expect(machine_spec).toEqual({
    machine_type: "g2-standard-8",
    accelerator_type: "NVIDIA_L4",
    accelerator_count: 1,
  });
});

test("handles inside a pool become inputs of the job's task", () => {
  const tune = pipeline(
    { name: "tune", inputs: { image: string(), rank: int(), machines: int() } },
    (inputs) => {
      customTrainingJob({
        display_name: text`tune-${inputs.rank}`,
        worker_pool_specs: [
          workerPool({
            machineType: "e2-standard-4",
            replicas: inputs.machines,
            image: inputs.image,
            args: [text`--rank=${inputs.rank}`],
          }),
        ],
      });
    },
  );
  expect(compile(tune).pipeline.root.dag?.tasks["custom-training-job"]?.inputs).toEqual({
    parameters: {
      display_name: {
        runtimeValue: { constant: "tune-{{$.inputs.parameters['pipelinechannel--rank']}}" },
      },
      "pipelinechannel--image": { componentInputParameter: "image" },
      "pipelinechannel--machines": { componentInputParameter: "machines" },
      "pipelinechannel--rank": { componentInputParameter: "rank" },
      worker_pool_specs: {
        runtimeValue: {
          constant: [
            {
              machine_spec: { machine_type: "e2-standard-4" },
              replica_count: "{{$.inputs.parameters['pipelinechannel--machines']}}",
              container_spec: {
                image_uri: "{{$.inputs.parameters['pipelinechannel--image']}}",
                args: ["--rank={{$.inputs.parameters['pipelinechannel--rank']}}"],
              },
            },
          ],
        },
      },
    },
  });
});
