// What the parts of a report share.
import { artifactPath } from "../../../ir/artifact-path.ts";
import { own } from "../../../ir/json-object.ts";
import type { ComponentSpec, PipelineSpec } from "../../../ir/pipeline-spec.ts";
import type { Artifact } from "../../values.ts";
import { isIteration, parentPath, type RunRecord, type TaskRecord } from "../../record/run-record.ts";
import { type Budget, newBudget } from "./budget.ts";
import { maskRun, type RunMask } from "./mask-run.ts";
import { html, type Markup } from "./markup.ts";
import { findInside, type Found } from "./read-inside.ts";
import { type TaskTree, taskTree } from "./task-tree.ts";

export interface PageContext {
  readonly run: RunRecord;
  readonly tree: TaskTree;
  readonly mask: RunMask;
  /** Characters of logs and values, and of previews. */
  readonly texts: Budget;
  readonly previews: Budget;
  /** Of the task itself, or of what is shown of what it is in. */
  readonly anchor: (path: string) => string;
  /** Which task made what lies at an address. */
  readonly makerOf: (uri: string) => TaskRecord | undefined;
  /** What lies where an artifact is; of one that many tasks are given it is looked up once. */
  readonly placeOf: (artifact: Artifact) => Found;
}

export function pageContext(run: RunRecord): PageContext {
  const tree = taskTree(run);
  const anchors = new Map(tree.shown.map(({ task }, index) => [task.path, `task-${index + 1}`]));
  const anchor = (path: string): string =>
    path === "" ? "run" : (anchors.get(path) ?? anchor(parentPath(path)));
  const makers = new Map<string, TaskRecord>();
  for (const task of run.tasks) {
    if (task.type !== "task") continue;
    for (const { uri } of Object.values(task.outputs.artifacts).flat()) makers.set(uri, task);
  }
  return {
    run,
    tree,
    mask: maskRun(run),
    texts: newBudget(4_000_000),
    previews: newBudget(5_000_000),
    anchor,
    makerOf: (uri) => makers.get(uri),
    placeOf: places(run.root),
  };
}

function places(root: string): PageContext["placeOf"] {
  const known = new Map<string, Found>();
  return ({ uri, customPath }) => {
    const path = customPath ?? artifactPath(uri);
    const found = known.get(path) ?? findInside(root, path);
    known.set(path, found);
    return found;
  };
}

/** What the task at a path of the pipeline runs. */
export function componentAt(spec: PipelineSpec | undefined, path: string): ComponentSpec | undefined {
  let component = spec?.root;
  for (const key of path === "" ? [] : path.split("/")) {
    const task = own(component?.dag?.tasks, key);
    component = own(spec?.components, task?.componentRef.name ?? "");
  }
  return component;
}

/** Leads to the task's details, or to those of what it is in. */
export function taskLink({ anchor }: PageContext, path: string, text: string = path): Markup {
  return html`<a href="#${anchor(path)}" ${text === path ? undefined : html` title="${path}"`}>${text}</a>`;
}

/** What people call a task: its name, `#3` of an iteration. */
export function shortLabel({ path, name }: Pick<TaskRecord, "path" | "name">): string {
  return isIteration(path) ? `#${path.slice(path.lastIndexOf("[") + 1, -1)}` : name;
}
