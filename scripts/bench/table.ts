// Turns what was measured into Markdown: a table, how the time grows, and how the targets are met.
import type { BenchResult, BenchRow, Compiled } from "./run-bench.ts";

/** `peer` names the other compiler, as "kfp 2.17.0"; without one its columns are left out. */
export function benchTable({ rows, types }: BenchResult, peer: string | undefined): string {
  const head = ["pipeline", "tasks", ...columns("pollux")];
  const withPeer = [...head, ...columns(peer ?? ""), "CPU ratio", "YAML ratio"];
  const table = markdownTable(
    peer === undefined ? head : withPeer,
    rows.map((row) => cells(row, peer !== undefined)),
  );
  const typeLines = types.map(
    ({ size, cost }) =>
      `tsc on a chain of ${size.toLocaleString("en")}: ${seconds(cost.wallSeconds)} s (CPU ${seconds(cost.cpu)} s)`,
  );
  return [table, "", ...growth(rows), ...typeLines].join("\n");
}

function columns(who: string): readonly string[] {
  return [`${who} CPU s`, "wall s", "MB", "YAML KB"];
}

function cells({ shape, size, ours, peer }: BenchRow, withPeer: boolean): readonly string[] {
  const own = [shape, size.toLocaleString("en"), ...figures(ours)];
  if (!withPeer) return own;
  if (peer === undefined) return [...own, "-", "-", "-", "-", "-", "-"];
  return [...own, ...figures(peer), ratio(ours.cpu / peer.cpu), ratio(ours.kilobytes / peer.kilobytes)];
}

function figures({ cpu, wallSeconds, megabytes, kilobytes }: Compiled): readonly string[] {
  return [seconds(cpu), seconds(wallSeconds), megabytes.toFixed(0), kilobytes.toFixed(0)];
}

/** What ten times the tasks cost: 10 is linear, 100 is quadratic; less where starting takes most of the time. */
function growth(rows: readonly BenchRow[]): readonly string[] {
  return rows.flatMap(({ shape, size, ours }) => {
    const larger = rows.find((row) => row.shape === shape && row.size === 10 * size);
    if (size < 1000 || larger === undefined) return [];
    const [from, to] = [size, 10 * size].map((tasks) => tasks.toLocaleString("en"));
    return [`growth of ${shape}: CPU(${to}) / CPU(${from}) = ${(larger.ours.cpu / ours.cpu).toFixed(1)}`];
  });
}

/** Numbers, all but the first column, stand to the right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, rule, ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function seconds(value: number): string {
  return value.toFixed(2);
}

function ratio(value: number): string {
  return value.toFixed(value < 0.1 ? 3 : 2);
}
