import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { RunEvent } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { isAlive } from "./processes.ts";
import { constant, echo, fromTask, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const { run, root } = sandbox(temporaryFolder());

/** Says its own process and a child's, then would run for ten minutes; `$1` is what it does when asked to end. */
const long: ShComponent = {
  script: 'trap "$1" TERM; sleep 600 & echo "pids $$ $!"; wait; wait; sleep 600',
  args: ["{{$.inputs.parameters['onEnd']}}"],
  inputs: { parameters: { onEnd: { parameterType: "STRING" } } },
  outputs: { parameters: { text: { parameterType: "STRING" } } },
};
const status: ShComponent = {
  script: 'echo "exit handler runs"; [ -z "$3" ] || sleep "$3"; printf %s "$1" > "$2"',
  args: [
    "{{$.inputs.parameters['status']}}",
    "{{$.outputs.parameters['seen'].output_file}}",
    "{{$.inputs.parameters['pause']}}",
  ],
  inputs: {
    parameters: { status: { parameterType: "TASK_FINAL_STATUS" }, pause: { parameterType: "STRING" } },
  },
  outputs: { parameters: { seen: { parameterType: "STRUCT" } } },
};

function cancellable(onEnd: string, pause = "") {
  return small({
    root: {
      dag: {
        tasks: {
          "exit-handler-1": task("body"),
          after: task("echo", { text: constant("x") }, { dependentTasks: ["exit-handler-1"] }),
          report: task(
            "status",
            { status: { taskFinalStatus: { producerTask: "exit-handler-1" } }, pause: constant(pause) },
            {
              dependentTasks: ["exit-handler-1"],
              triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" },
            },
          ),
        },
      },
    },
    components: {
      body: {
        dag: {
          tasks: {
            long: task("long", { onEnd: constant(onEnd) }, { retryPolicy: { maxRetryCount: 3 } }),
            next: task("echo", { text: fromTask("long", "text") }),
          },
        },
      },
    },
    sh: { echo, long, status },
  });
}

/** Runs until a line matches, then aborts, each line its own signal; gives the processes that said who they are. */
async function runAndCancel(spec: ReturnType<typeof cancellable>, ...lines: readonly RegExp[]) {
  const controllers = [new AbortController(), new AbortController()] as const;
  const pids: number[] = [];
  const onEvent = (event: RunEvent): void => {
    if (event.kind !== "task-line") return;
    if (event.line.startsWith("pids ")) pids.push(...event.line.split(" ").slice(1).map(Number));
    lines.forEach((pattern, index) => {
      if (pattern.test(event.line)) controllers[index]?.abort();
    });
  };
  const [soft, hard] = controllers;
  const result = await run(spec, { signal: soft.signal, hardSignal: hard.signal, onEvent });
  return { ...result, pids };
}

test.each([
  ["ends when asked", "exit 0"],
  ["does not care", ""],
])("cancelling stops a task that %s and runs the exit handler; no process is left", async (_, onEnd) => {
  const { state, states, tasks, pids } = await runAndCancel(cancellable(onEnd), /^pids/);
  expect({ state, states }).toEqual({
    state: "CANCELLED",
    states: {
      "exit-handler-1": "CANCELLED",
      "exit-handler-1/long": "CANCELLED",
      "exit-handler-1/next": "CANCELLED",
      after: "CANCELLED",
      report: "SUCCEEDED",
    },
  });
  expect(tasks.at(-1)?.parameters.seen).toMatchObject({
    state: "CANCELLED",
    pipelineTaskName: "exit-handler-1",
  });
  expect(pids).toHaveLength(2);
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
});

test("cancelling a second time stops the exit handler as well, at once", async () => {
  const { state, states, pids, runId } = await runAndCancel(
    cancellable("exit 0", "600"),
    /^pids/,
    /^exit handler runs/,
  );
  expect({ state, report: states.report }).toEqual({ state: "CANCELLED", report: "CANCELLED" });
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
  expect(readFileSync(join(root, "runs", runId, "events.jsonl"), "utf8")).toMatch(
    /"run-finished".*"CANCELLED"/,
  );
});

test("a run that is cancelled before it begins runs its exit handlers and nothing else", async () => {
  const { state, events } = await run(cancellable(""), { signal: AbortSignal.abort() });
  expect(state).toBe("CANCELLED");
  const started = events.flatMap((event) => (event.kind === "task-started" ? [event.path] : []));
  expect(started).toEqual(["report"]);
});

test("a run that is to stop at once before it begins starts nothing", async () => {
  const { state, states, events } = await run(cancellable(""), { hardSignal: AbortSignal.abort() });
  expect(state).toBe("CANCELLED");
  expect(new Set(Object.values(states))).toEqual(new Set(["CANCELLED"]));
  expect(events.some(({ kind }) => kind === "task-started")).toBe(false);
});

test("a task that waits for its next attempt is given up", async () => {
  const controller = new AbortController();
  const spec = small({
    root: {
      dag: { tasks: { t: task("t", {}, { retryPolicy: { maxRetryCount: 5, backoffDuration: "600s" } }) } },
    },
    sh: { t: { script: "exit 1" } },
  });
  const { state, states } = await run(spec, {
    signal: controller.signal,
    onEvent: ({ kind }) => {
      if (kind === "task-retrying") controller.abort();
    },
  });
  expect({ state, states }).toEqual({ state: "CANCELLED", states: { t: "CANCELLED" } });
});
