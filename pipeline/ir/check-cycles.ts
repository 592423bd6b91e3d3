// Finds tasks that wait for themselves, and components that contain themselves. Takes time in proportion to the file
// and no stack, however long its chains are.
import { cycleText, findCycles } from "./find-cycles.ts";
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

function chain(cycle: readonly string[], verb: string): string {
  return cycleText(
    cycle.map((name) => `"${name}"`),
    verb,
  );
}
