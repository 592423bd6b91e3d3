// Finds tasks that wait for themselves, and components that contain themselves. Takes time in proportion to the file
// and no stack, however long its chains are.
import { own } from "./json-object.ts";
import type { ComponentSpec, DagSpec, PipelineSpec, PipelineTaskSpec } from "./pipeline-spec.ts";

/** One sentence for each cycle; where cycles have tasks in common, at least one of them is found. */
export function cycleProblems(spec: PipelineSpec): readonly string[] {
  const components = spec.components ?? {};
  const dags = [["root", spec.root] as const, ...named(components)];
  const contained = findCycles(Object.keys(components), (name) =>
    called(own(components, name)).filter((other) => Object.hasOwn(components, other)),
  );
  return [
    ...dags.flatMap(([path, { dag }]) => (dag === undefined ? [] : taskCycles(path, dag))),
    ...contained.map((cycle) => `components/${cycle[0]} contains itself: ${chain(cycle, "contains")}.`),
  ];
}

function named(components: { readonly [name: string]: ComponentSpec }) {
  return Object.entries(components).map(([name, component]) => [`components/${name}`, component] as const);
}

function taskCycles(path: string, { tasks }: DagSpec): readonly string[] {
  const cycles = findCycles(Object.keys(tasks), (name) => {
    const task = own(tasks, name);
    return task === undefined ? [] : awaited(task).filter((other) => Object.hasOwn(tasks, other));
  });
  return cycles.map(
    (cycle) => `${path}/dag/tasks/${cycle[0]} waits for itself: ${chain(cycle, "waits for")}.`,
  );
}

function awaited({ dependentTasks = [], inputs }: PipelineTaskSpec): readonly string[] {
  const parameters = Object.values(inputs?.parameters ?? {}).map(
    ({ taskOutputParameter, taskFinalStatus }) => (taskOutputParameter ?? taskFinalStatus)?.producerTask,
  );
  const artifacts = Object.values(inputs?.artifacts ?? {}).map(
    ({ taskOutputArtifact }) => taskOutputArtifact?.producerTask,
  );
  const producers = [...parameters, ...artifacts].filter((producer) => producer !== undefined);
  return [...dependentTasks, ...producers];
}

function called(component: ComponentSpec | undefined): readonly string[] {
  return Object.values(component?.dag?.tasks ?? {}).map(({ componentRef }) => componentRef.name);
}

/** `rest` is still to be followed, the last of it first. */
interface Step {
  readonly name: string;
  readonly rest: string[];
}

/**
 * A walk in depth, without recursion. A cycle that is found leaves the graph, so that none is told twice.
 * Each begins with the name that was reached first.
 */
function findCycles(
  names: readonly string[],
  successors: (name: string) => readonly string[],
): readonly (readonly string[])[] {
  const cycles: (readonly string[])[] = [];
  const path: Step[] = [];
  const places = new Map<string, number | "left">();
  for (const start of names) {
    if (!places.has(start)) enter(start);
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      const next = step.rest.pop();
      const place = next === undefined ? path.length - 1 : places.get(next);
      if (next !== undefined && place === undefined) enter(next);
      if (typeof place !== "number") continue;
      const left = path.splice(place).map(({ name }) => name);
      for (const name of left) places.set(name, "left");
      if (next !== undefined) cycles.push(left);
    }
  }
  return cycles;

  function enter(name: string): void {
    places.set(name, path.length);
    path.push({ name, rest: successors(name).toReversed() });
  }
}

/** `"a" waits for "b", which waits for "a"`; of a long one, its beginning. */
function chain(cycle: readonly string[], verb: string): string {
  const [first = "", ...others] = cycle.length > 10 ? cycle.slice(0, 9) : cycle;
  const links = others.map((name) => `"${name}", which ${verb} `);
  const skipped = cycle.length > 10 ? `${cycle.length - 9} more, the last of which ${verb} ` : "";
  return `"${first}" ${verb} ${links.join("")}${skipped}"${first}"`;
}
