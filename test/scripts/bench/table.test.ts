// What the benchmark prints of what it measured.
import { expect, test } from "vitest";
import { median, medianCost } from "../../../scripts/bench/measure.ts";
import { benchTable } from "../../../scripts/bench/table.ts";

const cost = (cpu: number, kilobytes: number) => ({ cpu, wallSeconds: 2 * cpu, megabytes: 80, kilobytes });

const result = {
  rows: [
    { shape: "chain" as const, size: 1000, ours: cost(0.5, 400), peer: cost(10, 800) },
    { shape: "chain" as const, size: 10_000, ours: cost(3, 4000), peer: undefined },
  ],
  types: [{ size: 1000, cost: { cpu: 1.5, wallSeconds: 0.75, megabytes: 100 } }],
};

test("the table has both compilers side by side, how the time grows, and what tsc takes", () => {
  expect(benchTable(result, "kfp 2.17.0")).toBe(`\
| pipeline | tasks | pollux CPU s | wall s | MB | YAML KB | kfp 2.17.0 CPU s | wall s | MB | YAML KB | CPU ratio | YAML ratio |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
| chain | 1,000 | 0.50 | 1.00 | 80 | 400 | 10.00 | 20.00 | 80 | 800 | 0.050 | 0.50 |
| chain | 10,000 | 3.00 | 6.00 | 80 | 4000 | - | - | - | - | - | - |

growth of chain: CPU(10,000) / CPU(1,000) = 6.0
tsc on a chain of 1,000: 0.75 s (CPU 1.50 s)`);
});

test("without kfp the table is of pollux alone", () => {
  expect(benchTable(result, undefined).split("\n").slice(0, 3)).toEqual([
    "| pipeline | tasks | pollux CPU s | wall s | MB | YAML KB |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    "| chain | 1,000 | 0.50 | 1.00 | 80 | 400 |",
  ]);
});

test("a median is the figure in the middle, or between the two there", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([5])]).toEqual([2, 2.5, 5]);
  expect(medianCost([cost(1, 0), cost(3, 0), cost(2, 0)])).toEqual({
    cpu: 2,
    wallSeconds: 4,
    megabytes: 80,
  });
});
