// A component as a custom job of Google's launcher: its interface, and the payload once its placeholders are filled in.
import { describe, expect, test } from "vitest";
import { customJobOf } from "../../../components/machines/custom-job.ts";
import { trainOnSpot } from "../../../components/machines/on-vertex.ts";
import { train } from "../../../components/train/component.ts";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { resolveCommand } from "../../../pipeline/ir/placeholders.ts";
import { component, concat, Dataset, int, Model, pipeline, string } from "../../../pipeline/index.ts";
import { requireMachine } from "../../../pipeline/vertex/machines/index.ts";

const machine = requireMachine("test", { machineType: "g2-standard-8" });

const executorInput = {
  inputs: { parameterValues: { rank: 8, note: 'a "quoted" \\ text' } },
  outputs: { outputFile: "/gcs/runs/out.json" },
};
const names = {
  pipeline_root: "gs://bucket/runs",
  pipeline_google_cloud_project_id: "p",
  pipeline_google_cloud_location: "us-central1",
  pipeline_service_account: "twin@p.iam.gserviceaccount.com",
};

function payloadOf(args: readonly string[] = []) {
  const filled = resolveCommand(args, { executorInput, names });
  return JSON.parse(filled[filled.indexOf("--payload") + 1] ?? "");
}

function compiled(step: ReturnType<typeof trainOnSpot>) {
  const made = pipeline({ name: "spot", inputs: {} }, () => {
    const base = component({
      name: "base",
      inputs: {},
      outputs: { data: Dataset, model: Model },
      container: () => ({ image: "base:1" }),
    })({});
    step({ conversations: base.outputs.data, base: base.outputs.model });
  });
  const { components = {}, deploymentSpec } = compile(made).pipeline;
  return {
    component: components["comp-train"],
    container: deploymentSpec?.executors["exec-train"]?.container,
  };
}

describe("training on a spot machine", () => {
  test("has the inputs and outputs of training, and the job as one output more", () => {
    const made = compile(
      pipeline({ name: "plain", inputs: {} }, () => {
        const made = component({
          name: "base",
          inputs: {},
          outputs: { data: Dataset, model: Model },
          container: () => ({ image: "base:1" }),
        });
        const base = made({});
        train({ conversations: base.outputs.data, base: base.outputs.model });
      }),
    ).pipeline.components?.["comp-train"];
    const { component: spot } = compiled(trainOnSpot(machine));
    expect(spot?.inputDefinitions).toEqual(made?.inputDefinitions);
    expect(spot?.outputDefinitions).toEqual({
      ...made?.outputDefinitions,
      parameters: {
        gcp_resources: { parameterType: "STRING", description: "JSON of what Google's API started." },
      },
    });
  });

  test("asks for a spot machine, a restart, and a folder for checkpoints that outlives both", () => {
    const { container } = compiled(trainOnSpot(machine));
    expect(container?.command).toEqual([
      "python3",
      "-u",
      "-m",
      "google_cloud_pipeline_components.container.v1.custom_job.launcher",
    ]);
    expect(container?.args?.slice(0, 2)).toEqual(["--type", "CustomJob"]);
    const { job_spec: spec } = payloadOf(container?.args);
    expect(spec.scheduling).toEqual({
      timeout: "604800s",
      restart_job_on_worker_restart: true,
      strategy: "SPOT",
    });
    expect(spec.service_account).toBe("twin@p.iam.gserviceaccount.com");
    const [pool] = spec.worker_pool_specs;
    expect(pool.machine_spec).toEqual({
      machine_type: "g2-standard-8",
      accelerator_type: "NVIDIA_L4",
      accelerator_count: 1,
    });
    expect(pool.container_spec).toEqual({
      image_uri: "us-central1-docker.pkg.dev/pollux-twin/pollux/trainer:0.1.0",
      command: ["python", "-m", "trainer.train"],
      args: ["--executor_input", JSON.stringify(executorInput)],
      env: [
        { name: "XLA_PYTHON_CLIENT_MEM_FRACTION", value: "0.92" },
        { name: "POLLUX_CHECKPOINTS", value: "gs://bucket/runs/checkpoints" },
      ],
    });
  });
});

describe("a component as a custom job", () => {
  test("gets its inputs with all that JSON would misread", () => {
    const step = component({
      name: "step",
      inputs: { note: string() },
      outputs: { n: int() },
      container: ({ inputs }) => ({ image: "step:1", args: [`--note=${inputs.note}`], env: { A: "1" } }),
    });
    const job = customJobOf(step, { machine, bootDiskGb: 200, timeoutSeconds: 3600 });
    const made = pipeline({ name: "notes", inputs: { note: string() } }, ({ note }) => void job({ note }));
    const args = compile(made).pipeline.deploymentSpec?.executors["exec-step"]?.container?.args;
    const { job_spec: spec } = payloadOf(args);
    expect(spec.worker_pool_specs[0].container_spec.args).toEqual(['--note=a "quoted" \\ text']);
    expect(spec.worker_pool_specs[0].disk_spec.boot_disk_size_gb).toBe(200);
    expect(spec.scheduling).toEqual({
      timeout: "3600s",
      restart_job_on_worker_restart: false,
      strategy: "STANDARD",
    });
  });

  test("must be a command line of plain texts", () => {
    const code = component({
      name: "code",
      inputs: {},
      run: { image: "node:1", code: new URL("./custom-job.test.ts", import.meta.url) },
    });
    expect(() => customJobOf(code, { machine })).toThrow(
      "code: a custom job is made of a command line, and this is code. Give a component with a container.",
    );
    const parts = component({
      name: "parts",
      inputs: { a: string() },
      container: ({ inputs }) => ({ image: "a:1", args: [concat("x", inputs.a)] }),
    });
    expect(() => customJobOf(parts, { machine })).toThrow(
      "parts: concat() and ifPresent() cannot stand in a custom job. Give a command line of plain texts.",
    );
  });
});
