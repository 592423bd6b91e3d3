// Cron expressions as Vertex takes them: five fields, and before them perhaps a time zone.
import { Cron } from "croner";
import { UserError } from "../../../ir/user-error.ts";
import { cronMistake } from "../../schedules/check-schedule.ts";

/**
 * The first time after `after` (milliseconds since 1970); `undefined`: there is none any more. Throws `CRON_INVALID`.
 *
 * @example nextTime("TZ=Europe/Berlin 0 9 * * 1", 0) // 374400000, the Monday after 1970 began, nine o'clock there
 */
export function nextTime(cron: string, after: number): number | undefined {
  const { zone, pattern } = split(cron);
  try {
    const job = new Cron(pattern, { timezone: zone ?? "UTC", mode: "5-part", paused: true });
    return job.nextRun(new Date(after))?.getTime();
  } catch (error) {
    const reason = (error as Error).message.replace(/^CronPattern: /, "").replace(/\.$/, "");
    throw invalid(cron, `: ${reason}`);
  }
}

/** Whether clients may ask for it: it is unix-cron, as the service wants it, and comes at all. Throws `CRON_INVALID`. */
export function requireCron(cron: string): void {
  nextTime(cron, Date.now());
  const mistake = cronMistake(split(cron).pattern);
  if (mistake !== undefined) throw invalid(cron, ` ${mistake}`);
}

function split(cron: string): { readonly zone: string | undefined; readonly pattern: string } {
  const [, zone, pattern = ""] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/s.exec(cron.trim()) ?? [];
  return { zone, pattern };
}

function invalid(cron: string, what: string): UserError {
  return new UserError(
    "CRON_INVALID",
    `cron "${cron}"${what}. Write five fields, as "TZ=Europe/Berlin 0 9 * * 1".`,
  );
}
