// Which steps of one config a step waits for directly.
import type { BuildStep } from "./build.ts";

/**
 * For each step the indices of the steps that it waits for, ascending: all before it where it has no `waitFor`, none
 * where that says `-` alone. Ids that no earlier step has are left out: the checks tell of them.
 */
export function directWaits(steps: readonly BuildStep[]): readonly (readonly number[])[] {
  const byId = new Map<string, number>();
  return steps.map(({ id, waitFor }, index) => {
    const waits =
      waitFor === undefined || waitFor.length === 0
        ? Array.from({ length: index }, (_, before) => before)
        : waitFor.map((name) => byId.get(name)).filter((before) => before !== undefined);
    if (id !== undefined && id !== "") byId.set(id, index);
    return [...new Set(waits)].sort((a, b) => a - b);
  });
}
