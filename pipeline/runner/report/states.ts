// What the states of runs and tasks are called, and which are named first.
import type { RecordedTaskState } from "../record/run-record.ts";

/** Runs have some of those that tasks have. */
export type State = RecordedTaskState;

/** In the order in which counts are given: what needs a look first. */
export const states: readonly State[] = [
  "FAILED",
  "RUNNING",
  "RETRYING",
  "INTERRUPTED",
  "CANCELLED",
  "SUCCEEDED",
  "CACHED",
  "SKIPPED",
];

/** `failed`; `UNREADABLE` is what lists say of a run whose events are damaged. */
export function stateName(state: State | "UNREADABLE"): string {
  return state.toLowerCase();
}
