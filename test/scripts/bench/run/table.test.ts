// What the benchmark prints of runs.
import { expect, test } from "vitest";
import type { RunCase } from "../../../../scripts/bench/run/cases.ts";
import type { RunSide } from "../../../../scripts/bench/run/measure-run.ts";
import { type RunRow, runTable } from "../../../../scripts/bench/run/table.ts";

function row(group: RunCase["group"], name: string, tasks: number, side: RunSide, seconds: number): RunRow {
  const sides = [side];
  return {
    case: { group, name, tasks, pipeline: "/p.json", sides, parallelism: 2, runs: 1 },
    side,
    cost: {
      cpu: 2 * seconds,
      wallSeconds: seconds + 1,
      megabytes: 90,
      seconds,
      runnerUser: seconds / 2,
      runnerMegabytes: 80,
    },
  };
}

test("the table has both runners side by side, the runner alone, and what was aimed at", () => {
  const rows = [
    row("python", "Python chain", 100, "process", 10),
    row("python", "Python chain", 100, "worker", 8),
    row("python", "Python chain", 100, "kfp.local", 12.5),
    row("typescript", "TypeScript chain", 100, "worker", 1.2),
    row("nothing", "loop", 100, "nothing", 0.1),
    row("nothing", "loop", 10_000, "nothing", 20),
  ];
  expect(runTable(rows, "kfp 2.17.0")).toBe(`\
| pipeline | tasks | run by | s | ms per task | CPU s | runner MB | to kfp.local |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| Python chain | 100 | process | 10.00 | 100.0 | 20.0 | 80 | 0.80 |
| Python chain | 100 | worker | 8.00 | 80.0 | 16.0 | 80 | 0.64 |
| Python chain | 100 | kfp 2.17.0 local | 12.50 | 125.0 | 25.0 | 80 | - |
| TypeScript chain | 100 | worker | 1.20 | 12.0 | 2.4 | 80 | - |

| tasks that do nothing | tasks | ms per task | user ms per task | MB |
| --- | ---: | ---: | ---: | ---: |
| loop | 100 | 1.00 | 0.50 | 80 |
| loop | 10,000 | 2.00 | 1.00 | 80 |

met    Python chain by process, to kfp.local: 0.80, aim 1
missed Python chain by worker, to kfp.local: 0.64, aim 0.5
met    TypeScript chain by worker: 12.00 ms per task, aim 15 ms per task
missed loop: a task among 10,000 to one among 100: 2.00, aim 1.2
met    the runner's memory: 80.00 MB, aim 500 MB`);
});

test("without kfp there is nothing to compare with", () => {
  const rows = [row("naps", "0.5 s sleeps, programs", 6, "process", 0.6)];
  expect(runTable(rows, undefined)).toBe(`\
| pipeline | tasks | run by | s | ms per task | CPU s | runner MB | to kfp.local |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| 0.5 s sleeps, programs | 6 | process | 0.60 | 100.0 | 1.2 | 80 | - |

met    six sleeps of 0.5 s at once: 0.60 s, aim 0.7 s
met    the runner's memory: 80.00 MB, aim 500 MB`);
});
