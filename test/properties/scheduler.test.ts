// Random pipelines driven through the scheduler alone: tasks end in random order and ways, runs are cancelled anywhere.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { advance } from "../../pipeline/runner/scheduler/advance.ts";
import {
  type Action,
  hasEnded,
  hasSucceeded,
  type Instance,
  newSchedule,
  type ScheduleEvent,
  type TaskOutcome,
} from "../../pipeline/runner/scheduler/schedule.ts";
import { noValues } from "../../pipeline/runner/values.ts";
import { dag, toSpec } from "./random-dag.ts";

interface Drive {
  readonly spec: PipelineSpec;
  readonly parallelism: number;
  /** Which of the open events comes next, and how a task ends. */
  readonly choices: readonly number[];
  /** After how many events the run is cancelled; no: never. */
  readonly cancelAfter: number | undefined;
  readonly hard: boolean;
}

/** Gives the instances, and everything that was started. */
function drive({ spec, parallelism, choices, cancelAfter, hard }: Drive) {
  const schedule = newSchedule({ spec, parallelism });
  const running = new Set<string>();
  const stopping = new Set<string>();
  const open: ScheduleEvent[] = [];
  const started: string[] = [];
  let ends = 0;
  const perform = (action: Action): void => {
    switch (action.kind) {
      case "run":
        expect(running.has(action.instance.path)).toBe(false);
        checkUpstreams(action.instance);
        running.add(action.instance.path);
        started.push(`${action.instance.path} ${action.attempt}`);
        open.push({
          kind: "ended",
          time: 0,
          path: action.instance.path,
          state: "SUCCEEDED",
          outputs: noValues,
        });
        break;
      case "delay":
        open.push({ kind: "delayed", time: 0, path: action.path });
        break;
      case "stop":
        expect(running.has(action.path)).toBe(true);
        stopping.add(action.path);
        break;
      case "end":
        ends += 1;
        break;
      case "report":
        break;
    }
  };
  const dispatch = (event: ScheduleEvent): void => {
    for (const action of advance(schedule, event)) perform(action);
    expect(running.size).toBeLessThanOrEqual(parallelism);
  };
  dispatch({ kind: "start", time: 0, inputs: noValues });
  let step = 0;
  const choose = (): number => choices[step % choices.length] ?? 0;
  while (open.length > 0) {
    if (step === cancelAfter) dispatch({ kind: "cancel", time: 0, hard });
    const [event] = open.splice(choose() % open.length, 1);
    if (event === undefined) break;
    step += 1;
    if (event.kind === "ended") running.delete(event.path);
    dispatch(event.kind === "ended" ? outcome(event, choose(), stopping) : event);
    if (step > 100_000) throw new Error("the run does not end");
  }
  return { schedule, started, ends };
}

function outcome(event: TaskOutcome, choice: number, stopping: ReadonlySet<string>): TaskOutcome {
  if (stopping.has(event.path)) return { ...event, state: "CANCELLED" };
  const state = (["SUCCEEDED", "FAILED", "CACHED", "SUCCEEDED"] as const)[choice % 4] ?? "SUCCEEDED";
  return { ...event, state, ...(state === "FAILED" ? { failure: { path: event.path, message: "no" } } : {}) };
}

/** It, and every group it is in, started only after what it waits for. */
function checkUpstreams(instance: Instance): void {
  const { parent, task } = instance;
  if (parent === undefined) return;
  if (parent.kind === "group") {
    for (const name of task.dependentTasks ?? []) {
      const upstream = parent.children.get(name);
      if (upstream === undefined) throw new Error(`${name} does not exist`);
      expect(hasEnded(upstream)).toBe(true);
      if (task.triggerPolicy?.strategy === undefined) expect(hasSucceeded(upstream)).toBe(true);
    }
  }
  checkUpstreams(parent);
}

const drives = fc.record({
  spec: dag.map(toSpec),
  parallelism: fc.integer({ min: 1, max: 5 }),
  choices: fc.array(fc.nat(), { minLength: 1, maxLength: 50 }),
  cancelAfter: fc.option(fc.nat(10), { nil: undefined }),
  hard: fc.boolean(),
});

test("every run ends once, with every task in a final state, whatever happens in it", () => {
  fc.assert(
    fc.property(drives, (each) => {
      const { schedule, started, ends } = drive(each);
      expect(ends).toBe(1);
      expect([...schedule.byPath.values()].filter((instance) => !hasEnded(instance))).toEqual([]);
      expect(schedule.running).toBe(0);
      if (each.cancelAfter === undefined) expect(schedule.root.phase).not.toBe("CANCELLED");
      expect(started.length).toBeLessThan(100_000);
    }),
    { numRuns: 500 },
  );
});

test("the same events give the same actions", () => {
  fc.assert(
    fc.property(drives, (each) => {
      expect(drive(each).started).toEqual(drive(each).started);
    }),
    { numRuns: 50 },
  );
});

test("10,000 tasks in a row, skipped or run, and 10,000 side by side do not exhaust the stack", () => {
  const many = (upstream: (i: number) => readonly string[], condition?: string): PipelineSpec => ({
    ...toSpec([]),
    root: {
      dag: {
        tasks: Object.fromEntries(
          Array.from({ length: 10_000 }, (_, i) => [
            `t${i}`,
            {
              taskInfo: { name: `t${i}` },
              componentRef: { name: "leaf" },
              dependentTasks: upstream(i),
              ...(i === 0 && condition !== undefined ? { triggerPolicy: { condition } } : {}),
            },
          ]),
        ),
      },
    },
  });
  const chain = (i: number): readonly string[] => (i === 0 ? [] : [`t${i - 1}`]);
  const run = (spec: PipelineSpec) =>
    drive({ spec, parallelism: 100, choices: [0], cancelAfter: undefined, hard: false }).started.length;
  expect([run(many(chain)), run(many(chain, "false")), run(many(() => []))]).toEqual([10_000, 0, 10_000]);
});
