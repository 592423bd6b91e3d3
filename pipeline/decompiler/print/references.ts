// Finds the tasks and groups of a pipeline that others refer to: only those need a name in the code.
import type {
  Argument,
  Composite,
  Condition,
  GraphNode,
  GroupSettings,
  PipelineBody,
  ReturnedSource,
  Source,
  TaskNode,
  Upstream,
} from "../../dsl/graph.ts";

export interface References {
  /** Tasks and groups whose outputs are used, or that others wait for. */
  readonly nodes: Set<number>;
  /** Loops whose item is used. */
  readonly items: Set<number>;
  /** Tasks and exit handlers whose status is used. */
  readonly statuses: Set<number>;
  /** Inputs of the pipeline. */
  readonly inputs: Set<string>;
}

export function referencesIn(body: PipelineBody): References {
  const references: References = {
    nodes: new Set(),
    items: new Set(),
    statuses: new Set(),
    inputs: new Set(),
  };
  addBody(references, body);
  return references;
}

function addBody(references: References, { nodes, returned }: PipelineBody): void {
  for (const node of nodes) addNode(references, node);
  for (const source of Object.values(returned)) addReturned(references, source);
}

function addReturned(references: References, source: ReturnedSource): void {
  if (source.kind !== "oneOf") return addSource(references, source);
  for (const one of source.of) addSource(references, one);
}

function addNode(references: References, node: GraphNode): void {
  switch (node.kind) {
    case "task":
      return addTask(references, node);
    case "branches":
      addGroup(references, node.settings);
      for (const { settings, condition, body } of node.branches) {
        addGroup(references, settings);
        if (condition !== undefined) addCondition(references, condition);
        addBody(references, body);
      }
      return;
    case "loop":
      addGroup(references, node.settings);
      if (node.items.kind === "source") addSource(references, node.items.source);
      return addBody(references, node.body);
    case "exitHandler":
      addGroup(references, node.settings);
      for (const exit of node.onExit) addNode(references, exit);
      return addBody(references, node.body);
    default:
      node satisfies never;
  }
}

function addTask(
  references: References,
  { arguments: given, undeclared, waitsOnlyFor, settings }: TaskNode,
): void {
  for (const argument of [...Object.values(given), ...Object.values(undeclared)]) {
    addArgument(references, argument);
  }
  addUpstream(references, waitsOnlyFor ?? []);
  addUpstream(references, settings.after);
  const { accelerator, ...amounts } = settings.resources ?? {};
  for (const value of [...Object.values(amounts), accelerator?.type, accelerator?.count]) {
    if (typeof value === "object") addSource(references, value);
  }
  for (const config of Object.values(settings.platforms)) addComposite(references, config);
}

function addGroup(references: References, { after }: GroupSettings): void {
  addUpstream(references, after);
}

function addUpstream(references: References, upstreams: readonly Upstream[]): void {
  for (const upstream of upstreams) {
    if (upstream.kind === "task") references.nodes.add(upstream.node);
    else addSource(references, upstream.source);
  }
}

function addArgument(references: References, argument: Argument): void {
  if (argument.kind === "composite") return addComposite(references, argument.value);
  if (argument.kind !== "constant" && argument.kind !== "raw") addSource(references, argument);
}

function addComposite(references: References, value: Composite): void {
  switch (value.kind) {
    case "json":
      return;
    case "text":
      for (const part of value.parts) if (typeof part !== "string") addSource(references, part);
      return;
    case "list":
      for (const item of value.items) addComposite(references, item);
      return;
    case "struct":
      for (const field of Object.values(value.fields)) addComposite(references, field);
      return;
    default:
      value satisfies never;
  }
}

function addCondition(references: References, condition: Condition): void {
  switch (condition.kind) {
    case "comparison":
      addArgument(references, condition.left);
      return addArgument(references, condition.right);
    case "not":
      return addCondition(references, condition.condition);
    case "and":
    case "or":
      for (const part of condition.conditions) addCondition(references, part);
      return;
    default:
      condition satisfies never;
  }
}

function addSource(references: References, source: Source): void {
  switch (source.kind) {
    case "input":
      references.inputs.add(source.name);
      return;
    case "output":
      references.nodes.add(source.node);
      return;
    case "item":
      references.items.add(source.node);
      return;
    case "status":
      references.statuses.add(source.node);
      return;
    case "field":
    case "cast":
      return addSource(references, source.of);
    default:
      source satisfies never;
  }
}
