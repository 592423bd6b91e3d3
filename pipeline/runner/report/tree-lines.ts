// A run as a tree of tasks, for a terminal.
import { printable } from "../../ir/printable-text.ts";
import { describeSeconds } from "./duration.ts";
import { describeProgress, type TaskView, type TaskViews } from "./task-view.ts";

const symbols: { readonly [S in TaskView["state"]]: string } = {
  RUNNING: "▸",
  RETRYING: "↻",
  SUCCEEDED: "✓",
  CACHED: "✓",
  FAILED: "✗",
  SKIPPED: "–",
  CANCELLED: "✗",
};

/** A loop with more iterations shows those that run or failed, and counts the rest. */
const unfolded = 8;

export interface TreeOptions {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Lines at most; what has ended well gives way first. Default: no limit. */
  readonly rows?: number;
  /** Characters a line has at most. Default: no limit. */
  readonly columns?: number;
}

export function treeLines(
  views: TaskViews,
  { now, rows = Infinity, columns = Infinity }: TreeOptions,
): readonly string[] {
  const shown = [...visible(views, "")];
  const lines = shown.length <= rows ? shown.map((view) => line(view, now)) : squeeze(shown, rows, now);
  return lines
    .map(printable)
    .map((text) => (text.length > columns ? `${text.slice(0, columns - 1)}…` : text));
}

function* visible(views: TaskViews, path: string): Generator<TaskView> {
  for (const view of views.childrenOf(path)) {
    yield view;
    const parts = views.childrenOf(view.path);
    if (view.type !== "loop" || parts.length <= unfolded) {
      yield* visible(views, view.path);
      continue;
    }
    for (const part of parts) {
      if (isQuiet(part)) continue;
      yield part;
      yield* visible(views, part.path);
    }
  }
}

function isQuiet({ state }: TaskView): boolean {
  return state === "SUCCEEDED" || state === "CACHED" || state === "SKIPPED";
}

/** Too much for the terminal: what runs and what failed, by its whole path, and how many are not shown. */
function squeeze(shown: readonly TaskView[], rows: number, now: number): readonly string[] {
  const tasks = shown.filter(({ type }) => type === "task");
  const loud = tasks.filter((view) => !isQuiet(view));
  const room = Math.max(0, rows - 1);
  const kept = loud.slice(-room);
  const lines = kept.map((view) => line({ ...view, depth: 0, label: view.path }, now));
  return [
    `… ${tasks.length - kept.length} more tasks, ${tasks.filter(isQuiet).length} of them done`,
    ...lines,
  ];
}

function line(view: TaskView, now: number): string {
  const details = detailsOf(view, now).filter((part) => part !== "");
  return `${"  ".repeat(view.depth)}${symbols[view.state]} ${view.label}  ${details.join("  ")}`.trimEnd();
}

function detailsOf(view: TaskView, now: number): readonly string[] {
  const { state, message = "", seconds, startedAt, type, iterations, lastLine = "" } = view;
  switch (state) {
    case "RUNNING": {
      const elapsed = describeSeconds((now - startedAt) / 1000);
      if (type === "loop") return [elapsed, `${iterations ?? 0} iterations`];
      return type === "group" ? [] : [elapsed, describeProgress(view, now) || lastLine];
    }
    case "RETRYING":
      return ["waits to try again:", message];
    case "SUCCEEDED":
      return type === "loop" && iterations !== undefined
        ? [describeSeconds(seconds), `${iterations} iterations`]
        : [describeSeconds(seconds)];
    case "CACHED":
      return ["cached"];
    case "FAILED":
      return [describeSeconds(seconds), type === "task" ? message : ""];
    case "SKIPPED":
      return [`skipped: ${message}`];
    case "CANCELLED":
      return ["cancelled"];
  }
}
