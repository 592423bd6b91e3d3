// Lets schedules fire: makes their jobs when it is time, as far as their limits allow.
import type { JsonObject } from "../../../ir/json-object.ts";
import { hasEnded, jobsOf } from "../jobs/job-record.ts";
import { toStatusError } from "../dispatch.ts";
import { parentOf, type Store } from "../store/store.ts";
import { isStoreBusy } from "../store/try-again.ts";
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
  /** Looks what is due, now and whenever something will be. Never throws. */
  readonly wake: () => void;
  readonly stop: () => void;
}

/** Until it is looked again, where the store could not be used. */
const retryMs = 10_000;

export function createScheduler({ store, clock, createJob }: SchedulerOptions): Scheduler {
  const schedules = schedulesOf(store);
  let callOff = (): void => {};
  let stopped = false;

  const wake = (): void => {
    callOff();
    if (stopped) return;
    try {
      const times = schedules.list().flatMap(({ name, value }) => {
        const schedule = fireDue(name, value);
        const next = timeField(schedule, "nextRunTime");
        // One that is due and may not run yet waits for a job to end.
        return schedule.state === "ACTIVE" && next !== undefined && next > clock.now() ? [next] : [];
      });
      callOff = times.length === 0 ? () => {} : clock.wakeAt(Math.min(...times), wake);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`Schedules: ${reason}. They are looked at again in ${retryMs / 1000} s.`);
      callOff = clock.wakeAt(clock.now() + retryMs, wake);
    }
  };

  const fireDue = (name: string, given: Schedule): Schedule => {
    let schedule = given;
    for (;;) {
      const due = timeField(schedule, "nextRunTime");
      if (schedule.state !== "ACTIVE" || due === undefined || due > clock.now()) return schedule;
      const waits = schedule["allowQueueing"] === true || schedule["catchUp"] === true;
      if (isFull(schedule) && waits) return schedule;
      // Both or neither: a job that the schedule does not count would be made twice.
      schedule = store.transaction(() => {
        const fired = isFull(schedule) ? skipped(schedule, due) : fire(name, schedule, due);
        // What has been missed is made up for only where that was asked for.
        const next = withNextRun(fired, waits ? due : Math.max(due, clock.now()));
        schedules.put(name, next);
        return next;
      });
    }
  };

  const fire = (name: string, schedule: Schedule, due: number): Schedule => {
    try {
      const job = createJob(requestOf(schedules.body(name)), name);
      const count = (countField(schedule, "startedRunCount") ?? 0) + 1;
      return { ...schedule, startedRunCount: String(count), lastScheduledRunResponse: response(due, job) };
    } catch (error) {
      if (isStoreBusy(error)) throw error;
      return { ...schedule, lastScheduledRunResponse: response(due, toStatusError(error).message) };
    }
  };

  /** Runs that were asked for and have not begun count for one limit, those that have not ended for the other. */
  const isFull = (schedule: Schedule): boolean => {
    const runs = jobsOf(store)
      .list(parentOf(schedule.name))
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

function skipped(schedule: Schedule, due: number): Schedule {
  const reason = "Skipped: as many runs as may be at once are there.";
  return { ...schedule, lastScheduledRunResponse: response(due, reason) };
}

function response(due: number, runResponse: string): JsonObject {
  return { scheduledRunTime: new Date(due).toISOString(), runResponse };
}
