// Runs to the lines of a table.
import type { RunSummary } from "../../pipeline/runner/record/list-runs.ts";
import { describeBytes, describeMoment, describeTime } from "../../pipeline/runner/report/html/sizes.ts";
import { stateName, states } from "../../pipeline/runner/report/states.ts";

/** A line of heads, then one for each. */
export function runsTable(runs: readonly RunSummary[]): readonly string[] {
  const rows = runs.map((run) => [
    run.runId,
    run.pipeline,
    stateName(run.state),
    run.startedAt === 0 ? "" : describeMoment(run.startedAt),
    run.startedAt === 0 ? "" : describeTime(run.seconds),
    tasksText(run),
    describeBytes(run.size),
  ]);
  const lines = [["RUN", "PIPELINE", "STATE", "BEGAN", "TOOK", "TASKS", "SIZE"], ...rows];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}

/** `1 failed, 3 succeeded`. */
function tasksText({ tasks }: Pick<RunSummary, "tasks">): string {
  return states
    .flatMap((state) => (tasks[state] === undefined ? [] : [`${tasks[state]} ${stateName(state)}`]))
    .join(", ");
}
