// Gives each task detail of a job its place in the tree of the run: `for-loop-1[0]/train`, as the local runner names it.
import { groupBy } from "../../ir/group-by.ts";
import { isObject, objectOf, own, type JsonObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import type { Job, TaskDetail } from "../job/index.ts";

export interface PlacedTask {
  readonly detail: TaskDetail;
  readonly path: string;
  readonly type: "task" | "group" | "loop";
  /** Of a loop: how many there are by now. */
  readonly iterations?: number;
}

/**
 * Parents before what is in them. The service lists the run itself as a task without a parent: it is left out. How it
 * names iterations is not documented: whatever stands below a loop and is none of its tasks counts as one.
 */
export function placeTasks(job: Job): readonly PlacedTask[] {
  const ids = new Set(job.tasks.map(({ id }) => id));
  const children = groupBy(job.tasks, ({ parentId }) =>
    parentId !== undefined && ids.has(parentId) ? parentId : "",
  );
  const placed: PlacedTask[] = [];
  const spec = job.pipelineSpec;
  const root: Scope = { path: "", tasks: tasksOf(spec["root"]), isLoop: false };
  const visit = (scope: Scope, parent: string): void => {
    const seen = new Map<string, number>();
    for (const detail of children.get(parent) ?? []) {
      if (isRun(job, detail, scope)) {
        visit(scope, detail.id);
        continue;
      }
      const count = seen.get(detail.name) ?? 0;
      seen.set(detail.name, count + 1);
      const inner = place(spec, scope, { detail, count });
      const below = children.get(detail.id) ?? [];
      const type = inner.isLoop ? "loop" : below.length > 0 || inner.isGroup ? "group" : "task";
      placed.push({
        detail,
        path: inner.path,
        type,
        ...(inner.isLoop && { iterations: below.length }),
      });
      visit(inner, detail.id);
    }
  };
  visit(root, "");
  return placed;
}

interface Scope {
  readonly path: string;
  /** Of the DAG in it, by name; `undefined` where it is not known. */
  readonly tasks: JsonObject | undefined;
  readonly isLoop: boolean;
  readonly isGroup?: boolean;
}

function isRun(job: Job, detail: TaskDetail, scope: Scope): boolean {
  if (scope.path !== "" || detail.parentId !== undefined) return false;
  return scope.tasks === undefined ? detail.name === job.id : own(scope.tasks, detail.name) === undefined;
}

function place(
  spec: JsonObject,
  scope: Scope,
  { detail, count }: { readonly detail: TaskDetail; readonly count: number },
): Scope {
  const { name } = detail;
  const task = own(scope.tasks, name);
  if (scope.isLoop) {
    // The iterations themselves, or their tasks with no iteration between, several of one name.
    if (task === undefined)
      return { ...scope, path: `${scope.path}[${numberOf(name) ?? count}]`, isLoop: false };
    return inside(spec, task, `${scope.path}[${count}]/${name}`);
  }
  const path = scope.path === "" ? name : `${scope.path}/${name}`;
  const unique = count === 0 ? path : `${path}#${count + 1}`;
  return task === undefined ? { path: unique, tasks: undefined, isLoop: false } : inside(spec, task, unique);
}

function inside(spec: JsonObject, task: Json, path: string): Scope {
  const reference = isObject(task) ? own(objectOf(task["componentRef"]), "name") : undefined;
  const tasks = tasksOf(own(objectOf(spec["components"]), String(reference)));
  const isLoop = isObject(task) && ("parameterIterator" in task || "artifactIterator" in task);
  return { path, tasks, isLoop, isGroup: tasks !== undefined };
}

function tasksOf(component: Json | undefined): JsonObject | undefined {
  const dag = isObject(component) ? component["dag"] : undefined;
  return isObject(dag) ? objectOf(dag["tasks"]) : undefined;
}

function numberOf(name: string): number | undefined {
  const digits = /(\d+)\]?$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
