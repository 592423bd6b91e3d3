// The state of a run: one instance per task, per iteration of a loop, and for the pipeline itself.
import type { ComponentSpec, DagSpec, Json, PipelineSpec, PipelineTaskSpec } from "../../ir/pipeline-spec.ts";
import { type DagPlan, planDag } from "../dag-plan.ts";
import type {
  Failure,
  InstanceKind,
  RunState,
  TaskFinished,
  TaskRetrying,
  TaskStarted,
  TaskState,
} from "../events.ts";
import { type Artifact, noValues, type Values } from "../values.ts";
import { own } from "../../ir/json-object.ts";

/** `queued` waits for a free place, `delayed` for its next attempt. */
export type Phase = "waiting" | "queued" | "running" | "delayed" | TaskState;

/** Changed by `advance` alone; whoever else sees one only reads. */
export interface Instance {
  readonly path: string;
  /** The task's name in its DAG. */
  readonly key: string;
  /** What people call it. */
  readonly name: string;
  readonly kind: InstanceKind;
  readonly task: PipelineTaskSpec;
  readonly component: ComponentSpec;
  readonly parent: Instance | undefined;
  /** Of an iteration: its place in its loop. */
  readonly iteration: number | undefined;
  /** An exit task, or in one: cancelling leaves it alone. */
  readonly shielded: boolean;
  phase: Phase;
  attempt: number;
  startedAt: number | undefined;
  seconds: number;
  inputs: Values;
  outputs: Values;
  failure: Failure | undefined;
  /** Upstream tasks that have not ended. */
  waitingFor: number;
  /** Children that have not ended. */
  open: number;
  /** Of a group: its tasks by name. */
  children: Map<string, Instance>;
  /** Of a loop. */
  iterations: Instance[];
  items: readonly LoopItem[];
}

export type LoopItem =
  | { readonly kind: "parameter"; readonly value: Json }
  | { readonly kind: "artifact"; readonly value: Artifact };

export interface Schedule {
  readonly spec: PipelineSpec;
  /** What stands for `{{$.NAME}}` in the whole run. */
  readonly names: { readonly [name: string]: string };
  /** Tasks that may run at once. */
  readonly parallelism: number;
  /** Nothing starts any more once a task has failed, but what is shielded. */
  readonly failFast: boolean;
  readonly root: Instance;
  readonly byPath: Map<string, Instance>;
  readonly plans: Map<DagSpec, DagPlan>;
  /** Those that waited for a place, in order; the first `taken` of them wait no more. */
  readonly queue: Instance[];
  taken: number;
  running: number;
  /** `failing`: a task has failed, and none is to start after that; otherwise the user asked to stop. */
  cancelling: "no" | "failing" | "soft" | "hard";
  ended: boolean;
}

export type ScheduleEvent =
  | { readonly kind: "start"; readonly time: number; readonly inputs: Values }
  | TaskOutcome
  | { readonly kind: "delayed"; readonly time: number; readonly path: string }
  | { readonly kind: "cancel"; readonly time: number; readonly hard: boolean };

/** A task that was running has ended. */
export interface TaskOutcome {
  readonly kind: "ended";
  readonly time: number;
  readonly path: string;
  readonly state: "SUCCEEDED" | "CACHED" | "FAILED" | "CANCELLED";
  readonly outputs: Values;
  readonly failure?: Failure;
  readonly log?: string;
  /** When it began, if that was in an earlier life of the run. Default: when it was told to. */
  readonly startedAt?: number;
  /** It ended in an earlier life of the run. Default: it has just ended. */
  readonly earlier?: true;
}

/** To be carried out in the order given. */
export type Action =
  | { readonly kind: "report"; readonly event: TaskStarted | TaskRetrying | TaskFinished }
  | { readonly kind: "run"; readonly instance: Instance; readonly attempt: number }
  /** Milliseconds since 1970. */
  | { readonly kind: "delay"; readonly path: string; readonly until: number }
  | { readonly kind: "stop"; readonly path: string; readonly hard: boolean }
  | { readonly kind: "end"; readonly state: RunState };

export interface ScheduleOptions {
  readonly spec: PipelineSpec;
  readonly names?: { readonly [name: string]: string };
  /** Default: no limit. */
  readonly parallelism?: number;
  /** Default: false. */
  readonly failFast?: boolean;
}

export function newSchedule({
  spec,
  names = {},
  parallelism = Infinity,
  failFast = false,
}: ScheduleOptions): Schedule {
  const task: PipelineTaskSpec = { taskInfo: { name: spec.pipelineInfo.name }, componentRef: { name: "" } };
  const root = newInstance({ path: "", key: "", task, component: spec.root, parent: undefined });
  return {
    spec,
    names,
    parallelism,
    failFast,
    root,
    byPath: new Map([["", root]]),
    plans: new Map(),
    queue: [],
    taken: 0,
    running: 0,
    cancelling: "no",
    ended: false,
  };
}

type NewInstance = Pick<Instance, "path" | "key" | "task" | "component" | "parent"> & {
  readonly iteration?: number;
  readonly shielded?: boolean;
};

export function newInstance({ iteration, shielded = false, ...fixed }: NewInstance): Instance {
  const { task, component } = fixed;
  const loops = iteration === undefined && (task.parameterIterator ?? task.artifactIterator) !== undefined;
  return {
    ...fixed,
    iteration,
    shielded,
    name: task.taskInfo?.name ?? fixed.key,
    kind: loops ? "loop" : component.dag === undefined ? "task" : "group",
    phase: "waiting",
    attempt: 1,
    startedAt: undefined,
    seconds: 0,
    inputs: noValues,
    outputs: noValues,
    failure: undefined,
    waitingFor: 0,
    open: 0,
    children: new Map(),
    iterations: [],
    items: [],
  };
}

export function planOf(schedule: Schedule, dag: DagSpec): DagPlan {
  const known = schedule.plans.get(dag);
  if (known !== undefined) return known;
  const plan = planDag(dag);
  schedule.plans.set(dag, plan);
  return plan;
}

export function componentOf(schedule: Schedule, task: PipelineTaskSpec): ComponentSpec {
  const component = own(schedule.spec.components, task.componentRef.name);
  if (component !== undefined) return component;
  // `checkSpec` has refused such a pipeline.
  throw new TypeError(`there is no component "${task.componentRef.name}"`);
}

export function hasEnded({ phase }: Instance): boolean {
  return phase !== "waiting" && phase !== "queued" && phase !== "running" && phase !== "delayed";
}

export function hasSucceeded({ phase }: Instance): boolean {
  return phase === "SUCCEEDED" || phase === "CACHED";
}
