// A pipeline's IR to its picture: every call of a DAG component becomes a box around what it calls.
import type {
  ComponentSpec,
  DagSpec,
  ExecutorSpec,
  PipelineSpec,
  PipelineTaskSpec,
} from "../pipeline-spec.ts";
import { UserError } from "../user-error.ts";
import { branchTexts, conditionText } from "./condition-text.ts";
import type { GroupNode, Picture, PictureParameter, TaskNode } from "./picture.ts";
import { pipelinePorts } from "./pipeline-ports.ts";
import { siblingEdges } from "./sibling-edges.ts";
import { componentOf, listName, nameOf, namesInTask, noNames, type ValueNames } from "./value-names.ts";
import { own } from "../json-object.ts";

/** Components may call others twice, those others twice...: a file of a kilobyte can mean boxes without end. */
const mostNodes = 100_000;
const deepest = 100;

/** Throws a `UserError` for a pipeline that contains itself or has more boxes than anyone could draw. */
export function pictureOf(spec: PipelineSpec): Picture {
  const { name, displayName, description = "" } = spec.pipelineInfo;
  const facts = {
    name: displayName || name,
    description,
    parameters: pictureParameters(spec.root),
  };
  const { dag } = spec.root;
  if (dag === undefined) return { ...facts, nodes: [], edges: [] };
  const counters = { task: 0, group: 0 };
  const level: Level = { spec, dag, names: noNames, depth: 1, counters };
  const { nodes, edges, ids } = drawDag(level);
  const ports = pipelinePorts(spec.root, dag, ids);
  return { ...facts, nodes: [...nodes, ...ports.nodes], edges: [...edges, ...ports.edges] };
}

interface Level {
  readonly spec: PipelineSpec;
  readonly dag: DagSpec;
  /** Of the inputs of the DAG. */
  readonly names: ValueNames;
  readonly depth: number;
  /** How many there are so far, in the whole picture. */
  readonly counters: { task: number; group: number };
}

function drawDag(level: Level) {
  const { spec, dag } = level;
  const nodes = Object.entries(dag.tasks).map(([name, task]) => drawTask(level, name, task));
  const ids = new Map(nodes.map(({ name, id }) => [name, id]));
  return { nodes, edges: siblingEdges(spec, dag, ids), ids };
}

function drawTask(level: Level, name: string, task: PipelineTaskSpec): TaskNode | GroupNode {
  const { spec, counters } = level;
  if (counters.task + counters.group >= mostNodes) {
    const where = spec.pipelineInfo.name;
    throw new UserError(
      "PICTURE_TOO_LARGE",
      `${where}: has more than ${mostNodes} boxes. Draw one of its parts.`,
    );
  }
  const component = componentOf(spec, task);
  const names = namesInTask(level, task);
  const title = task.taskInfo?.name || name;
  const notes = notesOf(task, names);
  if (component?.dag !== undefined) {
    return drawGroup({ ...level, dag: component.dag, names, depth: level.depth + 1 }, name, task, notes);
  }
  const executor = own(spec.deploymentSpec?.executors, component?.executorLabel ?? "");
  counters.task += 1;
  return { kind: "task", id: `t${counters.task}`, name, title, ...executorFacts(executor), notes };
}

function drawGroup(level: Level, name: string, task: PipelineTaskSpec, notes: readonly string[]): GroupNode {
  const { spec, counters, depth } = level;
  if (depth > deepest) {
    const { name: component } = task.componentRef;
    const problem = `groups are nested more than ${deepest} deep at the component "${component}"`;
    throw new UserError("NESTED_TOO_DEEP", `${spec.pipelineInfo.name}: ${problem}. Break the recursion.`);
  }
  counters.group += 1;
  const id = `g${counters.group}`;
  const group = groupKind(name, task, level.dag);
  const drawn = drawDag(level);
  const nodes = group === "branches" ? inBranchOrder(level, drawn.nodes) : drawn.nodes;
  return {
    kind: "group",
    id,
    name,
    title: task.taskInfo?.name || name,
    group,
    notes,
    nodes,
    edges: drawn.edges,
  };
}

