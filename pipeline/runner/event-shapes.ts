// A line of `events.jsonl`, parsed, to whether it is an event: the file may be damaged, or of somebody else.
import { isObject } from "../ir/json-object.ts";
import type { InstanceKind, KeptEvent, RunState, TaskState } from "./events.ts";

type Check = (value: unknown) => boolean;

/** Of each kind, every field. */
type Shapes = {
  readonly [K in KeptEvent["kind"]]: {
    readonly [F in Exclude<keyof (KeptEvent & { readonly kind: K }), "kind">]-?: Check;
  };
};

const isText: Check = (value) => typeof value === "string";
const isFlag: Check = (value) => typeof value === "boolean";
const isNumber: Check = (value) => typeof value === "number";
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** No later than what a `Date` holds. */
const isTime: Check = (value) => isCount(value) && Number(value) <= 8.64e15;
/** Longer ones are none of the system's either. */
const isPath: Check = (value) => typeof value === "string" && value.length < 4096;

const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const allOf =
  (check: Check): Check =>
  (value) =>
    isObject(value) && Object.values(value).every(check);
const withFields =
  (fields: { readonly [field: string]: Check }): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, check]) =>
      check(Object.hasOwn(value, name) ? value[name] : undefined),
    );
const oneOf =
  <T extends string>(names: { readonly [name in T]: true }): Check =>
  (value) =>
    typeof value === "string" && Object.hasOwn(names, value);

const isArtifact = withFields({ name: isText, type: isObject, uri: isText, metadata: isObject });
const isArtifacts = allOf((list) => Array.isArray(list) && list.every(isArtifact));
const isValues = withFields({ parameters: isObject, artifacts: isArtifacts });
const isFailure = withFields({ path: isText, message: isText });
const isType = oneOf<InstanceKind>({ task: true, group: true, loop: true });
const isTaskState = oneOf<TaskState>({
  SUCCEEDED: true,
  FAILED: true,
  SKIPPED: true,
  CACHED: true,
  CANCELLED: true,
});
const isRunState = oneOf<RunState>({ SUCCEEDED: true, FAILED: true, CANCELLED: true });

const shapes: Shapes = {
  "run-started": {
    time: isTime,
    runId: isText,
    pipeline: isText,
    folder: isText,
    parameters: isObject,
    artifacts: isArtifacts,
    cwd: isText,
    names: optional(allOf(isText)),
    only: optional(withFields({ from: isText, path: isText })),
  },
  "run-resumed": { time: isTime, again: isFlag },
  "run-cancelling": { time: isTime, hard: isFlag },
  "run-finished": { time: isTime, state: isRunState, seconds: isNumber },
  "task-started": {
    time: isTime,
    path: isPath,
    name: isText,
    type: isType,
    attempt: isCount,
    iterations: optional(isCount),
  },
  "task-retrying": {
    time: isTime,
    path: isPath,
    name: isText,
    attempt: isCount,
    delayMs: isNumber,
    failure: isFailure,
  },
  "task-finished": {
    time: isTime,
    path: isPath,
    name: isText,
    type: isType,
    state: isTaskState,
    seconds: isNumber,
    outputs: isValues,
    failure: optional(isFailure),
    inputs: optional(isValues),
    log: optional(isText),
  },
};

const checks: ReadonlyMap<unknown, Check> = new Map(
  Object.entries(shapes).map(([kind, fields]) => [kind, withFields(fields)]),
);

export function isKeptEvent(value: unknown): value is KeptEvent {
  return isObject(value) && checks.get(value["kind"])?.(value) === true;
}
