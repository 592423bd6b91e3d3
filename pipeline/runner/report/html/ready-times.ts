// When each task of a run had all that it waited for: from there to its start it waited for a free place.
import type { ComponentSpec } from "../../../ir/pipeline-spec.ts";
import { own } from "../../../ir/json-object.ts";
import { type DagPlan, planDag } from "../../dag-plan.ts";
import { isIteration, parentPath, type RunRecord, type TaskRecord } from "../../record/run-record.ts";

/** In milliseconds since 1970; `undefined` where it cannot be told. */
export function readyTimes(run: RunRecord): (task: TaskRecord) => number | undefined {
  const byPath = new Map(run.tasks.map((task) => [task.path, task]));
  const planAt = plans(run);
  return ({ path }) => {
    const parent = parentPath(path);
    const begun = parent === "" ? run.startedAt : byPath.get(parent)?.startedAt;
    if (begun === undefined || isIteration(path)) return begun;
    const key = path.slice(parent.length).replace(/^\//, "");
    const above = parent === "" ? "" : `${parent}/`;
    const ends = (planAt(parent)?.upstreams.get(key) ?? []).map(
      (name) => byPath.get(above + name)?.endedAt ?? begun,
    );
    return Math.max(begun, ...ends);
  };
}

/** Of the DAG that a group's component is, by the group's path. */
function plans({ spec }: RunRecord): (path: string) => DagPlan | undefined {
  const known = new Map<string, DagPlan | undefined>();
  const componentAt = (path: string): ComponentSpec | undefined => {
    if (path === "") return spec?.root;
    const slash = path.lastIndexOf("/");
    const task = own(componentAt(path.slice(0, Math.max(0, slash)))?.dag?.tasks, path.slice(slash + 1));
    return own(spec?.components, task?.componentRef.name ?? "");
  };
  return (path) => {
    const plain = path.replaceAll(/\[\d+\]/g, "");
    if (!known.has(plain)) {
      const dag = componentAt(plain)?.dag;
      known.set(plain, dag === undefined ? undefined : planDag(dag));
    }
    return known.get(plain);
  };
}
