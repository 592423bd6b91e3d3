// Steps with their durations and ends -> when each starts and ends, on a clock that nobody waits for.
import type { StepStatus } from "./simulation.ts";

export interface ClockedStep {
  /** Indices of the steps that must have ended. */
  readonly waits: readonly number[];
  /** It ends so long after its start, whatever it ends with. */
  readonly seconds: number;
  readonly endsWith: "SUCCESS" | "FAILURE" | "TIMEOUT";
  /** Whether its end is the end of the build. */
  readonly stopsBuild: boolean;
}

export interface ClockedOutcome {
  readonly steps: readonly TimedStep[];
  readonly seconds: number;
  /** The step that ended the build, the first where several did at once; `limit`: the build's time was over. */
  readonly stoppedBy?: number | "limit";
}

export interface TimedStep {
  readonly status: StepStatus;
  readonly start?: number;
  readonly end?: number;
}

/** `limit`: seconds that the build may take; what ends in that very second has ended. */
export function runOnVirtualClock(steps: readonly ClockedStep[], limit: number): ClockedOutcome {
  const timed: TimedStep[] = steps.map(() => ({ status: "QUEUED" }));
  const waiters = waitersOf(steps);
  const missing = steps.map(({ waits }) => waits.length);
  const running = new Map<number, number>();
  let ready = missing.flatMap((count, index) => (count === 0 ? [index] : []));
  let now = 0;
  const stop = (at: number, stoppedBy: number | "limit"): ClockedOutcome => {
    for (const index of running.keys()) timed[index] = { ...timed[index], status: "CANCELLED", end: at };
    return { steps: timed, seconds: at, stoppedBy };
  };
  for (;;) {
    for (const index of ready) {
      timed[index] = { status: "QUEUED", start: now };
      running.set(index, now + (steps[index]?.seconds ?? 0));
    }
    if (running.size === 0) return { steps: timed, seconds: now };
    const next = Math.min(...running.values());
    if (next > limit) return stop(limit, "limit");
    now = next;
    const ended = [...running].filter(([, end]) => end === now).map(([index]) => index);
    for (const index of ended) {
      running.delete(index);
      timed[index] = { ...timed[index], status: steps[index]?.endsWith ?? "SUCCESS", end: now };
    }
    const fatal = ended.sort((a, b) => a - b).find((index) => steps[index]?.stopsBuild);
    if (fatal !== undefined) return stop(now, fatal);
    ready = ended
      .flatMap((index) => waiters[index] ?? [])
      .filter((index) => (missing[index] = (missing[index] ?? 0) - 1) === 0);
  }
}

function waitersOf(steps: readonly ClockedStep[]): readonly (readonly number[])[] {
  const waiters: number[][] = steps.map(() => []);
  for (const [index, { waits }] of steps.entries()) {
    for (const on of waits) waiters[on]?.push(index);
  }
  return waiters;
}
