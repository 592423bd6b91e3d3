// The steps of one config -> a name for each: its id, or `step-2` for the second where that has none.
import type { BuildStep } from "../format/build.ts";

/** Two steps have one name only where the config gives them one id, which the checks refuse. */
export function stepNames(steps: readonly BuildStep[]): readonly string[] {
  const taken = new Set(steps.flatMap(({ id }) => (id ? [id] : [])));
  return steps.map(({ id }, index) => {
    if (id) return id;
    let name = `step-${index + 1}`;
    while (taken.has(name)) name += "-unnamed";
    taken.add(name);
    return name;
  });
}
