// Goes through a pipeline in the order in which it would run, into groups and through loops, and asks at each task what
// becomes of it. Nothing runs: a planned job and an earlier one are gone through alike.
import { own } from "../../ir/json-object.ts";
import type {
  ComponentSpec,
  DagSpec,
  ExecutorSpec,
  Json,
  PipelineSpec,
  PipelineTaskSpec,
} from "../../ir/pipeline-spec.ts";
import { type DagPlan, planDag, runsRegardless } from "../../runner/dag-plan.ts";
import { collectIterations, groupValues } from "./group-values.ts";
import { fillIn, taskInputs } from "./task-inputs.ts";
import { jsonOf, noValues, unsettled, type Value, type Values } from "./value.ts";

export interface Site {
  /** `for-loop-1[0]/train`; `[*]` where it is not known how many iterations there are. */
  readonly path: string;
  /** What people call it. */
  readonly name: string;
  readonly task: PipelineTaskSpec;
  readonly component: ComponentSpec;
  readonly executor: ExecutorSpec | undefined;
  readonly inputs: Values;
  /** Why it does not run; absent: it does, as far as is known. */
  readonly held?: string;
  /** Whether it runs at all is decided by these tasks, or groups; absent: it does. */
  readonly decidedBy?: readonly string[];
}

/** `done`: it gives its outputs, from the cache or not. `maybe`: it is not known whether it runs. */
export interface Outcome {
  readonly state: "done" | "skipped" | "maybe";
  readonly outputs: Values;
}

export interface Visitor {
  /** A container's task or an importer. */
  readonly task: (site: Site) => Outcome;
  /** Of a task, group or loop with a condition. */
  readonly condition: (site: Site, condition: string) => Decided;
  /** What a loop goes over; `undefined`: it is not known. */
  readonly items: (site: Site, list: Value | undefined) => readonly Value[] | undefined;
}

/** Where it is not known: the tasks that decide it, if any can be named. */
export type Decided = "holds" | "fails" | { readonly by: readonly string[] };

interface Walk {
  readonly spec: PipelineSpec;
  readonly root: Values;
  readonly visitor: Visitor;
}

export function walk(spec: PipelineSpec, inputs: Values, visitor: Visitor): void {
  if (spec.root.dag === undefined) return;
  visitDag({ spec, root: inputs, visitor }, spec.root.dag, { path: "", inputs });
}

interface Scope {
  readonly path: string;
  readonly inputs: Values;
  readonly held?: string;
  readonly decidedBy?: readonly string[];
}

type Outcomes = ReadonlyMap<string, Outcome>;

