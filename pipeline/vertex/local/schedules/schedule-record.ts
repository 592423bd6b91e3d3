// What is kept of a schedule, and when it is to run next.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import type { ListFields } from "../lists/page.ts";
import type { Collection, Store } from "../store/store.ts";
import { nextTime } from "./cron.ts";

/** As clients see it, but for the request, which is its body. */
export interface Schedule extends JsonObject {
  readonly name: string;
  readonly cron: string;
  readonly state: "ACTIVE" | "PAUSED" | "COMPLETED";
  readonly createTime: string;
}

export interface ScheduleBody {
  readonly createPipelineJobRequest: JsonObject;
}

export type Schedules = Collection<Schedule>;

export function schedulesOf(store: Store): Schedules {
  return store.collection<Schedule>("schedules");
}

/** Milliseconds since 1970. */
export function timeField(schedule: Schedule, field: string): number | undefined {
  const text = schedule[field];
  return typeof text === "string" ? Date.parse(text) : undefined;
}

/** An int64 comes as text. `undefined`: it is not set, or 0. */
export function countField(schedule: JsonObject, field: string): number | undefined {
  return Number(schedule[field] ?? 0) || undefined;
}

/** With the time after `after` at which it runs next; completed if there is none, or it has run often enough. */
export function withNextRun(schedule: Schedule, after: number): Schedule {
  const { nextRunTime: _, ...rest } = schedule;
  const most = countField(schedule, "maxRunCount") ?? Infinity;
  const begins = Math.max(after, timeField(schedule, "startTime") ?? 0);
  const next = nextTime(schedule.cron, begins);
  const ends = timeField(schedule, "endTime") ?? Infinity;
  if (next === undefined || next > ends || (countField(schedule, "startedRunCount") ?? 0) >= most) {
    return { ...rest, state: "COMPLETED" } as Schedule; // what is left out is optional
  }
  return { ...rest, nextRunTime: new Date(next).toISOString() } as Schedule; // the same
}

const read =
  (field: string) =>
  (schedule: Schedule): Json | undefined =>
    schedule[field];

export const scheduleListFields: ListFields<Schedule> = {
  filter: {
    display_name: read("displayName"),
    name: read("name"),
    state: read("state"),
    create_time: read("createTime"),
    start_time: read("startTime"),
    end_time: read("endTime"),
    next_run_time: read("nextRunTime"),
    create_pipeline_job_request: () => true,
  },
  order: {
    create_time: read("createTime"),
    start_time: read("startTime"),
    end_time: read("endTime"),
    next_run_time: read("nextRunTime"),
  },
};

export function requestOf(body: object): JsonObject {
  const { createPipelineJobRequest: request } = body as ScheduleBody; // as the handlers keep it
  return isObject(request) ? request : {};
}
