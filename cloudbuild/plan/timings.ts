// A finished build, as `gcloud builds describe --format json` gives it -> how long its steps took.
import { isObject } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Durations } from "./schedule.ts";

/** `file` is for messages. Steps that did not succeed are left out: they ended early. */
export function readTimings(file: string, text: string): Durations {
  const build = parse(file, text);
  const steps = isObject(build) ? build["steps"] : undefined;
  if (!Array.isArray(steps)) {
    throw notTimings(file, "it has no steps");
  }
  const durations = Object.fromEntries(steps.flatMap((step) => durationOf(step)));
  if (Object.keys(durations).length === 0) throw notTimings(file, "no step with an id has succeeded in it");
  return durations;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown; // of the user's: looked at field by field
  } catch {
    throw notTimings(file, "it is not JSON");
  }
}

function durationOf(step: unknown): readonly (readonly [string, number])[] {
  if (!isObject(step)) return [];
  const { id, status, timing } = step;
  if (typeof id !== "string" || id === "" || !isObject(timing)) return [];
  if (status !== undefined && status !== "SUCCESS") return [];
  const seconds = (momentOf(timing["endTime"]) - momentOf(timing["startTime"])) / 1000;
  return seconds >= 0 ? [[id, seconds]] : [];
}

/** Milliseconds, or NaN. */
function momentOf(time: unknown): number {
  return typeof time === "string" ? Date.parse(time) : NaN;
}

function notTimings(file: string, why: string): UserError {
  return new UserError(
    "NOT_TIMINGS",
    `${file}: is no finished build: ${why}. Give what gcloud builds describe BUILD --format json prints.`,
  );
}
