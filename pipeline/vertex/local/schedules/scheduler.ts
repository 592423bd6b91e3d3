// Lets schedules fire: makes their jobs when it is time, as far as their limits allow.
import type { JsonObject } from "../../../ir/json-object.ts";
import { hasEnded, jobsOf } from "../jobs/job-record.ts";
import { toStatusError } from "../dispatch.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import {
  countField,
  requestOf,
  type Schedule,
  schedulesOf,
  timeField,
  withNextRun,
} from "./schedule-record.ts";

export interface SchedulerOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Gives the name of the job. */
  readonly createJob: (request: JsonObject, scheduleName: string) => string;
}

export interface Scheduler {
  /** Looks what is due, now and whenever something will be. */
  readonly wake: () => void;
  readonly stop: () => void;
}

export function createScheduler({ store, clock, createJob }: SchedulerOptions): Scheduler {
  const schedules = schedulesOf(store);
  let callOff = (): void => {};
  let stopped = false;

  const wake = (): void => {
    callOff();
    if (stopped) return;
    const times = schedules.list().flatMap(({ name, value }) => {
      const schedule = fireDue(name, value);
      const next = timeField(schedule, "nextRunTime");
      // One that is due and may not run yet waits for a job to end.
      return schedule.state === "ACTIVE" && next !== undefined && next > clock.now() ? [next] : [];
    });
    callOff = times.length === 0 ? () => {} : clock.wakeAt(Math.min(...times), wake);
  };

  const fireDue = (name: string, given: Schedule): Schedule => {
    let schedule = given;
    for (;;) {
      const due = timeField(schedule, "nextRunTime");
      if (schedule.state !== "ACTIVE" || due === undefined || due > clock.now()) return schedule;
      const waits = schedule["allowQueueing"] === true || schedule["catchUp"] === true;
      if (isFull(schedule)) {
        if (waits) return schedule;
        schedule = {
          ...schedule,
          lastScheduledRunResponse: response(due, "Skipped: as many runs as may be at once are there."),
        };
      } else {
        schedule = fire(name, schedule, due);
      }
      // What has been missed is made up for only where that was asked for.
      schedule = withNextRun(schedule, waits ? due : Math.max(due, clock.now()));
      schedules.put(name, schedule);
    }
  };

  const fire = (name: string, schedule: Schedule, due: number): Schedule => {
    try {
      const job = createJob(requestOf(schedules.body(name)), name);
      const count = (countField(schedule, "startedRunCount") ?? 0) + 1;
      return { ...schedule, startedRunCount: String(count), lastScheduledRunResponse: response(due, job) };
    } catch (error) {
      return { ...schedule, lastScheduledRunResponse: response(due, toStatusError(error).message) };
    }
  };

  /** Runs that were asked for and have not begun count for one limit, those that have not ended for the other. */
  const isFull = (schedule: Schedule): boolean => {
    const [, parent = ""] = /^(.*)\/schedules\//.exec(schedule.name) ?? [];
    const runs = jobsOf(store)
      .list(parent)
      .filter(({ value }) => value.job["scheduleName"] === schedule.name && !hasEnded(value));
    const pending = runs.filter(({ value }) => value.job.state === "PIPELINE_STATE_PENDING");
    return (
      pending.length >= (countField(schedule, "maxConcurrentRunCount") ?? Infinity) ||
      runs.length >= (countField(schedule, "maxConcurrentActiveRunCount") ?? Infinity)
    );
  };

  return {
    wake,
    stop: () => {
      stopped = true;
      callOff();
    },
  };
}

function response(due: number, runResponse: string): JsonObject {
  return { scheduledRunTime: new Date(due).toISOString(), runResponse };
}
