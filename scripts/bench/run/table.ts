// Turns what running cost into Markdown: a table beside kfp.local, one of the runner alone, and what was aimed at.
import { markdownTable } from "../table.ts";
import type { RunCase } from "./cases.ts";
import type { RunCost, RunSide } from "./measure-run.ts";

export interface RunRow {
  readonly case: RunCase;
  readonly side: RunSide;
  readonly cost: RunCost;
}

/** `peer` names kfp, as "kfp 2.17.0". Aims are for pipelines of full size. */
export function runTable(rows: readonly RunRow[], peer: string | undefined, withAims = true): string {
  const tasks = rows.filter(({ side }) => side !== "nothing");
  const alone = rows.filter(({ side }) => side === "nothing");
  return [
    tasks.length === 0 ? "" : sides(tasks, peer),
    alone.length === 0 ? "" : runner(alone),
    withAims ? aims(rows) : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function sides(rows: readonly RunRow[], peer: string | undefined): string {
  const head = ["pipeline", "tasks", "run by", "s", "ms per task", "CPU s", "runner MB", "to kfp.local"];
  return markdownTable(
    head,
    rows.map((row) => {
      const { name, tasks } = row.case;
      const { seconds, cpu, runnerMegabytes } = row.cost;
      const other = costOf(rows, name, "kfp.local");
      return [
        ...[name, tasks.toLocaleString("en"), row.side === "kfp.local" ? `${peer ?? "kfp"} local` : row.side],
        ...[seconds.toFixed(2), milliseconds(seconds / tasks), cpu.toFixed(1), runnerMegabytes.toFixed(0)],
        other === undefined || row.side === "kfp.local" ? "-" : (seconds / other.seconds).toFixed(2),
      ];
    }),
  );
}

function runner(rows: readonly RunRow[]): string {
  const head = ["tasks that do nothing", "tasks", "ms per task", "user ms per task", "MB"];
  return markdownTable(
    head,
    rows.map(({ case: { name, tasks }, cost: { seconds, runnerUser, runnerMegabytes } }) => [
      ...[name, tasks.toLocaleString("en"), milliseconds(seconds / tasks)],
      ...[milliseconds(runnerUser / tasks), runnerMegabytes.toFixed(0)],
    ]),
  );
}

interface Aim {
  readonly what: string;
  readonly value: number | undefined;
  readonly most: number;
  readonly unit: string;
}

/** Of what was measured. */
function aims(rows: readonly RunRow[]): string {
  const ratio = (name: string, side: RunSide): number | undefined => {
    const [ours, other] = [costOf(rows, name, side), costOf(rows, name, "kfp.local")];
    return ours && other && ours.seconds / other.seconds;
  };
  const worker = rows.find(({ case: { name }, side }) => name === "TypeScript chain" && side === "worker");
  const naps =
    costOf(rows, "0.5 s sleeps, Python", "worker") ?? costOf(rows, "0.5 s sleeps, programs", "process");
  const largest = Math.max(
    0,
    ...rows.filter(({ side }) => side !== "kfp.local").map(({ cost }) => cost.runnerMegabytes),
  );
  const list: readonly Aim[] = [
    {
      what: "Python chain by process, to kfp.local",
      value: ratio("Python chain", "process"),
      most: 1,
      unit: "",
    },
    {
      what: "Python chain by worker, to kfp.local",
      value: ratio("Python chain", "worker"),
      most: 0.5,
      unit: "",
    },
    {
      what: "TypeScript chain by worker",
      value: worker && (1000 * worker.cost.seconds) / worker.case.tasks,
      ...{ most: 15, unit: " ms per task" },
    },
    { what: "six sleeps of 0.5 s at once", value: naps?.seconds, most: 0.7, unit: " s" },
    ...growths(rows),
    { what: "the runner's memory", value: largest || undefined, most: 500, unit: " MB" },
  ];
  return list
    .flatMap(({ what, value, most, unit }) =>
      value === undefined
        ? []
        : [`${value <= most ? "met   " : "missed"} ${what}: ${value.toFixed(2)}${unit}, aim ${most}${unit}`],
    )
    .join("\n");
}

/** A task among the most to one among the fewest; of its own processor time: what files take varies with the disk. */
function growths(rows: readonly RunRow[]): readonly Aim[] {
  const alone = rows.filter(({ side }) => side === "nothing");
  return [...new Set(alone.map((row) => row.case.name))].flatMap((name) => {
    const sizes = alone.filter((row) => row.case.name === name);
    const [first, last] = [sizes[0], sizes.at(-1)];
    if (first === undefined || last === undefined || first === last) return [];
    const perTask = ({ case: { tasks }, cost: { runnerUser } }: RunRow): number => runnerUser / tasks;
    const [few, many] = [first, last].map((row) => row.case.tasks.toLocaleString("en"));
    return [
      {
        what: `${name}: a task among ${many} to one among ${few}`,
        value: perTask(last) / perTask(first),
        most: 1.2,
        unit: "",
      },
    ];
  });
}

function costOf(rows: readonly RunRow[], name: string, side: RunSide): RunCost | undefined {
  return rows.find((row) => row.case.name === name && row.side === side)?.cost;
}

function milliseconds(seconds: number): string {
  return (1000 * seconds).toFixed(seconds < 0.01 ? 2 : 1);
}
