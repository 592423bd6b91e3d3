// The first and the last line about a run.
import { relative } from "node:path";
import type { RunFinished, RunResumed, RunStarted } from "../events.ts";
import { describeSeconds } from "./duration.ts";
import { stateName } from "./states.ts";
import type { TaskViews } from "./task-view.ts";

export function runStarted({ pipeline, folder }: RunStarted): string {
  const here = relative(process.cwd(), folder);
  return `${pipeline}: running in ${here.startsWith("..") ? folder : here}`;
}

export function runResumed({ again }: RunResumed): string {
  return again
    ? "going on: what succeeded is kept, what did not runs again"
    : "going on where it was: tasks that have ended do not run again";
}

/** `digital-twin: succeeded in 12 s (3 succeeded, 5 cached, 1 skipped)`; of a run that was stopped, how it goes on. */
export function runSummary(
  { pipeline, runId }: Pick<RunStarted, "pipeline" | "runId">,
  { state, seconds }: RunFinished,
  views: TaskViews,
): readonly string[] {
  const counts = new Map<string, number>();
  for (const view of views.all()) {
    if (view.type === "task") counts.set(view.state, (counts.get(view.state) ?? 0) + 1);
  }
  const tasks = (["SUCCEEDED", "CACHED", "SKIPPED", "FAILED", "CANCELLED"] as const)
    .filter((each) => counts.has(each))
    .map((each) => `${counts.get(each)} ${stateName(each)}`);
  const list = tasks.length === 0 ? "" : ` (${tasks.join(", ")})`;
  return [
    ...(state === "CANCELLED"
      ? [`pollux run --resume ${runId}    goes on with it, with the options of this run`]
      : []),
    `${pipeline}: ${stateName(state)} in ${describeSeconds(seconds)}${list}`,
  ];
}
