// Random pipelines whose runner is killed at random points of the journal, and gone on with, as often as it takes.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import type { KeptEvent } from "../../pipeline/runner/events.ts";
import { recordedIn } from "../../pipeline/runner/recorded.ts";
import { retelling } from "../../pipeline/runner/retelling.ts";
import { advance } from "../../pipeline/runner/scheduler/advance.ts";
import {
  hasSucceeded,
  type Instance,
  newSchedule,
  type Schedule,
  type ScheduleEvent,
} from "../../pipeline/runner/scheduler/schedule.ts";
import { noValues } from "../../pipeline/runner/values.ts";
import { dag, toSpec } from "./random-dag.ts";

/** How the n-th time ends that a task runs to its end: the same whenever that is. */
type Fate = (path: string, time: number) => "SUCCEEDED" | "FAILED";

interface Life {
  readonly schedule: Schedule;
  readonly journal: readonly KeptEvent[];
  /** What really ran to its end in this life. */
  readonly ran: readonly string[];
}

interface LifeOptions {
  readonly spec: PipelineSpec;
  readonly earlier: readonly KeptEvent[];
  readonly fate: Fate;
  /** Which of the running tasks ends next. */
  readonly choices: readonly number[];
}

/** One life of the runner, as `conduct` leads it, with no processes. */
function live({ spec, earlier, fate, choices }: LifeOptions): Life {
  const schedule = newSchedule({ spec, parallelism: 3 });
  const past = earlier.length === 0 ? undefined : retelling(schedule, recordedIn(earlier));
  const journal: KeptEvent[] = [...earlier];
  const ran: string[] = [];
  const running: ScheduleEvent[] = [];
  const queue: ScheduleEvent[] = [{ kind: "start", time: 0, inputs: noValues }];
  const times = countEnds(earlier);
  for (let step = 0; queue.length > 0 || running.length > 0; step += 1) {
    const event =
      queue.shift() ?? running.splice((choices[step % choices.length] ?? 0) % running.length, 1)[0];
    if (event === undefined) break;
    if (event.kind === "ended" && event.startedAt === undefined) ran.push(event.path);
    for (const action of advance(schedule, event)) {
      if (action.kind === "report" && past?.hasHappened(action.event) !== true) journal.push(action.event);
      if (action.kind === "delay") queue.push({ kind: "delayed", time: 0, path: action.path });
      if (action.kind === "end")
        journal.push({ kind: "run-finished", time: 0, state: action.state, seconds: 0 });
      if (action.kind !== "run") continue;
      const { path } = action.instance;
      const known = past?.take(action.instance);
      if (known !== undefined) {
        queue.push({ kind: "ended", ...known });
        continue;
      }
      const time = (times.get(path) ?? 0) + 1;
      times.set(path, time);
      const state = fate(path, time);
      const failure = state === "FAILED" ? { failure: { path, message: "no" } } : {};
      running.push({ kind: "ended", time: 0, path, state, outputs: noValues, ...failure });
    }
  }
  return { schedule, journal, ran };
}

/** How often each task has run to its end. */
function countEnds(events: readonly KeptEvent[]): Map<string, number> {
  const ends = new Map<string, number>();
  const begun = new Set<string>();
  for (const event of events) {
    if (event.kind === "task-started" && event.type === "task") begun.add(event.path);
    const ended = event.kind === "task-retrying" || event.kind === "task-finished";
    if (ended && begun.delete(event.path)) ends.set(event.path, (ends.get(event.path) ?? 0) + 1);
  }
  return ends;
}

function states({ byPath }: Schedule): Record<string, string> {
  return Object.fromEntries([...byPath].map(([path, { phase }]) => [path, phase]).sort());
}

