// What is wrong with a schedule, before anything of it is sent.
import { Cron } from "croner";
import type { Problem } from "../config/index.ts";
import type { ScheduleSettings } from "./schedule.ts";

const most = 2 ** 31 - 1;

export function checkSchedule(displayName: string, settings: ScheduleSettings): readonly Problem[] {
  return [...checkTimes(settings), ...checkName(displayName)];
}

export function checkName(displayName: string): readonly Problem[] {
  const length = [...displayName].length;
  if (length > 0 && length <= 128) return [];
  return [{ where: "name", message: `"${displayName}" has ${length} characters. Give 1 to 128.` }];
}

export function checkTimes(settings: ScheduleSettings, now: number = Date.now()): readonly Problem[] {
  const { startTime, endTime, maxRunCount, maxConcurrentRunCount } = settings;
  const problems: Problem[] = [...checkCron(settings)];
  if (endTime !== undefined && endTime <= now) {
    problems.push({ where: "end", message: `${time(endTime)} is over. Give a time to come.` });
  }
  if (startTime !== undefined && endTime !== undefined && startTime >= endTime) {
    const message = `${time(startTime)} is not before the end, ${time(endTime)}. Give an earlier one.`;
    problems.push({ where: "start", message });
  }
  for (const [where, count] of Object.entries({
    "max runs": maxRunCount,
    concurrency: maxConcurrentRunCount,
  })) {
    if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= most)) continue;
    problems.push({ where, message: `${count} is no number of runs. Give 1 or more.` });
  }
  return problems;
}

function checkCron({ cron, timeZone }: ScheduleSettings): readonly Problem[] {
  const problems: Problem[] = [];
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    const message = `"${timeZone}" is none. Give one of the tz database, as Europe/Berlin.`;
    problems.push({ where: "time zone", message });
  }
  if (cron === undefined) return problems;
  const example = 'Give minute, hour, day of the month, month and day of the week, as "0 3 * * *"';
  const mistake = cronMistake(cron);
  if (mistake !== undefined) {
    problems.push({ where: "cron", message: `"${cron}" ${mistake}. ${example}.` });
  }
  return problems;
}

/** The service takes unix-cron alone: five fields, and nothing that cron libraries have added. */
export function cronMistake(cron: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(cron)) return "has a time zone in it, which --time-zone says";
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) return `has ${fields.length} fields`;
  if (!/^[-\d*,/a-z\s]+$/i.test(cron) || /[lw]|\?/i.test(cron.replaceAll(/jul|wed/gi, ""))) {
    return "has what unix-cron has not";
  }
  try {
    const next = new Cron(cron, { paused: true, mode: "5-part" }).nextRun();
    return next === null ? "never comes" : undefined;
  } catch {
    return "is no cron expression";
  }
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
