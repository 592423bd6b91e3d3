import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../pipeline/ir/json-object.ts";
import { irDifferences } from "../../../../pipeline/ir/compare/same-pipeline.ts";
import type { PipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import type { Json, PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";

/** A task in a group; `comp` and `exec` are what the component and the executor are called. */
function file(parts: Parts = {}): PipelineFile {
  const { comp = "comp-say", exec = "exec-say", task = {}, component = {}, container = {} } = parts;
  const { group = {}, spec = {}, root = {}, kubernetes } = parts;
  const pipeline = {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: { dag: { tasks: { group: { componentRef: { name: "comp-group" }, ...group } } }, ...root },
    components: {
      "comp-group": { dag: { tasks: { say: { componentRef: { name: comp }, ...task } } } },
      [comp]: { executorLabel: exec, ...component },
    },
    deploymentSpec: { executors: { [exec]: { container: { image: "a:1", ...container } } } },
    ...spec,
  } as unknown as PipelineSpec; // parts of tests are as loose as files
  if (kubernetes === undefined) return { pipeline };
  return { pipeline, platforms: { kubernetes: { deploymentSpec: { executors: { [exec]: kubernetes } } } } };
}

interface Parts {
  readonly comp?: string;
  readonly exec?: string;
  readonly task?: JsonObject;
  readonly component?: JsonObject;
  readonly container?: JsonObject;
  readonly group?: JsonObject;
  readonly spec?: JsonObject;
  readonly root?: JsonObject;
  readonly kubernetes?: JsonObject;
}

const parameter = (definition: Json): Parts => ({
  component: { inputDefinitions: { parameters: { x: definition } } },
});
const given = (value: Json): Parts => ({ task: { inputs: { parameters: { x: value } } } });

describe("irDifferences finds none", () => {
  test.each<readonly [string, Parts, Parts]>([
    ["for other names of components and executors", {}, { comp: "c2", exec: "e2" }],
    ["for another sdkVersion", { spec: { sdkVersion: "kfp-2.17.0" } }, { spec: { sdkVersion: "pollux" } }],
    [
      "for components and executors that nobody refers to",
      {},
      {
        spec: {
          components: { ...file().pipeline.components, other: { executorLabel: "other" } } as unknown as Json,
          deploymentSpec: {
            executors: {
              ...file().pipeline.deploymentSpec?.executors,
              other: { container: { image: "b" } },
            } as unknown as Json,
          },
        },
      },
    ],
    [
      "for fields at their default and empty messages",
      {},
      {
        task: { cachingOptions: { enableCache: false }, inputs: { parameters: {} }, dependentTasks: [] },
        container: { command: [], resources: { cpuLimit: 0, accelerator: { count: "0" } } },
        spec: { defaultPipelineRoot: "" },
      },
    ],
    ["for 3 and 3.0", parameter({ defaultValue: 3 }), parameter({ defaultValue: 3.0 })],
    [
      "for durations with and without a fraction",
      { task: { retryPolicy: { backoffDuration: "60s" } } },
      { task: { retryPolicy: { backoffDuration: "60.0s" } } },
    ],
    [
      "for another order of dependentTasks",
      { task: { dependentTasks: ["a", "b"] } },
      { task: { dependentTasks: ["b", "a"] } },
    ],
    [
      "for another spacing of Concat and IfPresent",
      { container: { args: ['{"Concat": ["a", "b"]}', '{"IfPresent": {"InputName": "x", "Then": ["y"]}}'] } },
      { container: { args: ['{"Concat":["a","b"]}', ' {"IfPresent":{"Then":["y"],"InputName":"x"}}'] } },
    ],
    [
      "for the strategy that is meant without one",
      { task: { triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_SUCCEEDED" } } },
      { task: { triggerPolicy: { strategy: "TRIGGER_STRATEGY_UNSPECIFIED" } } },
    ],
    [
      "for 64-bit integers as text and as numbers",
      { container: { resources: { accelerator: { count: "2" } } } },
      { container: { resources: { accelerator: { count: 2 } } } },
    ],
    [
      "for the two ways to spell Kubernetes' fields",
      { kubernetes: { imagePullPolicy: "Always", secretAsEnv: [{ secretName: "s", keyToEnv: [] }] } },
      { kubernetes: { image_pull_policy: "Always", secret_as_env: [{ secret_name: "s" }], tolerations: [] } },
    ],
  ])("%s", (_, a, b) => {
    expect(irDifferences(file(a), file(b))).toEqual([]);
    expect(irDifferences(file(b), file(a))).toEqual([]);
  });
});

describe("irDifferences finds", () => {
  const say = { dag: ["group"], task: "say" };
  const top = { dag: [] };

  test.each<readonly [string, Parts, Parts, readonly object[]]>([
    [
      "an empty default, which is no default",
      parameter({ parameterType: "STRING" }),
      parameter({ parameterType: "STRING", defaultValue: "" }),
      [{ ...say, path: "component/inputDefinitions/parameters/x/defaultValue", b: "" }],
    ],
    [
      "null and 0 in constants",
      given({ runtimeValue: { constant: [null] } }),
      given({ runtimeValue: { constant: [0] } }),
      [{ ...say, path: "inputs/parameters/x/runtimeValue/constant/0", a: null, b: 0 }],
    ],
    [
      "true and 1 in constants",
      given({ runtimeValue: { constant: true } }),
      given({ runtimeValue: { constant: 1 } }),
      [{ ...say, path: "inputs/parameters/x/runtimeValue/constant", a: true, b: 1 }],
    ],
    [
      "which member of a oneof is there, empty or not",
      given({ runtimeValue: {} }),
      given({ componentInputParameter: "" }),
      [
        { ...say, path: "inputs/parameters/x/runtimeValue", a: {} },
        { ...say, path: "inputs/parameters/x/componentInputParameter", b: "" },
      ],
    ],
    [
      "a map's entry that is empty",
      { component: { inputDefinitions: { parameters: { y: {} } } } },
      parameter({}),
      [
        { ...say, path: "component/inputDefinitions/parameters/y", a: {} },
        { ...say, path: "component/inputDefinitions/parameters/x", b: {} },
      ],
    ],
    [
      "empty metadata",
      { component: { outputDefinitions: { artifacts: { o: { artifactType: {} } } } } },
      { component: { outputDefinitions: { artifacts: { o: { artifactType: {}, metadata: {} } } } } },
      [{ ...say, path: "component/outputDefinitions/artifacts/o/metadata", b: {} }],
    ],
    [
      "a duration of nothing",
      { task: { retryPolicy: { maxRetryCount: 2, backoffDuration: "0s" } } },
      { task: { retryPolicy: { maxRetryCount: 2 } } },
      [{ ...say, path: "retryPolicy/backoffDuration", a: "0s" }],
    ],
    [
      "an argument, and one more",
      { container: { args: ["a"] } },
      { container: { args: ["b", "c"] } },
      [
        { ...say, path: "executor/container/args/0", a: "a", b: "b" },
        { ...say, path: "executor/container/args/1", b: "c" },
      ],
    ],
    [
      "a container in the place of a group",
      { group: { componentRef: { name: "comp-say" } } },
      {},
      [
        { ...top, task: "group", path: "component/executorLabel", a: "exec-say" },
        {
          ...top,
          task: "group",
          path: "component/dag",
          b: { tasks: { say: { componentRef: { name: "comp-say" } } } },
        },
      ],
    ],
    [
      "a task of one side",
      { root: { dag: { tasks: { say: { componentRef: { name: "comp-say" } } } } } },
      { root: { dag: { tasks: {} } } },
      [{ ...top, task: "say", path: "", a: { componentRef: { name: "comp-say" } } }],
    ],
    [
      "what the group takes and gives",
      {
        spec: { components: { "comp-group": { dag: {}, inputDefinitions: { parameters: { "a/b": {} } } } } },
      },
      { spec: { components: { "comp-group": { dag: { outputs: { parameters: { o: {} } } } } } } },
      [
        { dag: ["group"], path: "inputDefinitions", a: { parameters: { "a/b": {} } } },
        { dag: ["group"], path: "dag/outputs", b: { parameters: { o: {} } } },
      ],
    ],
    [
      "the pipeline's own",
      { spec: { schemaVersion: "2.0.0", pipelineInfo: { name: "q" } } },
      { spec: { defaultPipelineRoot: "gs://b" } },
      [
        { ...top, path: "pipelineInfo/name", a: "q", b: "p" },
        { ...top, path: "schemaVersion", a: "2.0.0", b: "2.1.0" },
        { ...top, path: "defaultPipelineRoot", b: "gs://b" },
      ],
    ],
    [
      "Kubernetes' settings under other names of the executor",
      { exec: "e1", kubernetes: { securityContext: { runAsUser: 0 } } },
      { exec: "e2", kubernetes: { securityContext: { runAsUser: "7" } } },
      [{ ...say, path: "platforms/kubernetes/securityContext/runAsUser", a: 0, b: 7 }],
    ],
    ["a platform", { kubernetes: {} }, {}, [{ ...top, path: "platforms/kubernetes", a: {} }]],
  ])("%s", (_, a, b, expected) => {
    expect(irDifferences(file(a), file(b))).toEqual(expected);
  });
});

test("a component that many tasks call is compared once, and ten thousand such tasks take no time", () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `t${index}`);
  const tasks = Object.fromEntries(names.map((name) => [name, { componentRef: { name: "comp-say" } }]));
  const wide = (image: string) => file({ root: { dag: { tasks } }, container: { image } });
  const started = performance.now();
  expect(irDifferences(wide("a:1"), wide("a:2"))).toEqual([
    { dag: [], task: "t0", path: "executor/container/image", a: "a:1", b: "a:2" },
  ]);
  expect(performance.now() - started).toBeLessThan(2000);
});
