// The machine of a task: by its resources, or by the custom job that Google's launcher starts for it.
import { describe, expect, test } from "vitest";
import { customTrainingJob, workerPool } from "../../../../components/google/index.ts";
import { compile } from "../../../../pipeline/compiler/compile.ts";
import { component, int, pipeline, string } from "../../../../pipeline/index.ts";
import { makePlan } from "../../../../pipeline/vertex/plan/index.ts";

const step = component({
  name: "step",
  inputs: {},
  outputs: { text: string() },
  container: () => ({ image: "node:1" }),
});

function machineOf(record: (inputs: never) => void, inputs = {}) {
  const made = pipeline({ name: "machines", inputs: { gpus: int({ default: 2 }) } }, record as never);
  const [task] = makePlan({ spec: compile(made).pipeline, parameters: inputs }).tasks.slice(-1);
  return task?.machine ?? task?.unknown;
}

describe("a task gets", () => {
  test("Vertex AI's usual machine where it asks for nothing", () => {
    expect(machineOf(() => void step({}))).toBe("e2-standard-4");
  });

  test("the cheapest that has what it asks for, parameters filled in", () => {
    expect(machineOf(() => void step({}).resources({ cpu: "500m", memory: "20Gi" }))).toBe("e2-highmem-4");
    const byParameter = ({ gpus }: { gpus: never }) =>
      void step({}).resources({ accelerator: { type: "NVIDIA_L4", count: gpus } });
    expect(machineOf(byParameter as never)).toBe("g2-standard-24 (2 x L4)");
    expect(machineOf(byParameter as never, { gpus: 3 })).toBe("no machine of the table has 3 x NVIDIA_L4");
  });

  test("what is not known yet, or is no amount, is said", () => {
    const open = () => {
      const first = step({});
      step({}).resources({ memory: first.outputs.text });
    };
    expect(machineOf(open)).toMatch(/resourceMemoryLimit is .*, which is no amount/);
  });

  test("the machines of its custom job, some of them spot", () => {
    const job = (more: object) => () =>
      void customTrainingJob({
        display_name: "tune",
        worker_pool_specs: [
          workerPool({
            machineType: "a2-highgpu-1g",
            acceleratorType: "NVIDIA_TESLA_A100",
            image: "trainer:1",
          }),
          workerPool({ machineType: "n1-standard-8", replicas: 3, image: "trainer:1" }),
        ],
        ...more,
      });
    expect(machineOf(job({}))).toBe("a2-highgpu-1g (1 x A100 40 GB) and 3 n1-standard-8");
    expect(machineOf(job({ strategy: "SPOT" }))).toBe(
      "a2-highgpu-1g (1 x A100 40 GB), spot and 3 n1-standard-8, spot",
    );
  });

  test("nothing that a custom job cannot have", () => {
    const job = () =>
      void customTrainingJob({
        display_name: "tune",
        worker_pool_specs: [
          workerPool({
            machineType: "g2-standard-8",
            acceleratorType: "NVIDIA_L4",
            acceleratorCount: 2,
            image: "t",
          }),
        ],
      });
    expect(machineOf(job)).toBe(
      "its custom job: g2-standard-8 has 1 of NVIDIA_L4, not 2. Give g2-standard-24.",
    );
  });
});
