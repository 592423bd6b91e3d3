// What to say about the tasks that made a run fail.
import { readFileSync } from "node:fs";
import type { RunState } from "../events.ts";
import { parseProgress } from "../tasks/task-log.ts";
import type { TaskView, TaskViews } from "./task-view.ts";

const lastLines = 15;

/** Each failed task's reason, its last lines, and where its log is; then what to do. */
export function failureReport(views: TaskViews, state: RunState): readonly string[] {
  const failed = views.all().filter((view) => view.type === "task" && view.state === "FAILED");
  if (failed.length === 0 || state !== "FAILED") return [];
  return [
    ...failed.flatMap(reportTask),
    "",
    "Correct the cause and run it again: tasks that are cached and succeeded are not repeated.",
  ];
}

function reportTask({ path, message = "", log }: TaskView): readonly string[] {
  const lines = log === undefined ? [] : tail(log);
  return [
    "",
    `${path} failed: ${message}`,
    ...lines.map((line) => `  | ${line}`),
    ...(log === undefined ? [] : [`  its log: ${log}`]),
  ];
}

function tail(log: string): readonly string[] {
  try {
    const lines = readFileSync(log, "utf8").trimEnd().split("\n");
    return lines.filter((line) => line !== "" && parseProgress(line) === undefined).slice(-lastLines);
  } catch {
    return [];
  }
}
