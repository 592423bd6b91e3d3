// A run as plain lines: what began, what ended and how, and now and then how far long tasks are.
import type { RunEvent, TaskFinished } from "../events.ts";
import { describeSeconds } from "./duration.ts";
import { type Ending, runEnding } from "./ending.ts";
import { runResumed, runStarted } from "./summary.ts";
import { describeProgress, type TaskViews } from "./task-view.ts";

/** Milliseconds between two lines about one task's progress. */
const progressPause = 10_000;

/** Gives the lines to print for an event, which `views` has seen already. */
export function plainLines(
  views: TaskViews,
  ending: Ending = runEnding,
): (event: RunEvent) => readonly string[] {
  const said = new Map<string, number>();
  let run = { pipeline: "", runId: "" };
  return (event) => {
    switch (event.kind) {
      case "run-started":
        run = event;
        return [runStarted(event)];
      case "run-resumed":
        return [runResumed(event)];
      case "task-started":
        if (event.type !== "task" || event.earlier === true) return [];
        said.set(event.path, event.time);
        return [`started    ${event.path}${event.attempt > 1 ? ` (attempt ${event.attempt})` : ""}`];
      case "task-retrying":
        if (event.earlier === true) return [];
        return [
          `retrying   ${event.path} in ${describeSeconds(event.delayMs / 1000)}: ${event.failure.message}`,
        ];
      case "task-finished":
        if (event.earlier === true) return [];
        return event.type === "task" || isOwnFailure(event) ? [finishedLine(event)] : [];
      case "task-progress": {
        const view = views.get(event.path);
        const due = event.time - (said.get(event.path) ?? 0) >= progressPause;
        if (view === undefined || !due) return [];
        said.set(event.path, event.time);
        return [`running    ${event.path}  ${describeProgress(view, event.time)}`];
      }
      case "task-line":
        return [];
      case "run-cancelling":
        return [event.hard ? "stopping at once" : "stopping; once more stops at once"];
      case "run-finished":
        return ending(run, event, views);
    }
  };
}

/** A group's own: no task in it is to blame. */
function isOwnFailure({ state, failure, path }: TaskFinished): boolean {
  return state === "FAILED" && failure?.path === path;
}

const words = {
  SUCCEEDED: "finished",
  CACHED: "cached",
  FAILED: "failed",
  SKIPPED: "skipped",
  CANCELLED: "cancelled",
} as const;

function finishedLine({ state, path, seconds, failure }: TaskFinished): string {
  const time = state === "SUCCEEDED" || state === "FAILED" ? `  ${describeSeconds(seconds)}` : "";
  const reason = failure === undefined ? "" : `: ${failure.message}`;
  return `${words[state].padEnd(10)} ${path}${time}${reason}`;
}
