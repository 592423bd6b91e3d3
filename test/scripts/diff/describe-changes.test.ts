import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";
import { describeChanges } from "../../../scripts/diff/describe-changes.ts";
import { file, type Parts } from "./small-pipeline.ts";

function told(a: PipelineFile, b: PipelineFile): readonly string[] {
  return describeChanges(a, b).map(({ kind, where, message }) => `${kind} | ${where} | ${message}`);
}

const inputs = (parameters: JsonObject): JsonObject => ({ inputs: { parameters } });
const rootInputs = (parameters: JsonObject): Parts => ({
  root: { ...file().pipeline.root, inputDefinitions: { parameters } } as unknown as JsonObject,
}); // IR is JSON
const args = (...list: readonly Json[]): Parts => ({ container: { args: list } });

test("nothing is told of files that are the same", () => {
  expect(describeChanges(file(), file({ use: { cachingOptions: {} } }))).toEqual([]);
});

test("a change has its kind, its place and both values", () => {
  expect(describeChanges(file(), file({ container: { image: "a:2" } }))).toEqual([
    {
      kind: "image",
      where: "make",
      message: 'image changed from "a:1" to "a:2"',
      path: "executor/container/image",
      before: "a:1",
      after: "a:2",
    },
  ]);
});

describe("it is told in words", () => {
  test.each<readonly [string, Parts, Parts, readonly string[]]>([
    [
      "that the pipeline has another name",
      {},
      { spec: { pipelineInfo: { name: "q" } } },
      [`pipeline |  | name changed from "p" to "q"`],
    ],
    [
      "which parameters came, went and changed",
      rootInputs({ a: { parameterType: "STRING" }, b: { parameterType: "STRING", defaultValue: 1 } }),
      rootInputs({
        b: { parameterType: "LIST", defaultValue: 2 },
        c: { parameterType: "STRING", defaultValue: "x", isOptional: true },
      }),
      [
        'parameter |  | parameter "a" removed: it was STRING',
        'parameter |  | type of parameter "b" changed from "STRING" to "LIST"',
        'parameter |  | default of parameter "b" changed from 1 to 2',
        'parameter |  | parameter "c" added: STRING, optional, default "x"',
      ],
    ],
    [
      "which tasks came and went",
      { tasks: { old: { componentRef: { name: "comp-make" } } } },
      { tasks: { new: { componentRef: { name: "comp-group" } } } },
      [
        'task-removed | old | task removed: it runs "a:1"',
        'task-added | new | task added, which holds "use"',
      ],
    ],
    [
      "which task has another name, and nothing of those that take its outputs",
      {
        tasks: {
          old: { componentRef: { name: "comp-make" }, taskInfo: { name: "old" } },
          next: { componentRef: { name: "comp-use" }, dependentTasks: ["old"] },
        },
      },
      {
        tasks: {
          new: { componentRef: { name: "comp-make" }, taskInfo: { name: "new" } },
          after: { componentRef: { name: "comp-use" }, dependentTasks: ["new"] },
        },
      },
      ['task-renamed | new | renamed from "old"', 'task-renamed | after | renamed from "next"'],
    ],
    [
      "which arguments changed, came and went",
      args("--rate", "1", "--seed", "2", "last"),
      args("--rate", "3", "--seed", "2", "--more", "4"),
      [
        'args | make | args[1] (--rate) changed from "1" to "3"',
        'args | make | args[4] changed from "last" to "--more"',
        'args | make | args[5] (--more) added: "4"',
      ],
    ],
    [
      "which lines of a program changed",
      { container: { command: ["python3", "-c", "import a\nimport b\nrun()\n"] } },
      { container: { command: ["python3", "-c", "import a\nimport c\nrun()\nstop()\n"] } },
      [
        "command | make | command[2] (-c) changed:\n  line 2\n  - import b\n  + import c\n  line 4\n  + stop()",
      ],
    ],
    [
      "which environment variables changed",
      {
        container: {
          env: [
            { name: "A", value: "1" },
            { name: "B", value: "2" },
          ],
        },
      },
      { container: { env: [{ name: "B", value: "3" }, { name: "A", value: "1" }, { name: "C" }] } },
      [
        'env | make | environment variable B changed from "2" to "3"',
        'env | make | environment variable C added: ""',
        "env | make | environment variables are now in the order B and A",
      ],
    ],
    [
      "which resources changed, as text and as numbers",
      { container: { resources: { cpuLimit: 1, resourceCpuLimit: "1", memoryLimit: 1 } } },
      {
        container: {
          resources: { cpuLimit: 2, resourceCpuLimit: "2", memoryLimit: 2, resourceMemoryLimit: "2Gi" },
        },
      },
      [
        'resources | make | CPU limit changed from "1" to "2"',
        'resources | make | memory limit added: "2Gi" (memoryLimit changed from 1 to 2)',
      ],
    ],
    [
      "resources once, where the number says the same as the text",
      { container: {} },
      {
        container: {
          resources: {
            cpuLimit: 0.5,
            resourceCpuLimit: "500m",
            memoryLimit: 32,
            resourceMemoryLimit: "32G",
          },
        },
      },
      ['resources | make | CPU limit added: "500m"', 'resources | make | memory limit added: "32G"'],
    ],
    [
      "retries, caching, and whether it runs after failures",
      { make: { cachingOptions: { enableCache: true }, retryPolicy: { maxRetryCount: 1 } } },
      {
        make: {
          retryPolicy: { backoffDuration: "9s" },
          triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" },
        },
      },
      [
        "caching | make | caching turned off",
        "retry | make | number of retries removed: it was 1",
        'retry | make | wait before a retry added: "9s"',
        "trigger | make | now runs even if a task before it fails",
      ],
    ],
    [
      "conditions and loops",
      {
        group: {
          triggerPolicy: { condition: "x == 1" },
          parameterIterator: { items: { raw: "[1]" }, itemInput: "i" },
        },
      },
      {
        group: {
          triggerPolicy: { condition: "x == 2" },
          parameterIterator: { items: { raw: "[1, 2]" }, itemInput: "i" },
          iteratorPolicy: { parallelismLimit: 2 },
        },
      },
      [
        'condition | group | condition changed from "x == 1" to "x == 2"',
        "loop | group | loop items changed from [1] to [1, 2]",
        "loop | group | limit of iterations at a time added: 2",
      ],
    ],
    [
      "where inputs come from",
      {
        use: inputs({
          a: { runtimeValue: { constant: 1 } },
          b: { componentInputParameter: "x" },
          c: { runtimeValue: { constant: "old" } },
        }),
      },
      {
        use: inputs({
          a: { runtimeValue: { constant: "1" } },
          b: { taskOutputParameter: { producerTask: "t", outputParameterKey: "o" } },
          d: { componentInputParameter: "x", parameterExpressionSelector: 'parseJson(string_value)["f"]' },
        }),
      },
      [
        'input | group/use | input "a" changed from 1 to "1"',
        `input | group/use | input "b" now comes from output "o" of task "t", before from the group's parameter "x"`,
        'input | group/use | input "c" removed: it came from the constant "old"',
        `input | group/use | input "d" added: from field "f" of the group's parameter "x"`,
      ],
    ],
    [
      "what a task waits for",
      { make: { dependentTasks: ["a", "b"] } },
      { make: { dependentTasks: ["b", "c", "d"] } },
      [
        'dependencies | make | now runs after "c" and "d"',
        'dependencies | make | no longer has to run after "a"',
      ],
    ],
    [
      "what Kubernetes is told",
      { kubernetes: { imagePullPolicy: "Always" } },
      { kubernetes: { imagePullPolicy: "Never", nodeSelector: { labels: { "a/b": "c" } } } },
      [
        `kubernetes | make | Kubernetes' imagePullPolicy changed from "Always" to "Never"`,
        `kubernetes | make | Kubernetes' nodeSelector added: {"labels":{"a/b":"c"}}`,
      ],
    ],
    [
      "of a component that several tasks call once",
      {
        tasks: {
          two: { componentRef: { name: "comp-make" } },
          three: { componentRef: { name: "comp-make" } },
        },
      },
      {
        tasks: {
          two: { componentRef: { name: "comp-make" } },
          three: { componentRef: { name: "comp-make" } },
        },
        container: { image: "a:2" },
      },
      ['image | make | image changed from "a:1" to "a:2" (also in two and three)'],
    ],
    [
      "by its path, where there are no words for it",
      {},
      { container: { lifecycle: { preCacheCheck: { command: ["x"] } } } },
      ['other | make | executor/container/lifecycle added: {"preCacheCheck":{"command":["x"]}}'],
    ],
  ])("%s", (_, a, b, expected) => {
    expect(told(file(a), file(b))).toEqual(expected);
  });
});

test("long values are cut where they differ, and controls are shown", () => {
  const long = (end: string) => args("a".repeat(300) + end + "b".repeat(300));
  expect(told(file(long("1")), file(long("2")))).toEqual([
    `args | make | args[0] changed from …${"a".repeat(30)}1${"b".repeat(69)}… to …${"a".repeat(30)}2${"b".repeat(69)}…`,
  ]);
  expect(told(file(args("a")), file(args("\u009b1m")))).toEqual([
    String.raw`args | make | args[0] changed from "a" to "\x9b1m"`,
  ]);
});
