// The digital twin for Vertex AI, deployed by our component and by Google's: what is the same, and what is not.
import { describe, expect, test } from "vitest";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { checkTarget } from "../../../pipeline/compiler/check-target.ts";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { digitalTwinOnVertex } from "../../../pipeline/digital-twin.ts";
import {
  resourcesOf,
  servingMachine,
} from "../../../components/platform/endpoints/vertex/serving-machine.ts";
import { servingContainer } from "../../../components/platform/endpoints/vertex/serving-container.ts";

const base = "hf://google/gemma-3-4b-it";
const ours = compile(digitalTwinOnVertex({ base }));
const google = compile(digitalTwinOnVertex({ base, deployment: "google" }));

function tasksOf({ components = {} }: PipelineSpec) {
  return Object.values(components).flatMap(({ dag }) => Object.entries(dag?.tasks ?? {}));
}

const oursAlone = ["deploy"];
const googlesAlone = ["model-address", "import-model", "model-upload", "endpoint-create", "model-deploy"];

describe("the twin deployed by our component and by Google's", () => {
  test("compiles for Vertex AI", () => {
    expect([checkTarget(ours, "vertex"), checkTarget(google, "vertex")]).toEqual([[], []]);
  });

  test("takes the same, and gives the same but for the endpoint's type", () => {
    expect(google.pipeline.root.inputDefinitions).toEqual(ours.pipeline.root.inputDefinitions);
    const outputs = ({ pipeline }: typeof ours) => {
      const { artifacts, parameters } = pipeline.root.outputDefinitions ?? {};
      const types = Object.entries(artifacts ?? {}).map(([name, { artifactType }]) => [
        name,
        artifactType.schemaTitle,
      ]);
      return { ...Object.fromEntries(types), ...parameters };
    };
    expect(outputs(google)).toEqual({ ...outputs(ours), endpoint: "google.VertexEndpoint" });
  });

  test("has the same tasks but for those that deploy", () => {
    const others = (spec: PipelineSpec, without: readonly string[]) =>
      Object.fromEntries(
        tasksOf(spec).filter(([name]) => !without.includes(name) && !name.startsWith("exit-handler")),
      );
    expect(others(google.pipeline, googlesAlone)).toEqual(others(ours.pipeline, oursAlone));
    const names = (spec: PipelineSpec) => tasksOf(spec).map(([name]) => name);
    expect(names(ours.pipeline).filter((name) => !names(google.pipeline).includes(name))).toEqual(oursAlone);
    expect(names(google.pipeline).filter((name) => !names(ours.pipeline).includes(name))).toEqual(
      googlesAlone,
    );
  });

  test("makes nothing of an endpoint unless the gate has let the model pass", () => {
    const after = (spec: PipelineSpec) =>
      tasksOf(spec)
        .filter(([, { dependentTasks = [] }]) => dependentTasks.includes("gate"))
        .map(([name]) => name);
    expect(after(ours.pipeline)).toEqual(["deploy"]);
    expect(after(google.pipeline)).toEqual(["model-address", "endpoint-create"]);
  });

  test("serves with the same container on the same machine", () => {
    const executors = google.pipeline.deploymentSpec?.executors ?? {};
    const importer = executors["exec-import-model"]?.importer;
    const machine = servingMachine({ base });
    expect(importer?.metadata).toEqual({
      containerSpec: servingContainer({ machine, route: "predict", startSeconds: 2700 }),
    });
    const [, deployed] = tasksOf(google.pipeline).find(([name]) => name === "model-deploy") ?? [];
    const constant = (name: string) =>
      deployed?.inputs?.parameters?.[`dedicated_resources_${name}`]?.runtimeValue?.constant;
    const { machineSpec, minReplicaCount, maxReplicaCount } = resourcesOf(machine, 1);
    expect({
      machineType: constant("machine_type"),
      acceleratorType: constant("accelerator_type"),
      acceleratorCount: constant("accelerator_count"),
    }).toEqual(machineSpec);
    expect([constant("min_replica_count"), constant("max_replica_count")]).toEqual([
      minReplicaCount,
      maxReplicaCount,
    ]);
  });

  test.each(["pollux", "google"] as const)("is refused by %s where the twin does not fit", (deployment) => {
    const made = () =>
      digitalTwinOnVertex({
        base: "hf://google/gemma-3-27b-it",
        servingAccelerator: "NVIDIA_TESLA_T4",
        deployment,
      });
    expect(made).toThrow(/^deploy: gemma-3-27b/);
  });
});
