// A plan's tasks as the lines of a table; the iterations of a loop that fare alike are one line.
import { describeSeconds } from "../../pipeline/runner/report/duration.ts";
import type { PlannedTask, Verdict } from "../../pipeline/vertex/plan/index.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import { inOneLine } from "../diff/show.ts";

interface Line {
  readonly task: PlannedTask;
  readonly count: number;
}

export const verdictWords: { readonly [verdict in Verdict]: string } = {
  cached: "cached",
  runs: "runs",
  open: "not known",
  skipped: "skipped",
};

export function taskLines(tasks: readonly PlannedTask[]): readonly string[] {
  const lines = merged(tasks);
  const head = ["TASK", "PLAN", "MACHINE", "AN HOUR", "TOOK", "ABOUT"];
  const rows = lines.map(cells);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const shared = new Set(sharedReasons(tasks).map(({ reason }) => reason));
  return [line(head), ...rows.flatMap((row, index) => [line(row), ...reasons(lines[index]?.task, shared)])];
}

function cells({ task, count }: Line): readonly string[] {
  const { path, verdict, machine = "", pricePerHour, seconds, price } = task;
  return [
    `${inOneLine(path)}${count > 1 ? ` x ${count}` : ""}`,
    verdictWords[verdict],
    machine,
    pricePerHour === undefined ? "" : dollars(pricePerHour),
    seconds === undefined ? "" : describeSeconds(seconds),
    price === undefined || verdict === "skipped" || machine === "" ? "" : dollars(price),
  ];
}

function reasons(task: PlannedTask | undefined, shared: ReadonlySet<string>): readonly string[] {
  if (task === undefined) return [];
  const { because, from, unknown = "" } = task;
  const origin = from === undefined ? [] : [`takes what ${from} gave`];
  const price = unknown === "" || shared.has(unknown) ? [] : [`no estimate: ${unknown}`];
  return [...because, ...origin, ...price].map((reason) => `    ${inOneLine(reason)}`);
}

/** Why there is no estimate, where several tasks have the same reason: said once, under the table. */
export function sharedReasons(
  tasks: readonly PlannedTask[],
): readonly { readonly reason: string; readonly count: number }[] {
  const without = tasks.filter(({ unknown }) => unknown !== undefined);
  return [...groupBy(without, ({ unknown = "" }) => unknown)]
    .filter(([, group]) => group.length > 1)
    .map(([reason, group]) => ({ reason, count: group.length }));
}

/** Rounded, less than this would be nothing. */
export const leastShown = 0.005;

/** `$0.81`; what is less than a cent is not nothing. */
export function dollars(amount: number): string {
  return amount > 0 && amount < leastShown ? "<$0.01" : `$${amount.toFixed(2)}`;
}

/** Of a loop: what differs in the number of the iteration alone. */
function merged(tasks: readonly PlannedTask[]): readonly Line[] {
  const alike = groupBy(tasks, (task) =>
    JSON.stringify([
      numberless(task.path),
      task.verdict,
      task.because.map(numberless),
      task.from,
      task.machine,
      task.unknown,
    ]),
  );
  return [...alike.values()].flatMap((group): readonly Line[] => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length === 1) return [{ task: first, count: 1 }];
    const { seconds: _seconds, price: _price, ...task } = first;
    const seconds = total(group.map((each) => each.seconds));
    const price = total(group.map((each) => each.price));
    return [
      {
        task: {
          ...task,
          path: numberless(task.path),
          because: task.because.map(numberless),
          ...(seconds !== undefined && { seconds }),
          ...(price !== undefined && { price }),
        },
        count: group.length,
      },
    ];
  });
}

function numberless(text: string): string {
  return text.replace(/\[\d+\]/g, "[i]");
}

function total(amounts: readonly (number | undefined)[]): number | undefined {
  return amounts.reduce<number | undefined>(
    (sum, amount) => (sum === undefined || amount === undefined ? undefined : sum + amount),
    0,
  );
}
