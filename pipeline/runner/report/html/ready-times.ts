// When each task of a run had all that it waited for: from there to its start it waited for a free place.
import { type DagPlan, planDag } from "../../dag-plan.ts";
import {
  isIteration,
  parentPath,
  type RunRecord,
  type TaskRecord,
  withoutIterations,
} from "../../record/run-record.ts";
import { componentAt } from "./page-context.ts";

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
  return (path) => {
    const plain = withoutIterations(path);
    if (!known.has(plain)) {
      const dag = componentAt(spec, plain)?.dag;
      known.set(plain, dag === undefined ? undefined : planDag(dag));
    }
    return known.get(plain);
  };
}
