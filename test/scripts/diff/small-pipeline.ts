// A pipeline of two tasks, one of them in a group, for tests to change parts of.
import type { JsonObject } from "../../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";

/** `make` and, in `group`, `use`; each part is added to what is there. */
export interface Parts {
  readonly make?: JsonObject;
  readonly use?: JsonObject;
  readonly group?: JsonObject;
  readonly component?: JsonObject;
  readonly container?: JsonObject;
  readonly tasks?: JsonObject;
  readonly root?: JsonObject;
  readonly spec?: JsonObject;
  readonly kubernetes?: JsonObject;
}

export function file(parts: Parts = {}): PipelineFile {
  const { make, use, group, component, container, tasks, root, spec, kubernetes } = parts;
  const pipeline = {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: {
      dag: {
        tasks: {
          make: { componentRef: { name: "comp-make" }, ...make },
          group: { componentRef: { name: "comp-group" }, ...group },
          ...tasks,
        },
      },
      ...root,
    },
    components: {
      "comp-make": { executorLabel: "exec-make", ...component },
      "comp-group": { dag: { tasks: { use: { componentRef: { name: "comp-use" }, ...use } } } },
      "comp-use": { executorLabel: "exec-use" },
    },
    deploymentSpec: {
      executors: {
        "exec-make": { container: { image: "a:1", ...container } },
        "exec-use": { container: { image: "u:1" } },
      },
    },
    ...spec,
  } as unknown as PipelineFile["pipeline"]; // parts of tests are as loose as files
  if (kubernetes === undefined) return { pipeline };
  return {
    pipeline,
    platforms: { kubernetes: { deploymentSpec: { executors: { "exec-make": kubernetes } } } },
  };
}
