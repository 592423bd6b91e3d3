// Decides what becomes of an instance whose upstream tasks have all ended, and opens groups and loops.
import { ConditionError, evaluateCondition, parseCondition } from "../../ir/conditions.ts";
import type { Failure } from "../events.ts";
import { runsRegardless } from "../dag-plan.ts";
import { iterationInputs, loopItems } from "./loop-items.ts";
import { componentOf, hasSucceeded, type Instance, newInstance, planOf } from "./schedule.ts";
import { InputError, resolveInputs } from "./task-inputs.ts";
import { reportStart, settle, type Turn } from "./turn.ts";

export function consider(turn: Turn, instance: Instance): void {
  if (instance.phase !== "waiting") return;
  if (mayNotStart(turn, instance)) {
    cancelWhole(turn, instance);
    return;
  }
  const held = runsRegardless(instance.task) ? undefined : firstUnsuccessful(turn, instance);
  if (held !== undefined) {
    skip(turn, instance, `${held.path} ${held.phase === "SKIPPED" ? "was skipped" : "did not succeed"}`);
    return;
  }
  try {
    instance.inputs = resolveInputs(turn.schedule, instance);
    const { condition } = instance.task.triggerPolicy ?? {};
    if (
      condition !== undefined &&
      !evaluateCondition(parseCondition(condition), instance.inputs.parameters)
    ) {
      skip(turn, instance, "its condition is false");
      return;
    }
  } catch (error) {
    settle(turn, instance, { state: "FAILED", failure: explain(instance, error) });
    return;
  }
  begin(turn, instance);
}

/** Only what is shielded starts once the run is being cancelled or fails fast, and nothing once it is to end at once. */
export function mayNotStart({ schedule }: Turn, { shielded }: Instance): boolean {
  return schedule.cancelling === "hard" || (schedule.cancelling !== "no" && !shielded);
}

/** Its inputs are known. */
export function begin(turn: Turn, instance: Instance): void {
  switch (instance.kind) {
    case "task":
      instance.phase = "queued";
      turn.schedule.queue.push(instance);
      return;
    case "group":
      reportStart(turn, instance);
      openGroup(turn, instance);
      return;
    case "loop":
      try {
        instance.items = loopItems(turn.schedule, instance);
      } catch (error) {
        settle(turn, instance, { state: "FAILED", failure: explain(instance, error) });
        return;
      }
      reportStart(turn, instance);
      turn.todo.push({ kind: "close", instance });
  }
}

function openGroup(turn: Turn, group: Instance): void {
  const children = addChildren(turn, group);
  group.open = children.length;
  if (children.length === 0) turn.todo.push({ kind: "close", instance: group });
  for (const child of children) {
    if (child.waitingFor === 0) turn.todo.push({ kind: "consider", instance: child });
  }
}

function addChildren(turn: Turn, group: Instance): readonly Instance[] {
  const { dag } = group.component;
  if (dag === undefined) return [];
  const plan = planOf(turn.schedule, dag);
  group.children = new Map();
  for (const [key, task] of Object.entries(dag.tasks)) {
    const child = newInstance({
      path: group.path === "" ? key : `${group.path}/${key}`,
      key,
      task,
      component: componentOf(turn.schedule, task),
      parent: group,
      shielded: group.shielded || plan.exits.has(key),
    });
    child.waitingFor = plan.upstreams.get(key)?.length ?? 0;
    group.children.set(key, child);
    turn.schedule.byPath.set(child.path, child);
  }
  return [...group.children.values()];
}

/** Opens iterations up to the loop's own limit; further ones follow as those end. */
export function openIterations(turn: Turn, loop: Instance): void {
  const limit = loop.task.iteratorPolicy?.parallelismLimit || Infinity; // 0 says that there is none
  while (loop.open < limit && loop.iterations.length < loop.items.length && !mayNotStart(turn, loop)) {
    const index = loop.iterations.length;
    const item = loop.items[index];
    if (item === undefined) return;
    const { task, component, parent: _, shielded, key } = loop;
    const path = `${loop.path}[${index}]`;
    const iteration = newInstance({ path, key, task, component, parent: loop, iteration: index, shielded });
    loop.iterations.push(iteration);
    loop.open += 1;
    turn.schedule.byPath.set(path, iteration);
    try {
      iteration.inputs = iterationInputs(loop, item);
      begin(turn, iteration);
    } catch (error) {
      settle(turn, iteration, { state: "FAILED", failure: explain(iteration, error) });
    }
  }
}

function firstUnsuccessful(turn: Turn, { key, parent }: Instance): Instance | undefined {
  if (parent?.component.dag === undefined) return undefined;
  for (const name of planOf(turn.schedule, parent.component.dag).upstreams.get(key) ?? []) {
    const upstream = parent.children.get(name);
    if (upstream !== undefined && !hasSucceeded(upstream)) return upstream;
  }
  return undefined;
}

/** What is in a skipped group is skipped visibly as well; a loop has no iterations to name. */
function skip(turn: Turn, instance: Instance, reason: string, inside?: string): void {
  if (instance.kind === "group") {
    const inner = inside ?? `${instance.path} was skipped: ${reason}`;
    for (const child of addChildren(turn, instance)) skip(turn, child, inner, inner);
  }
  settle(turn, instance, { state: "SKIPPED", failure: { path: instance.path, message: reason } });
}

function cancelWhole(turn: Turn, instance: Instance): void {
  if (instance.kind === "group") {
    for (const child of addChildren(turn, instance)) cancelWhole(turn, child);
  }
  settle(turn, instance, { state: "CANCELLED" });
}

/** A defect of ours keeps its stack; what the pipeline or its data are to blame for becomes the task's failure. */
function explain({ path }: Instance, error: unknown): Failure {
  if (error instanceof InputError) return { path, message: `${error.message}.` };
  if (error instanceof ConditionError) return { path, message: `its condition: ${error.message}.` };
  throw error;
}