/** The format has no field for what a group is: KFP's names tell exit handlers and branches, the rest shows. */
function groupKind(name: string, task: PipelineTaskSpec, dag: DagSpec): GroupNode["group"] {
  if (task.parameterIterator !== undefined || task.artifactIterator !== undefined) return "loop";
  if (task.triggerPolicy?.condition !== undefined) return "condition";
  const tasks = Object.values(dag.tasks);
  const allConditional = tasks.every(({ triggerPolicy }) => triggerPolicy?.condition !== undefined);
  if (/^condition-branches-\d+$/.test(name) && allConditional) return "branches";
  return /^exit-handler-\d+$/.test(name) ? "exit handler" : "pipeline";
}

/** YAML files sort `condition-13` before `condition-8`; the number is the order in which they were written. */
function inBranchOrder(
  level: Level,
  nodes: readonly (TaskNode | GroupNode)[],
): readonly (TaskNode | GroupNode)[] {
  const number = ({ name }: TaskNode | GroupNode) => Number(/\d+$/.exec(name)?.[0] ?? 0);
  const sorted = [...nodes].sort((a, b) => number(a) - number(b));
  const conditions = sorted.map(({ name }) => {
    const task = own(level.dag.tasks, name);
    const names = task === undefined ? noNames : namesInTask(level, task);
    const cel = task?.triggerPolicy?.condition ?? "true";
    return { cel, nameOf: (key: string) => nameOf(names.parameters, key) };
  });
  const texts = branchTexts(conditions);
  return sorted.map((node, index) => {
    const notes = node.notes.map((note) => (note.startsWith("if ") ? (texts[index] ?? note) : note));
    return { ...node, notes };
  });
}

function notesOf(task: PipelineTaskSpec, names: ValueNames): readonly string[] {
  const notes: string[] = [];
  const limit = task.iteratorPolicy?.parallelismLimit ?? 0;
  if (task.parameterIterator !== undefined || task.artifactIterator !== undefined) {
    const atOnce = limit === 1 ? ", one at a time" : limit > 1 ? `, ${limit} at once` : "";
    notes.push(`for each item of ${listName(task, names)}${atOnce}`);
  }
  const { condition, strategy } = task.triggerPolicy ?? {};
  if (condition !== undefined) {
    notes.push(`if ${conditionText(condition, (key) => nameOf(names.parameters, key))}`);
  }
  if (strategy === "ALL_UPSTREAM_TASKS_COMPLETED") notes.push("even if what it waits for fails");
  return notes;
}

function executorFacts(executor: ExecutorSpec | undefined): Pick<TaskNode, "executor" | "image"> {
  if (executor?.container !== undefined) return { executor: "container", image: executor.container.image };
  if (executor?.importer !== undefined) return { executor: "importer" };
  if (executor?.resolver !== undefined) return { executor: "resolver" };
  return { executor: executor?.customJob === undefined ? "unknown" : "custom job" };
}

function pictureParameters({ inputDefinitions }: ComponentSpec): readonly PictureParameter[] {
  const parameters = Object.entries(inputDefinitions?.parameters ?? {}).map(([name, definition]) => {
    const { parameterType, type, description = "", defaultValue } = definition;
    const facts = { name, type: parameterType ?? type ?? "", description };
    return defaultValue === undefined ? facts : { ...facts, defaultValue };
  });
  const artifacts = Object.entries(inputDefinitions?.artifacts ?? {}).map(([name, definition]) => {
    const { artifactType, isArtifactList, description = "" } = definition;
    const type = artifactType.schemaTitle ?? artifactType.schemaUri ?? "artifact";
    return { name, type: isArtifactList === true ? `list of ${type}` : type, description };
  });
  return [...parameters, ...artifacts];
}
