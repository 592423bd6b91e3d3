// Pipelines for tests of the local Vertex, as IR: their tasks run on this Node.
import type { JsonObject } from "../../../../pipeline/ir/json-object.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";

export interface TestTask {
  /** JavaScript; `output` is the file of the output parameter "text", `input` the parameter "text". */
  readonly code: string;
  readonly after?: readonly string[];
}

/** Each task takes the pipeline's parameter "text" and gives "text". */
export function pipelineOf(name: string, tasks: { readonly [name: string]: TestTask }): JsonObject {
  const parameters = { text: { parameterType: "STRING" } };
  const entries = Object.entries(tasks);
  const components = entries.map(([task]): [string, Json] => [
    `comp-${task}`,
    { executorLabel: `exec-${task}`, inputDefinitions: { parameters }, outputDefinitions: { parameters } },
  ]);
  const executors = entries.map(([task, { code }]): [string, Json] => [
    `exec-${task}`,
    {
      container: {
        image: "node:24",
        command: [
          "node",
          "-e",
          `const [input, output] = process.argv.slice(1); const fs = require("fs"); ${code}`,
        ],
        args: ["{{$.inputs.parameters['text']}}", "{{$.outputs.parameters['text'].output_file}}"],
      },
    },
  ]);
  const dag = entries.map(([task, { after = [] }]): [string, Json] => [
    task,
    {
      taskInfo: { name: task },
      componentRef: { name: `comp-${task}` },
      inputs: { parameters: { text: { componentInputParameter: "text" } } },
      ...(after.length > 0 && { dependentTasks: after }),
    },
  ]);
  return {
    schemaVersion: "2.1.0",
    sdkVersion: "test",
    pipelineInfo: { name },
    root: {
      inputDefinitions: { parameters: { text: { parameterType: "STRING", defaultValue: "hello" } } },
      dag: { tasks: Object.fromEntries(dag) },
    },
    components: Object.fromEntries(components),
    deploymentSpec: { executors: Object.fromEntries(executors) },
  };
}

export const writes = 'fs.writeFileSync(output, input + "!");';
/** Until the run's folder has a file "go". */
export const fails = 'console.error("no luck"); process.exit(3);';
/** Long enough to be stopped in any test. */
export const waits = "setTimeout(() => {}, 600_000);";
