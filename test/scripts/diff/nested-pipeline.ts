// A pipeline of groups in groups, written as its tasks' names; each task's image is called like the task.
import type { JsonObject } from "../../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";

/** What is in a name with a number is a group; what is in others is added to the task. */
export interface Tasks {
  readonly [name: string]: JsonObject;
}

export function pipelineOf(tasks: Tasks): PipelineFile {
  const components: Record<string, Json> = {};
  const executors: Record<string, Json> = {};
  const dagOf = (inner: Tasks, path: string): JsonObject => {
    const entries = Object.entries(inner).map(([name, fields]): [string, JsonObject] => {
      const component = `comp-${path}${name}`;
      if (/-\d+$/.test(name)) {
        components[component] = { dag: dagOf(fields as Tasks, `${path}${name}-`) }; // a group holds tasks
        return [name, { componentRef: { name: component } }];
      }
      components[component] = { executorLabel: `exec-${name}` };
      executors[`exec-${name}`] = { container: { image: `${name}:1` } };
      return [name, { componentRef: { name: component }, ...fields }];
    });
    return { tasks: Object.fromEntries(entries) };
  };
  const dag = dagOf(tasks, "");
  const pipeline = {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: { dag },
    components,
    deploymentSpec: { executors },
  };
  return { pipeline: pipeline as unknown as PipelineFile["pipeline"] }; // parts of tests are as loose as files
}
