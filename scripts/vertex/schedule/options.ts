// The options that say when a schedule runs.
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { ScheduleSettings } from "../../../pipeline/vertex/schedules/schedule.ts";

export const timeOptions = {
  cron: { type: "string" },
  "time-zone": { type: "string" },
  start: { type: "string" },
  end: { type: "string" },
  "max-runs": { type: "string" },
  concurrency: { type: "string" },
  queue: { type: "boolean" },
  "no-queue": { type: "boolean" },
} as const;

export interface TimeValues {
  readonly cron?: string | undefined;
  readonly "time-zone"?: string | undefined;
  readonly start?: string | undefined;
  readonly end?: string | undefined;
  readonly "max-runs"?: string | undefined;
  readonly concurrency?: string | undefined;
  readonly queue?: boolean | undefined;
  readonly "no-queue"?: boolean | undefined;
}

export function readTimes(values: TimeValues): ScheduleSettings {
  if (values.queue && values["no-queue"]) {
    throw new UserError("WRONG_ARGUMENTS", "--queue: --no-queue is given as well. Give one of them.");
  }
  return {
    cron: values.cron,
    timeZone: values["time-zone"],
    startTime: readTime("--start", values.start),
    endTime: readTime("--end", values.end),
    maxRunCount: values["max-runs"] === undefined ? undefined : Number(values["max-runs"]),
    maxConcurrentRunCount: values.concurrency === undefined ? undefined : Number(values.concurrency),
    allowQueueing: values.queue ? true : values["no-queue"] ? false : undefined,
  };
}

/** With a time zone, for a time without one is another one on each machine. */
function readTime(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text)
    ? Date.parse(text)
    : NaN;
  if (Number.isFinite(time)) return time;
  throw new UserError(
    "WRONG_ARGUMENTS",
    `${option} ${text}: is no time with a zone. Give one as 2026-12-01T00:00:00Z.`,
  );
}
