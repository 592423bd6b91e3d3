// One call of `advance` at work: what it still has to look at, and the actions it has found.
import type { Failure, TaskState } from "../events.ts";
import type { Values } from "../values.ts";
import { noValues } from "../values.ts";
import { type Action, hasEnded, type Instance, planOf, type Schedule } from "./schedule.ts";

export interface Turn {
  readonly schedule: Schedule;
  readonly time: number;
  readonly actions: Action[];
  /** A task has failed in it, other than one that may always run. */
  failed: boolean;
  /** Lists instead of recursion: chains of tasks are long. */
  readonly todo: { readonly kind: "consider" | "close"; readonly instance: Instance }[];
}

export interface End {
  readonly state: TaskState;
  readonly outputs?: Values;
  readonly failure?: Failure | undefined;
  readonly log?: string | undefined;
}

/** The instance has begun its work: says so. */
export function reportStart(turn: Turn, instance: Instance): void {
  instance.phase = "running";
  instance.startedAt ??= turn.time;
  if (instance.path === "") return;
  turn.actions.push({
    kind: "report",
    event: {
      kind: "task-started",
      time: turn.time,
      path: instance.path,
      name: instance.name,
      type: instance.kind,
      attempt: instance.attempt,
      ...(instance.kind === "loop" ? { iterations: instance.items.length } : {}),
    },
  });
}

/** The instance has ended: says so, and finds those whose turn it may be now. */
export function settle(turn: Turn, instance: Instance, { state, outputs, failure, log }: End): void {
  if (hasEnded(instance)) return;
  instance.phase = state;
  if (state === "FAILED" && instance.kind === "task" && !instance.shielded) turn.failed = true;
  instance.outputs = outputs ?? noValues;
  instance.failure = failure;
  instance.seconds = instance.startedAt === undefined ? 0 : (turn.time - instance.startedAt) / 1000;
  if (instance.path !== "") {
    turn.actions.push({
      kind: "report",
      event: {
        kind: "task-finished",
        time: turn.time,
        path: instance.path,
        name: instance.name,
        type: instance.kind,
        state,
        seconds: instance.seconds,
        outputs: instance.outputs,
        ...(failure === undefined ? {} : { failure }),
        ...(log === undefined ? {} : { log }),
      },
    });
  }
  const { parent } = instance;
  if (parent === undefined) return;
  parent.open -= 1;
  if (parent.kind !== "loop") releaseDependents(turn, parent, instance);
  if (parent.open === 0 || parent.kind === "loop") turn.todo.push({ kind: "close", instance: parent });
}

function releaseDependents(turn: Turn, parent: Instance, { key }: Instance): void {
  if (parent.component.dag === undefined) return;
  for (const name of planOf(turn.schedule, parent.component.dag).dependents.get(key) ?? []) {
    const dependent = parent.children.get(name);
    if (dependent === undefined) continue;
    dependent.waitingFor -= 1;
    if (dependent.waitingFor === 0) turn.todo.push({ kind: "consider", instance: dependent });
  }
}