function visitDag(walk: Walk, dag: DagSpec, scope: Scope): Outcomes {
  const plan = planDag(dag);
  const outcomes = new Map<string, Outcome>();
  for (const key of inOrder(plan)) {
    const task = dag.tasks[key];
    const component = own(walk.spec.components, task?.componentRef.name ?? "");
    if (task === undefined || component === undefined) continue; // `checkSpec` says so
    const before = (plan.upstreams.get(key) ?? []).flatMap((name) => {
      const outcome = outcomes.get(name);
      return outcome === undefined ? [] : [{ path: join(scope.path, name), state: outcome.state }];
    });
    const inputs = taskInputs(task, component, {
      root: walk.root,
      parent: scope.inputs,
      outputsOf: (name) => outcomes.get(name)?.outputs ?? noValues,
    });
    const awaited = runsRegardless(task) ? [] : before;
    const open = awaited.filter(({ state }) => state === "maybe").map(({ path }) => path);
    const decidedBy = [...(scope.decidedBy ?? []), ...open];
    const skipped = awaited.find(({ state }) => state === "skipped");
    const held = scope.held ?? (skipped && `${skipped.path} is skipped`);
    const site: Site = {
      path: join(scope.path, key),
      name: task.taskInfo?.name ?? key,
      task,
      component,
      executor: own(walk.spec.deploymentSpec?.executors, component.executorLabel ?? ""),
      inputs,
      ...(held !== undefined && { held }),
      ...(decidedBy.length > 0 && { decidedBy }),
    };
    outcomes.set(key, visit(walk, site));
  }
  return outcomes;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}/${key}`;
}

/** A task comes after those that it waits for; what is in a cycle, which `checkSpec` refuses, is left out. */
function inOrder({ upstreams, dependents }: DagPlan): readonly string[] {
  const left = new Map([...upstreams].map(([name, names]) => [name, names.length]));
  const ordered = [...left].flatMap(([name, count]) => (count === 0 ? [name] : []));
  for (const name of ordered) {
    // The list grows while it is gone through.
    for (const dependent of dependents.get(name) ?? []) {
      const count = (left.get(dependent) ?? 0) - 1;
      left.set(dependent, count);
      if (count === 0) ordered.push(dependent);
    }
  }
  return ordered;
}

function visit(walk: Walk, found: Site): Outcome {
  const site = found.held === undefined ? underCondition(walk, found) : found;
  const { parameterIterator, artifactIterator } = site.task;
  if ((parameterIterator ?? artifactIterator) === undefined) return visitOne(walk, site);
  return site.held === undefined
    ? visitLoop(walk, site)
    : visitOne(walk, { ...site, path: `${site.path}[*]` });
}

function underCondition(walk: Walk, site: Site): Site {
  const { condition } = site.task.triggerPolicy ?? {};
  if (condition === undefined) return site;
  const decision = walk.visitor.condition(site, condition);
  if (decision === "holds") return site;
  return decision === "fails"
    ? { ...site, held: `the condition of ${site.path} is false` }
    : undecided(site, decision.by);
}

function undecided(site: Site, by: readonly string[]): Site {
  const named = by.length > 0 ? by : [site.path];
  return { ...site, decidedBy: [...new Set([...(site.decidedBy ?? []), ...named])] };
}

function visitOne(walk: Walk, site: Site): Outcome {
  const { component, path, inputs, decidedBy, held } = site;
  if (component.dag === undefined) return walk.visitor.task(site);
  const scope = { path, inputs, ...(held !== undefined && { held }), ...(decidedBy && { decidedBy }) };
  const outcomes = visitDag(walk, component.dag, scope);
  if (held !== undefined) return { state: "skipped", outputs: noValues };
  return {
    state: decidedBy === undefined ? "done" : "maybe",
    outputs: groupValues(component, outcomes, path),
  };
}

function visitLoop(walk: Walk, site: Site): Outcome {
  const { task, component, inputs, path } = site;
  const list = listOf(site);
  const items = walk.visitor.items(site, list);
  const input = task.artifactIterator?.itemInput ?? task.parameterIterator?.itemInput ?? "";
  const kind = task.artifactIterator === undefined ? "parameters" : "artifacts";
  const iteration = (item: Value, index: string, decidedBy: readonly string[] | undefined) =>
    visitOne(walk, {
      ...site,
      path: `${path}[${index}]`,
      inputs: { ...inputs, [kind]: new Map([...inputs[kind], [input, item]]) },
      ...(decidedBy && { decidedBy }),
    });
  const state = site.decidedBy === undefined ? "done" : "maybe";
  if (items === undefined) {
    const by =
      list === undefined ? [] : unsettled(list).flatMap((part) => (part.kind === "open" ? part.from : []));
    iteration({ kind: "open", from: [path] }, "*", undecided(site, by).decidedBy);
    return { state, outputs: collectIterations(component, undefined, path) };
  }
  const outcomes = items.map((item, index) => iteration(item, String(index), site.decidedBy));
  return { state, outputs: collectIterations(component, outcomes, path) };
}

function listOf({ task, inputs }: Site): Value | undefined {
  const { parameterIterator, artifactIterator } = task;
  if (artifactIterator !== undefined) return inputs.artifacts.get(artifactIterator.items.inputArtifact);
  const { raw, inputParameter } = parameterIterator?.items ?? {};
  if (raw === undefined) return inputs.parameters.get(inputParameter ?? "");
  const items = parseList(raw);
  return items && { kind: "list", items: items.map((item) => fillIn(item, inputs)) };
}

function parseList(text: string): readonly Json[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? (value as readonly Json[]) : undefined; // JSON.parse gives nothing else
  } catch {
    return undefined;
  }
}

/** The items of a list that is known, or known to be a list. */
export function itemsOf(list: Value | undefined): readonly Value[] | undefined {
  if (list?.kind === "list") return list.items;
  const json = jsonOf(list);
  const items = typeof json === "string" ? parseList(json) : json;
  return Array.isArray(items)
    ? (items as readonly Json[]).map((item) => ({ kind: "known", json: item }) as const)
    : undefined;
}
