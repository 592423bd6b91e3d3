import { execFileSync, spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { identities } from "../../../../../components/platform/endpoints/vertex/identities.ts";
import {
  servingContainer,
  servingImage,
} from "../../../../../components/platform/endpoints/vertex/serving-container.ts";
import { servingMachine } from "../../../../../components/platform/endpoints/vertex/serving-machine.ts";

const machine = servingMachine({ base: "hf://google/gemma-3-4b-it", accelerator: "NVIDIA_L4" });

test("vLLM gets the model that Vertex AI copied, the arguments of the machine, and a name", () => {
  const { startupProbe: _, ...container } = servingContainer({
    machine,
    route: "predict",
    startSeconds: 1800,
  });
  expect(container).toEqual({
    imageUri: servingImage,
    args: [
      "python3",
      "-m",
      "vllm.entrypoints.openai.api_server",
      "--host=0.0.0.0",
      "--port=8080",
      "--model=$(AIP_STORAGE_URI)",
      "--served-model-name=twin",
      "--tensor-parallel-size=1",
      "--max-model-len=8192",
      "--gpu-memory-utilization=0.92",
      "--dtype=bfloat16",
      "--disable-log-stats",
    ],
    env: [{ name: "MODEL_ID", value: "twin" }],
    ports: [{ containerPort: 8080 }],
    predictRoute: "/v1/chat/completions",
    healthRoute: "/health",
    sharedMemorySizeMb: 2048,
    deploymentTimeout: "1800s",
  });
});

test("with the route invoke it has vLLM's own routes, and no other", () => {
  const container = servingContainer({ machine, route: "invoke", startSeconds: 1800 });
  expect([container.invokeRoutePrefix, container.predictRoute]).toEqual(["/*", undefined]);
});

function hasPython(): boolean {
  return spawnSync("python3", ["--version"]).status === 0;
}

test.runIf(hasPython())(
  "what probes the start is a program, which fails where nobody answers (needs python3)",
  () => {
    const { command } = servingContainer({ machine, route: "predict", startSeconds: 1800 }).startupProbe.exec;
    const [, flag = "", script = ""] = command;
    execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.argv[1])", script]);
    const { status, stderr } = spawnSync("python3", [flag, script.replaceAll(":8080", ":1")], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining("Connection refused")]);
  },
);

test("TPUs need an image that is named", () => {
  const tpu = servingMachine({ base: "hf://google/gemma-3-4b-it", accelerator: "TPU_V6E" });
  const request = { machine: tpu, route: "predict", startSeconds: 1800 } as const;
  expect(() => servingContainer(request)).toThrow("Name it in POLLUX_SERVING_IMAGE.");
  expect(servingContainer({ ...request, image: "mine:1" }).imageUri).toBe("mine:1");
});

test("a machine that is named is taken whatever the base; an accelerator that nobody has is refused", () => {
  expect(servingMachine({ base: "tiny", machine: "g2-standard-24" })).toEqual({
    machineType: "g2-standard-24",
    acceleratorType: "NVIDIA_L4",
    acceleratorCount: 2,
    vllmArgs: ["--tensor-parallel-size=2"],
    sharedMemoryMb: 16_384,
  });
  expect(() => servingMachine({ base: "tiny" })).toThrow(
    'deploy: "tiny" names no Gemma whose size is known.',
  );
  expect(() => servingMachine({ base: "gemma-3-4b", accelerator: "L4" })).toThrow(
    'deploy: the accelerator "L4" is not in the table. Give one of NVIDIA_TESLA_T4,',
  );
});

test("ids say what they are of: the same is the same, anything else is another", () => {
  const container = { imageUri: "a:1" };
  const what = { model: "gs://b/m", container, resources: { minReplicaCount: 1 } };
  const ids = identities("twin", what);
  expect(ids).toEqual({
    endpointId: "twin",
    modelId: expect.stringMatching(/^twin-[0-9a-f]{12}$/),
    deployedId: expect.stringMatching(/^[1-9]\d{9}$/),
  });
  expect(identities("twin", { ...what })).toEqual(ids);
  const resized = identities("twin", { ...what, resources: { minReplicaCount: 2 } });
  expect([resized.modelId === ids.modelId, resized.deployedId === ids.deployedId]).toEqual([true, false]);
  expect(identities("twin", { ...what, model: "gs://b/n" }).modelId).not.toBe(ids.modelId);
  const { modelId } = identities(`a${"b".repeat(61)}c`, what);
  expect(modelId.length).toBeLessThanOrEqual(63);
});
