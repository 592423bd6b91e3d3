// While a run goes on: takes the recorded outcome of a task instead of running it, and tells what is new from what the
// journal has.
import type { TaskFinished, TaskRetrying, TaskStarted } from "./events.ts";
import type { Recorded, RecordedOutcome } from "./recorded.ts";
import type { Instance, Schedule } from "./scheduler/schedule.ts";

export interface Retelling {
  /** To be asked before the task is run. `undefined`: it has to run. */
  readonly take: (instance: Instance) => RecordedOutcome | undefined;
  /** Whether the journal has the event already. */
  readonly hasHappened: (event: TaskStarted | TaskRetrying | TaskFinished) => boolean;
}

export function retelling(schedule: Schedule, recorded: Recorded): Retelling {
  /** Tasks whose outcome has been taken; the next event of each is that outcome. */
  const taken = new Set<string>();
  const ran = new Set<string>();
  return {
    take: (instance) => {
      const outcome = recorded.outcomeOf(schedule, instance);
      recorded.pass(instance, outcome !== undefined);
      (outcome === undefined ? ran : taken).add(instance.path);
      return outcome;
    },
    hasHappened: (event) => {
      const instance = schedule.byPath.get(event.path);
      if (instance?.kind !== "task") return recorded.says(event);
      if (taken.delete(event.path)) return true;
      if (event.kind === "task-started") return recorded.outcomeOf(schedule, instance) !== undefined;
      return !ran.has(event.path) && recorded.says(event);
    },
  };
}
