// What is known of a run, without running anything: its schedule as the journal's events left it.
import type { StoredRun } from "./stored-run.ts";
import { recordedIn } from "./recorded.ts";
import { runNames } from "./run-names.ts";
import { advance } from "./scheduler/advance.ts";
import { newSchedule, type Schedule, type ScheduleEvent } from "./scheduler/schedule.ts";

/** Every task that was reached has its inputs; those whose end is not known stay as they were when they began. */
export function replay({ spec, started, events }: Pick<StoredRun, "spec" | "started" | "events">): Schedule {
  const schedule = newSchedule({ spec, names: runNames(started) });
  const recorded = recordedIn(events);
  const { parameters, artifacts, time } = started;
  const queue: ScheduleEvent[] = [{ kind: "start", time, inputs: { parameters, artifacts } }];
  for (const event of queue) {
    // The list grows while it is gone through.
    for (const action of advance(schedule, event)) {
      if (action.kind === "delay") queue.push({ kind: "delayed", time: action.until, path: action.path });
      if (action.kind !== "run") continue;
      const outcome = recorded.outcomeOf(schedule, action.instance);
      recorded.pass(action.instance, outcome !== undefined);
      if (outcome !== undefined) queue.push({ kind: "ended", ...outcome });
    }
  }
  return schedule;
}
