// The pipeline's inputs and outputs as nodes of the outermost box: one node for all that the same tasks take or give.
import type { ComponentSpec, DagSpec } from "../pipeline-spec.ts";
import type { PictureEdge, PortNode } from "./picture.ts";
import { selectorsOf } from "./value-names.ts";

/** Where there are more, their lines would hide the pipeline: then none are drawn. */
const mostNodes = 12;
const mostEdges = 24;

interface Ports {
  readonly nodes: readonly PortNode[];
  readonly edges: readonly PictureEdge[];
}

/** `ids` gives each task's id. */
export function pipelinePorts(root: ComponentSpec, dag: DagSpec, ids: ReadonlyMap<string, string>): Ports {
  const inputs = unlessTooMany(ports("input", consumers(dag), ids));
  const outputs = unlessTooMany(ports("output", producers(root, dag), ids));
  return { nodes: [...inputs.nodes, ...outputs.nodes], edges: [...inputs.edges, ...outputs.edges] };
}

function unlessTooMany(found: Ports): Ports {
  const { nodes, edges } = found;
  return nodes.length > mostNodes || edges.length > mostEdges ? { nodes: [], edges: [] } : found;
}

/** The tasks that take each input. */
function consumers(dag: DagSpec): ReadonlyMap<string, ReadonlySet<string>> {
  const tasksOf = new Map<string, Set<string>>();
  for (const [name, { inputs }] of Object.entries(dag.tasks)) {
    const taken = [
      ...Object.values(inputs?.parameters ?? {}).map(
        ({ componentInputParameter }) => componentInputParameter,
      ),
      ...Object.values(inputs?.artifacts ?? {}).map(({ componentInputArtifact }) => componentInputArtifact),
    ];
    for (const input of taken) {
      if (input !== undefined) tasksOf.set(input, (tasksOf.get(input) ?? new Set()).add(name));
    }
  }
  return tasksOf;
}

/** The tasks that give each output. */
function producers(
  { outputDefinitions }: ComponentSpec,
  dag: DagSpec,
): ReadonlyMap<string, ReadonlySet<string>> {
  const kinds = ["artifacts", "parameters"] as const;
  return new Map(
    kinds.flatMap((kind) =>
      Object.keys(outputDefinitions?.[kind] ?? {}).map((name) => {
        const tasks = selectorsOf(dag, kind, name).map(({ task }) => task);
        return [name, new Set(tasks)] as const;
      }),
    ),
  );
}

function ports(
  kind: PortNode["kind"],
  tasksOf: ReadonlyMap<string, ReadonlySet<string>>,
  ids: ReadonlyMap<string, string>,
): Ports {
  const byTasks = new Map<string, { readonly names: string[]; readonly tasks: readonly string[] }>();
  for (const [name, tasks] of tasksOf) {
    const found = [...tasks].flatMap((task) => ids.get(task) ?? []).sort();
    const same = byTasks.get(found.join()) ?? { names: [], tasks: found };
    same.names.push(name);
    byTasks.set(found.join(), same);
  }
  const groups = [...byTasks.values()]
    .filter(({ tasks }) => tasks.length > 0)
    .map((group, index) => ({ ...group, id: `${kind === "input" ? "i" : "o"}${index + 1}` }));
  const nodes = groups.map(({ id, names }): PortNode => ({ kind, id, names }));
  const edges = groups.flatMap(({ id, tasks }) =>
    tasks.map((task): PictureEdge => {
      const ends = kind === "input" ? { from: id, to: task } : { from: task, to: id };
      return { ...ends, kind: "data", labels: [] };
    }),
  );
  return { nodes, edges };
}
