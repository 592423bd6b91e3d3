// Finds, changes, pauses and deletes schedules.
import { UserError } from "../../ir/user-error.ts";
import { deleteOnce, listPages, type Connection } from "../client/index.ts";
import { type CreateJob, submissionOf } from "../job/index.ts";
import { jobRequest, requireValid } from "./schedule-request.ts";
import { readSchedule, type Schedule, scheduleFields, type ScheduleSettings } from "./schedule.ts";

export interface ScheduleUpdate {
  readonly settings: ScheduleSettings;
  /** Default: each run stays what it is. */
  readonly create?: CreateJob | undefined;
}

/** Gives the schedule and which fields were changed: none, if it was like that already. */
export async function updateSchedule(
  connection: Connection,
  reference: string,
  { settings, create }: ScheduleUpdate,
): Promise<{ readonly schedule: Schedule; readonly changed: readonly string[] }> {
  const current = await getSchedule(connection, reference);
  requireValid(current.displayName, settings);
  const { message, mask } = scheduleFields(settings, current);
  const isOther = create !== undefined && submissionOf(create) !== current.submission;
  const paths = [...mask, ...(isOther ? ["create_pipeline_job_request"] : [])];
  if (paths.length === 0) return { schedule: current, changed: [] };
  const client = await connection.schedules();
  const schedule = {
    name: current.name,
    ...message,
    ...(isOther && { createPipelineJobRequest: jobRequest(create) }),
  };
  const [updated] = await connection.call({
    what: `schedule "${current.displayName}"`,
    call: (options) => client.updateSchedule({ schedule, updateMask: { paths } }, options),
  });
  return { schedule: readSchedule(updated), changed: paths };
}

/** By its id, full name or display name. Throws `VERTEX_NOT_FOUND` or `AMBIGUOUS_SCHEDULE`. */
export async function getSchedule(connection: Connection, reference: string): Promise<Schedule> {
  if (/^\d+$|^projects\//.test(reference)) {
    const client = await connection.schedules();
    const name = reference.startsWith("projects/")
      ? reference
      : `${connection.parent}/schedules/${reference}`;
    const [found] = await connection.call({
      what: `schedule "${reference}"`,
      call: (options) => client.getSchedule({ name }, options),
      remedies: { NOT_FOUND: "pollux schedule list shows those there are" },
    });
    return readSchedule(found);
  }
  const [found, ...more] = await findSchedules(connection, reference);
  if (found === undefined) {
    const message = `schedule "${reference}": there is none. pollux schedule list shows those there are.`;
    throw new UserError("VERTEX_NOT_FOUND", message);
  }
  if (more.length === 0) return found;
  const ids = [found, ...more].map(({ id }) => id).join(", ");
  throw new UserError(
    "AMBIGUOUS_SCHEDULE",
    `schedule "${reference}": there are ${more.length + 1}. Give one of their ids: ${ids}.`,
  );
}

/** Those that may still run, of this name. */
export async function findSchedules(
  connection: Connection,
  displayName: string,
): Promise<readonly Schedule[]> {
  const quoted = displayName.replaceAll(/["\\]/g, (character) => `\\${character}`);
  const found = await listSchedules(connection, { filter: `display_name="${quoted}"` });
  return found.filter((schedule) => schedule.displayName === displayName && schedule.state !== "COMPLETED");
}

export async function listSchedules(
  connection: Connection,
  { filter, limit = 1000 }: { readonly filter?: string | undefined; readonly limit?: number } = {},
): Promise<readonly Schedule[]> {
  const client = await connection.schedules();
  const found = await listPages(limit, (page) =>
    connection.call({
      what: "schedules",
      call: (options) =>
        client.listSchedules(
          { ...page, parent: connection.parent, ...(filter !== undefined && { filter }) },
          { ...options, autoPaginate: false },
        ),
    }),
  );
  return found.map(readSchedule);
}

/** One that is paused already stays so. */
export async function pauseSchedule(connection: Connection, reference: string): Promise<Schedule> {
  const schedule = await getSchedule(connection, reference);
  if (schedule.state === "PAUSED") return schedule;
  const client = await connection.schedules();
  await connection.call({
    what: `schedule "${schedule.displayName}"`,
    call: (options) => client.pauseSchedule({ name: schedule.name }, options),
  });
  return getSchedule(connection, schedule.name);
}

/** `catchUp`: the runs that it missed meanwhile come first. */
export async function resumeSchedule(
  connection: Connection,
  reference: string,
  { catchUp = false }: { readonly catchUp?: boolean } = {},
): Promise<Schedule> {
  const schedule = await getSchedule(connection, reference);
  if (schedule.state === "ACTIVE") return schedule;
  const client = await connection.schedules();
  await connection.call({
    what: `schedule "${schedule.displayName}"`,
    call: (options) => client.resumeSchedule({ name: schedule.name, catchUp }, options),
  });
  return getSchedule(connection, schedule.name);
}

/** Runs that have begun go on. Gone already is gone. */
export async function deleteSchedule(connection: Connection, reference: string): Promise<Schedule> {
  const schedule = await getSchedule(connection, reference);
  const client = await connection.schedules();
  await deleteOnce(connection, {
    what: `schedule "${schedule.displayName}"`,
    call: (options) => client.deleteSchedule({ name: schedule.name }, options),
  });
  return schedule;
}
