// How deep a pipeline's DAGs are in each other, against what the runner's stack and the system's paths take.
import { own } from "../ir/json-object.ts";
import type { ComponentSpec, PipelineSpec } from "../ir/pipeline-spec.ts";
import { fileName } from "./tasks/task-folder.ts";

export const deepestDag = 500;
/** Linux's PATH_MAX, without the zero at its end. */
const longestPath = 4095;
/** `runs/ID/tasks` before the tasks' names, and what is in a task's folder, as `artifacts/NAME`, after them. */
const around = 150 + 270;
/** `[123456]` */
const longestRound = 8;

/** `root`: where the run's files go. No component may contain itself. */
export function depthProblems(spec: PipelineSpec, root: string): readonly string[] {
  const taken = Buffer.byteLength(root) + around;
  let level = new Map([[spec.root, 0]]);
  let longest = { bytes: 0, task: "" };
  for (let depth = 0; level.size > 0; depth += 1) {
    if (depth > deepestDag) return [`its DAGs are nested more than ${deepestDag} deep. Nest fewer.`];
    const next = new Map<ComponentSpec, number>();
    for (const [{ dag }, before] of level) {
      for (const [name, task] of Object.entries(dag?.tasks ?? {})) {
        const loops = task.parameterIterator !== undefined || task.artifactIterator !== undefined;
        const bytes = before + 1 + Buffer.byteLength(fileName(name)) + (loops ? longestRound : 0);
        if (bytes > longest.bytes) longest = { bytes, task: name };
        const component = own(spec.components, task.componentRef.name);
        if (component?.dag !== undefined) next.set(component, Math.max(bytes, next.get(component) ?? 0));
      }
    }
    level = next;
  }
  const bytes = taken + longest.bytes;
  if (bytes <= longestPath) return [];
  return [
    `the names of the task ${JSON.stringify(longest.task)} and of those around it make a path of ${bytes} bytes, and there are ${longestPath}. Shorten them, or --root.`,
  ];
}
