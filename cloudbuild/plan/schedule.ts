// A merged build and how long its steps take -> when each begins and ends, and which of them the whole waits for.
import { own } from "../../pipeline/ir/json-object.ts";
import type { MergedBuild } from "../merge/merged-build.ts";

export interface Schedule {
  /** In the order of the build. */
  readonly steps: readonly ScheduledStep[];
  /** Ids by the number of steps that must come before, one after another: those of a wave may all run at once. */
  readonly waves: readonly (readonly string[])[];
  /** The ids of the longest way through the build, first to last. */
  readonly criticalPath: readonly string[];
  /** Seconds: those of the critical path. */
  readonly total: number;
  /** Seconds: those of all steps, one after another. */
  readonly serial: number;
}

export interface ScheduledStep {
  readonly id: string;
  readonly component: string;
  readonly seconds: number;
  /** False: nobody said how long it takes. */
  readonly isKnown: boolean;
  /** Seconds from the beginning of the build. */
  readonly start: number;
  readonly end: number;
  /** Counted from 1. */
  readonly wave: number;
  readonly isCritical: boolean;
}

/** Seconds by step id. */
export type Durations = { readonly [step: string]: number };

/** Seconds of a step of which nobody said anything. */
export const assumedSeconds = 60;

/**
 * As if every step that waits for nothing more ran at once, each as long as if it ran alone: no build is faster. Takes
 * time in proportion to the steps and what they wait for.
 */
export function scheduleBuild({ steps }: MergedBuild, durations: Durations = {}): Schedule {
  const planned = new Map<string, Omit<ScheduledStep, "isCritical">>();
  const decisive = new Map<string, string>();
  const waves: string[][] = [];
  let last: Omit<ScheduledStep, "isCritical"> | undefined;
  for (const { id, component, waits } of steps) {
    const known = own(durations, id);
    const seconds = known ?? assumedSeconds;
    let [start, wave] = [0, 1];
    for (const { on } of waits) {
      const before = planned.get(on);
      if (before === undefined) continue; // no earlier step has this id: the checks tell of it
      if (before.end > start || !decisive.has(id)) decisive.set(id, on);
      start = Math.max(start, before.end);
      wave = Math.max(wave, before.wave + 1);
    }
    const step = { id, component, seconds, isKnown: known !== undefined, start, end: start + seconds, wave };
    planned.set(id, step);
    (waves[wave - 1] ??= []).push(id);
    if (last === undefined || step.end > last.end) last = step;
  }
  const criticalPath: string[] = [];
  for (let id = last?.id; id !== undefined; id = decisive.get(id)) criticalPath.push(id);
  const critical = new Set(criticalPath);
  const scheduled = [...planned.values()];
  return {
    steps: scheduled.map((step) => ({ ...step, isCritical: critical.has(step.id) })),
    waves,
    criticalPath: criticalPath.reverse(),
    total: last?.end ?? 0,
    serial: scheduled.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
