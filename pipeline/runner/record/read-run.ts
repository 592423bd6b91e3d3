// A run's folder to its record: what its events and its pipeline say of it.
import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { PipelineSpec } from "../../ir/pipeline-spec.ts";
import { UserError } from "../../ir/user-error.ts";
import type { KeptEvent, RunFinished, RunStarted } from "../events.ts";
import { readEvents } from "../journal.ts";
import { runHolder } from "../run-lock.ts";
import { replay } from "../replay.ts";
import { hasEnded, type Schedule } from "../scheduler/schedule.ts";
import { placesUnder } from "./moved-places.ts";
import { readPipelineName, readSpec } from "./read-spec.ts";
import { runIds } from "./run-ids.ts";
import type { RecordedRunState, RunRecord, TaskRecord } from "./run-record.ts";
import { taskRecords } from "./task-records.ts";

/**
 * `runId` may be `latest`; `now`, in milliseconds since 1970, ends the times of what still runs (default: the present).
 * Throws `RUN_UNKNOWN`, which names the latest runs, and `RUN_UNREADABLE`.
 */
export function readRun(root: string, runId: string, now: number = Date.now()): RunRecord {
  const known = runIds(root);
  const id = known.includes(runId) ? runId : runId === "latest" ? known[0] : undefined;
  if (id === undefined) throw unknownRun(root, runId, known);
  const { events, started, ...record } = readWithoutInputs(root, id, now);
  const spec = readSpec(record.folder);
  const schedule = replayed(spec, started, events);
  return {
    ...record,
    ...(spec !== undefined && { spec }),
    tasks: record.tasks.map((task) => withInputs(task, schedule)),
    ...(schedule !== undefined && hasEnded(schedule.root) && { outputs: schedule.root.outputs }),
  };
}

/** What the events say by themselves: quick, for lists of runs. Throws `RUN_UNREADABLE`. */
export function readWithoutInputs(root: string, runId: string, now: number) {
  const folder = join(resolve(root), "runs", runId);
  const isRunning = runHolder(folder) !== undefined; // before the events: it may end in between
  const events = eventsOf(folder);
  const started = events.find((event): event is RunStarted => event.kind === "run-started");
  const state = runState(events, isRunning);
  const last = events.at(-1)?.time ?? Math.floor(statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? now);
  const until = state === "RUNNING" ? now : last;
  const startedAt = started?.time ?? last;
  return {
    runId,
    pipeline: started?.pipeline ?? readPipelineName(folder) ?? runId,
    root: resolve(root),
    folder,
    events,
    started,
    state,
    startedAt,
    seconds: lastEnd(events)?.seconds ?? Math.max(0, until - startedAt) / 1000,
    parameters: started?.parameters ?? {},
    artifacts: started?.artifacts ?? {},
    tasks: taskRecords(events, { until, unfinished: state === "RUNNING" ? "RUNNING" : "INTERRUPTED" }),
  };
}

/** What the events do not hold follows from them and the pipeline; not where an older version wrote either. */
function replayed(
  spec: PipelineSpec | undefined,
  started: RunStarted | undefined,
  events: readonly KeptEvent[],
): Schedule | undefined {
  if (spec === undefined || started === undefined) return undefined;
  try {
    return replay({ spec, started, events });
  } catch {
    return undefined;
  }
}

function withInputs(task: TaskRecord, schedule: Schedule | undefined): TaskRecord {
  const instance = schedule?.byPath.get(task.path);
  return instance?.startedAt === undefined ? task : { ...task, inputs: instance.inputs };
}

/** With places as they are now: the root may have been moved since. */
export function eventsOf(folder: string): readonly KeptEvent[] {
  const events = readEvents(folder);
  const started = events.find((event): event is RunStarted => event.kind === "run-started");
  if (started === undefined || started.folder === folder) return events;
  const { place, values } = placesUnder(dirname(dirname(started.folder)), dirname(dirname(folder)));
  return events.map((event): KeptEvent => {
    if (event.kind === "run-started") return { ...event, folder };
    if (event.kind !== "task-finished") return event;
    return {
      ...event,
      outputs: values(event.outputs),
      ...(event.inputs !== undefined && { inputs: values(event.inputs) }),
      ...(event.log !== undefined && { log: place(event.log) }),
    };
  });
}

function runState(events: readonly KeptEvent[], isRunning: boolean): RecordedRunState {
  return isRunning ? "RUNNING" : (lastEnd(events)?.state ?? "INTERRUPTED");
}

/** `undefined`: it never ended, or went on afterwards. */
function lastEnd(events: readonly KeptEvent[]): RunFinished | undefined {
  const ends = events.filter(({ kind }) => kind === "run-finished" || kind === "run-resumed");
  const last = ends.at(-1);
  return last?.kind === "run-finished" ? last : undefined;
}

function unknownRun(root: string, runId: string, known: readonly string[]): UserError {
  if (known.length === 0) {
    return new UserError(
      "RUN_UNKNOWN",
      `${root}: there are no runs. Name the folder that holds them with --root.`,
    );
  }
  const latest = known.slice(0, 5).join(", ");
  return new UserError(
    "RUN_UNKNOWN",
    `${root}: there is no run "${runId}". Give one of ${latest}${known.length > 5 ? ", ..." : ""}, or latest.`,
  );
}
