import { expect, test } from "vitest";
import type { ComponentSpec, PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, echo, fromInput, fromTask, sandbox, small, task } from "./small-pipelines.ts";

const { run } = sandbox(temporaryFolder());
const isHeads = "inputs.parameter_values['side'] == 'heads'";

/** As compilers write `when(side == heads).otherwise()`: a OneOf of two branches, taken up by a task behind. */
const flip: PipelineSpec = small({
  root: {
    inputDefinitions: { parameters: { side: { parameterType: "STRING" } } },
    dag: {
      tasks: {
        "condition-branches-1": task("branches", { side: fromInput("side") }),
        after: task("echo", { text: fromTask("condition-branches-1", "chosen") }),
      },
    },
  },
  components: {
    branches: {
      inputDefinitions: { parameters: { side: { parameterType: "STRING" } } },
      outputDefinitions: { parameters: { chosen: { parameterType: "STRING" } } },
      dag: {
        tasks: {
          "condition-2": task(
            "branch-a",
            { side: fromInput("side") },
            { triggerPolicy: { condition: isHeads } },
          ),
          "condition-3": task(
            "branch-b",
            { side: fromInput("side") },
            { triggerPolicy: { condition: `!(${isHeads})` } },
          ),
        },
        outputs: {
          parameters: {
            chosen: {
              valueFromOneof: {
                parameterSelectors: ["condition-2", "condition-3"].map((producerSubtask) => ({
                  producerSubtask,
                  outputParameterKey: "text",
                })),
              },
            },
          },
        },
      },
    },
    "branch-a": branch("got heads"),
    "branch-b": branch("got tails"),
  },
  sh: { echo },
});

function branch(text: string): ComponentSpec {
  return {
    inputDefinitions: { parameters: { side: { parameterType: "STRING" } } },
    outputDefinitions: { parameters: { text: { parameterType: "STRING" } } },
    dag: {
      tasks: { say: task("echo", { text: constant(text) }) },
      outputs: {
        parameters: { text: { valueFromParameter: { producerSubtask: "say", outputParameterKey: "text" } } },
      },
    },
  };
}

test.each([
  ["heads", "got heads", "SUCCEEDED", "SKIPPED"],
  ["tails", "got tails", "SKIPPED", "SUCCEEDED"],
  ["x' or 'a'=='a", "got tails", "SKIPPED", "SUCCEEDED"],
  ["it's", "got tails", "SKIPPED", "SUCCEEDED"],
])("%s takes its branch, and what is behind gets that branch's value", async (side, text, first, second) => {
  const { state, tasks, states } = await run(flip, { parameters: { side } });
  expect({ state, states }).toEqual({
    state: "SUCCEEDED",
    states: {
      "condition-branches-1": "SUCCEEDED",
      "condition-branches-1/condition-2": first,
      "condition-branches-1/condition-2/say": first,
      "condition-branches-1/condition-3": second,
      "condition-branches-1/condition-3/say": second,
      after: "SUCCEEDED",
    },
  });
  expect(tasks.at(-1)?.parameters).toEqual({ text });
  const group = tasks.find((each) => each.state === "SKIPPED");
  expect(tasks.flatMap((each) => each.error ?? [])).toEqual([
    "its condition is false",
    `${group?.path} was skipped: its condition is false`,
  ]);
});

test("a condition that cannot be decided fails its task", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: {
          t: task(
            "echo",
            { text: constant("x") },
            { triggerPolicy: { condition: "inputs.parameter_values['text'] > 1" } },
          ),
        },
      },
    },
    sh: { echo },
  });
  const { state, tasks } = await run(spec);
  expect({ state, error: tasks[0]?.error }).toEqual({
    state: "FAILED",
    error: 'its condition: "x" > 1 compares values that have no order.',
  });
});

test("the tasks behind one that was skipped are skipped", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: {
          a: task("echo", { text: constant("x") }, { triggerPolicy: { condition: "false" } }),
          b: task("echo", { text: constant("x") }, { dependentTasks: ["a"] }),
          c: task("echo", { text: constant("x") }, { dependentTasks: ["b"] }),
        },
      },
    },
    sh: { echo },
  });
  const { state, tasks } = await run(spec);
  expect([state, ...tasks.map((each) => `${each.path} ${each.state} ${each.error}`)]).toEqual([
    "SUCCEEDED",
    "a SKIPPED its condition is false",
    "b SKIPPED a was skipped",
    "c SKIPPED b was skipped",
  ]);
});

test.each([
  ["on", "SUCCEEDED"],
  ["", "SKIPPED"],
  ["x' || 'a' == 'a", "SKIPPED"],
])(
  "a condition may stand on a container's task, and no value is taken for a part of it: %j",
  async (side, state) => {
    const spec = small({
      root: {
        inputDefinitions: { parameters: { side: { parameterType: "STRING" } } },
        dag: {
          tasks: {
            say: task(
              "echo",
              { text: fromInput("side") },
              { triggerPolicy: { condition: "inputs.parameter_values['text'] == 'on'" } },
            ),
          },
        },
      },
      sh: { echo },
    });
    expect((await run(spec, { parameters: { side } })).states).toEqual({ say: state });
  },
);