/** Whether something ran in this life that the task, or a group around it, waited for. */
function waitedForNew(instance: Instance, life: Life): boolean {
  const { parent, task } = instance;
  if (parent === undefined) return false;
  const upstreams = parent.kind === "loop" ? [] : (task.dependentTasks ?? []);
  const paths = upstreams.map((name) => `${parent.path === "" ? "" : `${parent.path}/`}${name}`);
  const isNew = (path: string) =>
    life.ran.some(
      (each) => each === path || (/^[/[]/.test(each.slice(path.length)) && each.startsWith(path)),
    );
  return paths.some(isNew) || waitedForNew(parent, life);
}

/** Every fourth end of a task is a failure, more or less. */
const fateOf =
  (seed: number): Fate =>
  (path, time) =>
    (hash(`${seed} ${path} ${time}`) & 3) === 0 ? "FAILED" : "SUCCEEDED";

function hash(text: string): number {
  return [...text].reduce((sum, letter) => (Math.imul(sum, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7) >>> 7;
}

const started: KeptEvent = {
  kind: "run-started",
  time: 0,
  runId: "r",
  pipeline: "random",
  folder: "/somewhere/runs/r",
  cwd: "/",
  parameters: {},
  artifacts: {},
};
const resumed = (again: boolean): KeptEvent => ({ kind: "run-resumed", time: 0, again });

const cases = fc.record({
  spec: dag.map(toSpec),
  seed: fc.nat(),
  kills: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
  choices: fc.array(fc.nat(), { minLength: 1, maxLength: 30 }),
});

test("a run that is killed anywhere, any number of times, ends as it would have, and runs nothing twice", () => {
  fc.assert(
    fc.property(cases, ({ spec, seed, kills, choices }) => {
      const fate = fateOf(seed);
      const whole = live({ spec, earlier: [], fate, choices });
      let journal: readonly KeptEvent[] = [started, ...whole.journal];
      for (const kill of kills) {
        // The run had not ended: else it would be begun again.
        const left = journal.slice(0, 1 + Math.floor(kill * (journal.length - 2)));
        journal = live({
          spec,
          earlier: [...left, resumed(false)],
          fate,
          choices: choices.toReversed(),
        }).journal;
      }
      const last = live({ spec, earlier: journal.slice(0, -1), fate, choices });
      expect(states(last.schedule)).toEqual(states(whole.schedule));
      expect(countEnds(journal)).toEqual(countEnds([started, ...whole.journal]));
      expect(last.ran).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test("a run that failed and is begun again runs what did not succeed, what waited for that, and nothing else", () => {
  fc.assert(
    fc.property(cases, ({ spec, seed, kills, choices }) => {
      const first = live({ spec, earlier: [], fate: fateOf(seed), choices });
      const earlier = [started, ...first.journal, resumed(true)];
      const good: Fate = () => "SUCCEEDED";
      const second = live({ spec, earlier, fate: good, choices });
      const after = Object.values(states(second.schedule));
      expect(after.filter((state) => state !== "SUCCEEDED" && state !== "SKIPPED")).toEqual([]);
      const before = states(first.schedule);
      if (Object.values(before).every((state) => state === "SUCCEEDED" || state === "SKIPPED")) {
        expect(second.ran).toEqual([]);
      }
      const stale = [...second.schedule.byPath.values()].filter(
        (instance) =>
          instance.kind === "task" && !second.ran.includes(instance.path) && waitedForNew(instance, second),
      );
      expect(stale.filter(hasSucceeded).map(({ path }) => path)).toEqual([]);
      // Killed on the way, it comes to the same.
      const left = second.journal.slice(
        0,
        earlier.length + Math.floor((kills[0] ?? 0) * (second.journal.length - earlier.length)),
      );
      const third = live({
        spec,
        earlier: [...left, resumed(false)],
        fate: good,
        choices: choices.toReversed(),
      });
      expect(states(third.schedule)).toEqual(states(second.schedule));
      // Nothing fails any more, so no task has a reason to run twice.
      const done = countEnds(left.slice(earlier.length));
      expect(third.ran.filter((path) => done.has(path))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});
