// A schedule of Vertex AI as plain data: when it runs, how much at once, and what came of it.
import { enumName, milliseconds, present, record, text, timestamp } from "../client/protobuf-json.ts";
import { submissionLabel } from "../job/index.ts";

export interface Schedule {
  /** `projects/P/locations/L/schedules/ID` */
  readonly name: string;
  readonly id: string;
  readonly displayName: string;
  readonly state: "UNSPECIFIED" | "ACTIVE" | "PAUSED" | "COMPLETED";
  /** With its time zone: `TZ=Europe/Berlin 0 3 * * *`. */
  readonly cron: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextRunTime?: number;
  readonly createTime?: number;
  readonly maxRunCount: number;
  readonly startedRunCount: number;
  readonly maxConcurrentRunCount: number;
  readonly allowQueueing: boolean;
  /** What the service said of the run that it started last. */
  readonly lastResponse?: string;
  /** What tells one job from another; absent where another program made the schedule. */
  readonly submission?: string;
}

const states = ["UNSPECIFIED", "ACTIVE", "PAUSED", "COMPLETED"] as const;

export function readSchedule(message: unknown): Schedule {
  const schedule = record(message);
  const name = text(schedule["name"]) ?? "";
  const job = record(record(schedule["createPipelineJobRequest"])["pipelineJob"]);
  return present<Schedule>({
    name,
    id: name.slice(name.lastIndexOf("/") + 1),
    displayName: text(schedule["displayName"]) ?? "",
    state: enumName(states, schedule["state"]),
    cron: text(schedule["cron"]) ?? "",
    startTime: milliseconds(schedule["startTime"]),
    endTime: milliseconds(schedule["endTime"]),
    nextRunTime: milliseconds(schedule["nextRunTime"]),
    createTime: milliseconds(schedule["createTime"]),
    maxRunCount: Number(schedule["maxRunCount"] ?? 0),
    startedRunCount: Number(schedule["startedRunCount"] ?? 0),
    maxConcurrentRunCount: Number(schedule["maxConcurrentRunCount"] ?? 0),
    allowQueueing: schedule["allowQueueing"] === true,
    lastResponse: text(record(schedule["lastScheduledRunResponse"])["runResponse"]),
    submission: text(record(job["labels"])[submissionLabel]),
  });
}

/** What a caller may set; what is absent stays as it is, or as the service has it. */
export interface ScheduleSettings {
  /** Five fields: minute, hour, day of the month, month, day of the week. */
  readonly cron?: string | undefined;
  /** As `Europe/Berlin`. Default UTC. */
  readonly timeZone?: string | undefined;
  /** Milliseconds since 1970. */
  readonly startTime?: number | undefined;
  readonly endTime?: number | undefined;
  readonly maxRunCount?: number | undefined;
  /** A run that would be one too many is left out, or waits if `allowQueueing`. */
  readonly maxConcurrentRunCount?: number | undefined;
  readonly allowQueueing?: boolean | undefined;
}

export interface ScheduleFields {
  /** As the clients take them. */
  readonly message: { readonly [field: string]: unknown };
  /** The names of the fields in `message`, for an update. */
  readonly mask: readonly string[];
}

/** Those of `settings` that `current` does not have already. */
export function scheduleFields(settings: ScheduleSettings, current: Schedule | undefined): ScheduleFields {
  const zone = settings.timeZone ?? /^(?:CRON_)?TZ=(\S+) /.exec(current?.cron ?? "")?.[1];
  const pattern = settings.cron ?? current?.cron.replace(/^(?:CRON_)?TZ=\S+ /, "");
  const cron = zone === undefined || pattern === undefined ? pattern : `TZ=${zone} ${pattern}`;
  const fields: { readonly [field: string]: readonly [string, unknown, unknown] } = {
    cron: ["cron", cron, current?.cron],
    startTime: ["start_time", settings.startTime, current?.startTime],
    endTime: ["end_time", settings.endTime, current?.endTime],
    maxRunCount: ["max_run_count", settings.maxRunCount, current?.maxRunCount],
    maxConcurrentRunCount: [
      "max_concurrent_run_count",
      settings.maxConcurrentRunCount,
      current?.maxConcurrentRunCount,
    ],
    allowQueueing: ["allow_queueing", settings.allowQueueing, current?.allowQueueing],
  };
  const changed = Object.entries(fields).filter(
    ([, [, wanted, present]]) => wanted !== undefined && wanted !== present,
  );
  return {
    message: Object.fromEntries(
      changed.map(([field, [, wanted]]) => [
        field,
        field.endsWith("Time") ? timestamp(Number(wanted)) : wanted,
      ]),
    ),
    mask: changed.map(([, [name]]) => name),
  };
}
