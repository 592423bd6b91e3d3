// A step, the time that it would take and what it would exit with -> how it ends, and whether the build ends with it.
import type { BuildStep } from "../format/build.ts";
import { timeoutSeconds } from "../format/duration.ts";
import type { ClockedStep } from "./virtual-clock.ts";

export interface StepRun {
  readonly step: BuildStep;
  /** Indices of the steps that it waits for. */
  readonly waits: readonly number[];
  readonly seconds: number;
  readonly exitCode: number;
}

/** A step that takes just as long as it may has not timed out. */
export function clockedStep({ step, waits, seconds, exitCode }: StepRun): ClockedStep {
  const limit = timeoutSeconds(step.timeout);
  if (limit !== undefined && seconds > limit) {
    return { waits, seconds: limit, endsWith: "TIMEOUT", stopsBuild: !isAllowed(step) };
  }
  if (exitCode === 0) return { waits, seconds, endsWith: "SUCCESS", stopsBuild: false };
  return { waits, seconds, endsWith: "FAILURE", stopsBuild: !isAllowed(step, exitCode) };
}

/**
 * `allowExitCodes` takes precedence over `allowFailure`, as its description in the API says. A step that timed out has no
 * exit code; that `allowFailure` covers it is not documented, and taken from its name.
 */
function isAllowed({ allowFailure = false, allowExitCodes = [] }: BuildStep, exitCode?: number): boolean {
  if (allowExitCodes.length === 0) return allowFailure;
  return exitCode !== undefined && allowExitCodes.includes(exitCode);
}
