// Makes a schedule, of each name one, whatever becomes of the replies.
import { UserError } from "../../ir/user-error.ts";
import {
  type Connection,
  passing,
  serviceError,
  startTries,
  statusOf,
  withDeadline,
} from "../client/index.ts";
import { type CreateJob, submissionOf } from "../job/index.ts";
import { deleteSchedule, findSchedules } from "./manage-schedules.ts";
import { jobRequest, requireValid } from "./schedule-request.ts";
import { readSchedule, type Schedule, scheduleFields, type ScheduleSettings } from "./schedule.ts";

export interface CreateSchedule {
  readonly displayName: string;
  readonly settings: ScheduleSettings & { readonly cron: string };
  /** What each run is; its id is the service's. */
  readonly create: CreateJob;
}

/** The same once more finds what is there; another one of that name throws `SCHEDULE_EXISTS`. */
export async function createSchedule(
  connection: Connection,
  wanted: CreateSchedule,
): Promise<{ readonly schedule: Schedule; readonly created: boolean }> {
  const { displayName } = wanted;
  const settings = {
    ...wanted.settings,
    maxConcurrentRunCount: wanted.settings.maxConcurrentRunCount ?? 1,
  };
  requireValid(displayName, settings);
  const [there] = await findSchedules(connection, displayName);
  if (there !== undefined) return { schedule: requireSame(there, { ...wanted, settings }), created: false };
  const message = {
    ...scheduleFields(settings, undefined).message,
    displayName,
    createPipelineJobRequest: jobRequest(wanted.create),
  };
  return { schedule: await createOnce(connection, message, wanted), created: true };
}

/** The service knows no id from the caller, so after a lost reply only the list tells whether it was made. */
async function createOnce(
  connection: Connection,
  message: object,
  wanted: CreateSchedule,
): Promise<Schedule> {
  const { signal } = connection.settings;
  const client = await connection.schedules();
  const tries = startTries(connection.settings);
  const what = `schedule "${wanted.displayName}"`;
  for (;;) {
    try {
      const [made] = await withDeadline(
        (options) => client.createSchedule({ parent: connection.parent, schedule: message }, options),
        tries.nextTimeout(),
        signal,
      );
      const schedule = readSchedule(made);
      return tries.count() === 1 ? schedule : await keepOldest(connection, schedule);
    } catch (error) {
      signal?.throwIfAborted();
      const status = statusOf(error);
      if (error instanceof UserError || !passing.includes(status) || tries.isOver()) {
        const remedy = passing.includes(status) && "pollux schedule list shows whether it was made";
        throw serviceError(error, what, { remedy: remedy || undefined });
      }
      await tries.pause(`${what}: ${status}`, error);
      const [there] = await findSchedules(connection, wanted.displayName);
      if (there !== undefined) return requireSame(there, wanted);
    }
  }
}

/** A try that was given up may have been carried out after all. */
async function keepOldest(connection: Connection, made: Schedule): Promise<Schedule> {
  const same = (await findSchedules(connection, made.displayName)).filter(
    ({ submission, cron }) => submission === made.submission && cron === made.cron,
  );
  const [oldest = made, ...younger] = [...same].sort((a, b) => (a.createTime ?? 0) - (b.createTime ?? 0));
  for (const schedule of younger) await deleteSchedule(connection, schedule.name);
  return oldest;
}

function requireSame(there: Schedule, wanted: CreateSchedule): Schedule {
  const { mask } = scheduleFields(wanted.settings, there);
  const differences = [
    ...mask,
    ...(there.submission === submissionOf(wanted.create) ? [] : ["pipeline or parameters"]),
  ];
  if (differences.length === 0) return there;
  throw new UserError(
    "SCHEDULE_EXISTS",
    `schedule "${there.displayName}": there is one of this name, ${there.id}, with another ${differences.join(", ")}. ` +
      "Change it with pollux schedule update, or give another name.",
  );
}
