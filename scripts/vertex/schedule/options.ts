// The options that say when a schedule runs.
import type { Problem } from "../../../pipeline/vertex/config/index.ts";
import { checkTimes } from "../../../pipeline/vertex/schedules/check-schedule.ts";
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

export interface ReadTimes {
  readonly settings: ScheduleSettings;
  /** Everything that is wrong with them. */
  readonly problems: readonly Problem[];
}

export function readTimes(values: TimeValues): ReadTimes {
  const problems: Problem[] = [];
  if (values.queue && values["no-queue"]) {
    problems.push({ where: "--queue", message: "--no-queue is given as well. Give one of them." });
  }
  const read = (option: "start" | "end"): number | undefined => {
    const text = values[option];
    const time = text === undefined ? undefined : readTime(text);
    if (text !== undefined && time === undefined) {
      const message = "is no time with a zone. Give one as 2026-12-01T00:00:00Z.";
      problems.push({ where: `--${option} ${text}`, message });
    }
    return time;
  };
  const settings = {
    cron: values.cron,
    timeZone: values["time-zone"],
    startTime: read("start"),
    endTime: read("end"),
    maxRunCount: values["max-runs"] === undefined ? undefined : Number(values["max-runs"]),
    maxConcurrentRunCount: values.concurrency === undefined ? undefined : Number(values.concurrency),
    allowQueueing: values.queue ? true : values["no-queue"] ? false : undefined,
  };
  return { settings, problems: [...problems, ...checkTimes(settings)] };
}

/** With a time zone, for a time without one is another one on each machine. */
function readTime(text: string): number | undefined {
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const time = isWhole ? Date.parse(text) : NaN;
  return Number.isFinite(time) ? time : undefined;
}
