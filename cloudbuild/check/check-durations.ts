// Checks the timeouts of a build and its steps, and how long it may wait for a machine.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import { defaultTimeout, durationSeconds, longestTimeout } from "../format/duration.ts";
import { found, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";

/** What is no duration at all is the format's business, and passed over here. */
export function checkDurations(file: BuildFile): readonly Finding[] {
  const { timeout, queueTtl, steps } = file.build;
  const problems = [
    ...(timeout === undefined ? [] : timeoutProblems(["timeout"], "the build", timeout)),
    ...(queueTtl === undefined ? [] : queueProblems(queueTtl)),
    ...steps.flatMap((step, index) => {
      if (step.timeout === undefined) return [];
      const at = ["steps", index, "timeout"];
      const own = timeoutProblems(at, stepName(step, index), step.timeout);
      return own.length > 0 ? own : longerThanBuild(file, index, step.timeout);
    }),
  ];
  return problems.map((problem) => found(file, problem));
}

function timeoutProblems(at: Problem["at"], whose: string, timeout: string): readonly Problem[] {
  const seconds = durationSeconds(timeout);
  if (seconds === undefined) return [];
  if (seconds > longestTimeout) {
    return [
      {
        code: "TIMEOUT_TOO_LONG",
        severity: "error",
        at,
        message: `the timeout of ${whose} is ${timeout}, and the longest is 24 hours.`,
        remedy: `Give 86400s at most.`,
      },
    ];
  }
  return notAboveZero({ at, what: `the timeout of ${whose}`, duration: timeout, seconds });
}

function queueProblems(queueTtl: string): readonly Problem[] {
  const seconds = durationSeconds(queueTtl);
  if (seconds === undefined) return [];
  return notAboveZero({ at: ["queueTtl"], what: "queueTtl", duration: queueTtl, seconds });
}

/** Zero is what a duration that was not given looks like to the service. */
function notAboveZero({
  at,
  what,
  duration,
  seconds,
}: {
  readonly at: Problem["at"];
  readonly what: string;
  readonly duration: string;
  readonly seconds: number;
}): readonly Problem[] {
  if (seconds > 0) return [];
  const remedy = `Give a duration above zero, as 1200s, or leave it out.`;
  if (seconds < 0) {
    return [
      {
        code: "NEGATIVE_DURATION",
        severity: "error",
        at,
        message: `${what} is ${duration}, below zero.`,
        remedy,
      },
    ];
  }
  const message = `${what} is ${duration}, which counts as none given.`;
  return [{ code: "ZERO_DURATION", severity: "warning", at, message, remedy }];
}

function longerThanBuild(file: BuildFile, index: number, timeout: string): readonly Problem[] {
  const { build } = file;
  const given = build.timeout === undefined ? undefined : durationSeconds(build.timeout);
  const limit = given === undefined || given === 0 ? defaultTimeout : given;
  const seconds = durationSeconds(timeout);
  if (seconds === undefined || seconds <= limit || limit < 0) return [];
  const whose = stepName(build.steps[index] ?? {}, index);
  const ofBuild =
    given === undefined || given === 0
      ? "the build has none and ends after 3600s"
      : `the build's is ${build.timeout ?? ""}`;
  return [
    {
      code: "STEP_TIMEOUT_OVER_BUILD",
      severity: given === undefined || given === 0 ? "warning" : "error",
      at: ["steps", index, "timeout"],
      message: `the timeout of ${whose} is ${timeout}, and ${ofBuild}.`,
      remedy: `Give the build a timeout of at least ${timeout}, or the step a shorter one.`,
      ...(build.timeout !== undefined && { related: [{ at: ["timeout"], note: "the build's is here" }] }),
    },
  ];
}
