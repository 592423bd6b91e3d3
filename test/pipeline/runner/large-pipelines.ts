// Pipelines of any size in IR, whose tasks give a text.
import type { ComponentSpec, PipelineSpec, PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { constant, fromInput, fromTask, small, task } from "./small-pipelines.ts";

export const largeShapes = ["chain", "fan", "loop"] as const;

export type LargeShape = (typeof largeShapes)[number];

/** Each task waits for the one before it; all wait for the first and one for all; a loop that collects. */
export function large(shape: LargeShape, size: number): PipelineSpec {
  const sh = { give: { script: "", inputs: texts("text"), outputs: texts("result") } };
  switch (shape) {
    case "chain":
      return small({ root: { dag: { tasks: dag(size, (index) => `give-${index - 1}`) } }, sh });
    case "fan": {
      const tasks = dag(size - 1, () => "give-0");
      const last = task("give", { text: constant("x") }, { dependentTasks: Object.keys(tasks) });
      return small({ root: { dag: { tasks: { ...tasks, last } } }, sh });
    }
    case "loop":
      return small({ root: { dag: { tasks: { loop: loopOver(size) } } }, components: { body }, sh });
    default:
      return shape satisfies never;
  }
}

function texts(name: string): NonNullable<ComponentSpec["inputDefinitions"]> {
  return { parameters: { [name]: { parameterType: "STRING" } } };
}

function dag(size: number, producer: (index: number) => string): { [name: string]: PipelineTaskSpec } {
  return Object.fromEntries(
    Array.from({ length: size }, (_, index) => {
      const text = index === 0 ? constant("x") : fromTask(producer(index), "result");
      return [`give-${index}`, task("give", { text })];
    }),
  );
}

const body: ComponentSpec = {
  inputDefinitions: texts("item"),
  outputDefinitions: { parameters: { all: { parameterType: "LIST" } } },
  dag: {
    tasks: { give: task("give", { text: fromInput("item") }) },
    outputs: {
      parameters: {
        all: { valueFromParameter: { producerSubtask: "give", outputParameterKey: "result" } },
      },
    },
  },
};

function loopOver(size: number): PipelineTaskSpec {
  const raw = JSON.stringify(Array.from({ length: size }, (_, index) => `item ${index}`));
  return task("body", {}, { parameterIterator: { itemInput: "item", items: { raw } } });
}
