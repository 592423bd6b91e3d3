// What is said when a run has ended.
import type { RunFinished, RunStarted } from "../events.ts";
import { failureReport } from "./failure-report.ts";
import { runSummary } from "./summary.ts";
import type { TaskViews } from "./task-view.ts";

/** Gives the lines about a run that has just ended. */
export type Ending = (
  run: Pick<RunStarted, "pipeline" | "runId">,
  finished: RunFinished,
  views: TaskViews,
) => readonly string[];

/** Of a run on this machine. */
export const runEnding: Ending = (run, finished, views) => [
  ...failureReport(views, finished.state, run.runId),
  ...runSummary(run, finished, views),
];
