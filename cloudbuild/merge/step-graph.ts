// Which step waits for which, as a graph that tells what runs before what, and its least edges in an order that runs.
import { findCycles } from "../../pipeline/ir/find-cycles.ts";
import type { Wait } from "./merged-build.ts";

/** Steps are numbers from 0, in the order in which those of equal right are put. */
export interface StepGraph {
  readonly size: number;
  /** By step, what it waits for directly and why. */
  readonly waits: readonly ReadonlyMap<number, Wait["because"]>[];
}

export interface MutableStepGraph extends StepGraph {
  readonly waits: readonly Map<number, Wait["because"]>[];
}

export function emptyGraph(size: number): MutableStepGraph {
  return { size, waits: Array.from({ length: size }, () => new Map()) };
}

/** The first reason for an edge is the one that is kept. */
export function addWait(
  graph: MutableStepGraph,
  edge: readonly [step: number, on: number],
  why: Wait["because"],
): void {
  const [step, on] = edge;
  const waits = graph.waits[step];
  if (waits !== undefined && !waits.has(on)) waits.set(on, why);
}

export function cyclesOf(graph: StepGraph): readonly (readonly number[])[] {
  const steps = Array.from({ length: graph.size }, (_, step) => step);
  return findCycles(steps, (step) => graph.waits[step]?.keys() ?? []);
}

/** An order in which each step comes after what it waits for; of those that could come next, the first by number. */
export function runningOrder(graph: StepGraph): readonly number[] {
  const missing = graph.waits.map((waits) => waits.size);
  const dependents = Array.from({ length: graph.size }, (): number[] => []);
  graph.waits.forEach((waits, step) => {
    for (const on of waits.keys()) dependents[on]?.push(step);
  });
  const ready = missing.flatMap((count, step) => (count === 0 ? [step] : []));
  const order: number[] = [];
  for (let step = ready.shift(); step !== undefined; step = ready.shift()) {
    order.push(step);
    for (const dependent of dependents[step] ?? []) {
      missing[dependent] = (missing[dependent] ?? 0) - 1;
      if (missing[dependent] === 0) ready.push(dependent);
    }
    ready.sort((a, b) => a - b);
  }
  return order;
}

/** By step, everything that has ended when it begins, as a set of bits. The graph has no cycles. */
export function ancestorsOf(graph: StepGraph): readonly bigint[] {
  const ancestors: bigint[] = Array.from({ length: graph.size }, () => 0n);
  for (const step of runningOrder(graph)) {
    let all = 0n;
    for (const on of graph.waits[step]?.keys() ?? []) all |= (ancestors[on] ?? 0n) | (1n << BigInt(on));
    ancestors[step] = all;
  }
  return ancestors;
}

export function hasBit(set: bigint | undefined, bit: number): boolean {
  return (((set ?? 0n) >> BigInt(bit)) & 1n) === 1n;
}

/** Only those of the configs. */
export function configWaits(graph: StepGraph): StepGraph {
  const waits = graph.waits.map((all) => new Map([...all].filter(([, { kind }]) => kind === "config")));
  return { size: graph.size, waits };
}

/** Without the edges that follow from others. */
export function reduced(graph: StepGraph): StepGraph {
  const ancestors = ancestorsOf(graph);
  const waits = graph.waits.map((all) => {
    const implied = [...all.keys()].reduce((set, on) => set | (ancestors[on] ?? 0n), 0n);
    return new Map([...all].filter(([on]) => !hasBit(implied, on)));
  });
  return { size: graph.size, waits };
}
