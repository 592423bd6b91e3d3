import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PipelineSpec, PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, echo, fromTask, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const { run, root } = sandbox(temporaryFolder());

const fail: ShComponent = {
  script: 'echo working; echo "progress 1/2 half"; echo "fail: no luck with 7. Try 8." >&2; exit 3',
};
const status: ShComponent = {
  script: 'printf %s "$1" > "$2"',
  args: ["{{$.inputs.parameters['status']}}", "{{$.outputs.parameters['seen'].output_file}}"],
  inputs: { parameters: { status: { parameterType: "TASK_FINAL_STATUS", isOptional: true } } },
  outputs: { parameters: { seen: { parameterType: "STRUCT" } } },
};
const regardless = { triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" } } as const;

function withExitHandler(
  body: { readonly [name: string]: PipelineTaskSpec },
  more: { readonly [name: string]: ShComponent } = {},
): PipelineSpec {
  return small({
    root: {
      dag: {
        tasks: {
          "exit-handler-1": task("body"),
          report: task(
            "status",
            { status: { taskFinalStatus: { producerTask: "exit-handler-1" } } },
            { dependentTasks: ["exit-handler-1"], ...regardless },
          ),
        },
      },
    },
    components: { body: { dag: { tasks: body } } },
    sh: { echo, fail, status, ...more },
  });
}

test("a failed task fails its group and the run; what does not depend on it still runs", async () => {
  const spec = withExitHandler({
    bad: task("fail"),
    behind: task("echo", { text: constant("x") }, { dependentTasks: ["bad"] }),
    beside: task("echo", { text: constant("x") }),
    afterBeside: task("echo", { text: fromTask("beside", "text") }),
  });
  const { state, states, tasks, runId } = await run(spec);
  expect({ state, states }).toEqual({
    state: "FAILED",
    states: {
      "exit-handler-1": "FAILED",
      "exit-handler-1/bad": "FAILED",
      "exit-handler-1/behind": "SKIPPED",
      "exit-handler-1/beside": "SUCCEEDED",
      "exit-handler-1/afterBeside": "SUCCEEDED",
      report: "SUCCEEDED",
    },
  });
  const message = "exit code 3: fail: no luck with 7. Try 8.";
  expect(tasks.map(({ error }) => error).filter((error) => error !== undefined)).toEqual([
    `exit-handler-1/bad: ${message}`,
    message,
    "exit-handler-1/bad did not succeed",
  ]);
  expect(tasks.at(-1)?.parameters.seen).toEqual({
    state: "FAILED",
    pipelineJobResourceName: `projects/local/locations/local/pipelineJobs/${runId}`,
    pipelineTaskName: "exit-handler-1",
    error: { code: 9, message: `exit-handler-1/bad: ${message}` },
  });
});

test("an exit handler is told of success, without an error", async () => {
  const { state, tasks, runId } = await run(withExitHandler({ good: task("echo", { text: constant("x") }) }));
  expect(state).toBe("SUCCEEDED");
  expect(tasks.at(-1)?.parameters.seen).toEqual({
    state: "SUCCEEDED",
    pipelineJobResourceName: `projects/local/locations/local/pipelineJobs/${runId}`,
    pipelineTaskName: "exit-handler-1",
  });
});

test("a final status that nobody gives is absent", async () => {
  const spec = small({ root: { dag: { tasks: { t: task("status") } } }, sh: { status } });
  const { tasks } = await run(spec);
  expect(tasks[0]).toMatchObject({
    state: "FAILED",
    error: 'its output parameter "seen" is "{{$.inputs.parameters[\'status\']}}". Write an object.',
  });
});

test("a task that ignores failures before it gets its default for what is missing", async () => {
  const withDefault = {
    ...echo,
    inputs: { parameters: { text: { parameterType: "STRING", isOptional: true, defaultValue: "default" } } },
  } as const;
  const failing = { ...fail, outputs: echo.outputs ?? {} };
  const spec = small({
    root: {
      dag: {
        tasks: {
          bad: task("failing"),
          then: task("withDefault", { text: fromTask("bad", "text") }, regardless),
        },
      },
    },
    sh: { failing, withDefault },
  });
  const { state, tasks } = await run(spec);
  expect([state, tasks[1]?.state, tasks[1]?.parameters]).toEqual([
    "FAILED",
    "SUCCEEDED",
    { text: "default" },
  ]);
});

test.each([
  [
    "missing",
    "true",
    'it ended well but did not write its output parameter "n". Write it to the file that outputs.parameters["n"] names.',
  ],
  ["of another type", 'printf 1.5 > "$1"', 'its output parameter "n" is "1.5". Write a whole number.'],
])("an output parameter that is %s fails the task", async (_, script, error) => {
  const spec = small({
    root: { dag: { tasks: { t: task("t") } } },
    sh: {
      t: {
        script,
        args: ["{{$.outputs.parameters['n'].output_file}}"],
        outputs: { parameters: { n: { parameterType: "NUMBER_INTEGER" } } },
      },
    },
  });
  const { tasks } = await run(spec);
  expect(tasks[0]).toMatchObject({ state: "FAILED", error });
});

test.each([
  [
    '{"parameterValues":null}',
    'its ExecutorOutput says "parameterValues": null. Write an object, or leave it out.',
  ],
  ['{"artifacts":null}', 'its ExecutorOutput says "artifacts": null. Write an object, or leave it out.'],
  ['{"artifacts":[1]}', 'its ExecutorOutput says "artifacts": [1]. Write an object, or leave it out.'],
  ["[]", "what it wrote as its ExecutorOutput is no JSON object."],
  ["{", "what it wrote as its ExecutorOutput is no JSON object."],
  [
    '{"artifacts":{"data":null}}',
    'what its ExecutorOutput says of the artifact "data" is not in KFP\'s form.',
  ],
  [
    '{"artifacts":{"data":{"artifacts":[{"type":1}]}}}',
    'what its ExecutorOutput says of the artifact "data" is not in KFP\'s form.',
  ],
])("an ExecutorOutput of %s fails its task, and the exit handler runs", async (text, error) => {
  const odd: ShComponent = {
    script: 'printf %s "$1" > "$2"',
    args: [text, "{{$.outputs.output_file}}"],
    outputs: { artifacts: { data: { artifactType: { schemaTitle: "system.Dataset" } } } },
  };
  const { tasks } = await run(withExitHandler({ odd: task("odd") }, { odd }));
  expect(tasks.map(({ path, state, error: said }) => [path, state, said])).toEqual([
    ["exit-handler-1", "FAILED", `exit-handler-1/odd: ${error}`],
    ["exit-handler-1/odd", "FAILED", error],
    ["report", "SUCCEEDED", undefined],
  ]);
});

const frames = "    at go (file:///x.js:1:7)\n    at node:internal/main:9:1";
test.each([
  [
    "Node's stack",
    `x.js:1\nthrow new Error()\n^\n\nTypeError: no "a"\n${frames}\n\nNode.js v24.1.0`,
    'TypeError: no "a"',
  ],
  [
    "Node's error with fields",
    `Error [ERR_X]: bad [1]\nmore\n${frames} {\n  code: 'ERR_X'\n}\n\nNode.js v24.1.0`,
    "Error [ERR_X]: bad [1]",
  ],
  [
    "Node's error without a stack",
    "node:internal/x:1\n    fail();\n    ^\n\n[Error: ENOENT: no file] {\n  errno: -2\n}\n\nNode.js v24.1.0",
    "Error: ENOENT: no file",
  ],
  [
    "what is no error, thrown",
    "x.js:1\nthrow 'no luck'\n^\nno luck\n(Use `node --trace-uncaught ...` to show where)\n\nNode.js v24.1.0",
    "no luck",
  ],
  [
    "Python's traceback",
    'Traceback (most recent call last):\n  File "x.py", line 3, in <module>\n    go()\nValueError: no "a"',
    'ValueError: no "a"',
  ],
  ["a stack and then a line of its own", `Error: tried\n${frames}\nfail: gave up.`, "fail: gave up."],
  ["nothing but a bracket", "}", "}"],
])("the reason of a task that ends with %s is the line that tells", async (_, text, reason) => {
  const loud: ShComponent = { script: "printf '%s\\n' \"$1\" >&2; exit 1", args: [text] };
  const { tasks } = await run(small({ root: { dag: { tasks: { t: task("loud") } } }, sh: { loud } }));
  expect(tasks[0]?.error).toBe(`exit code 1: ${reason}`);
});

test.each([
  [
    "a program that is not there",
    ["no-such-program"],
    'cannot start "no-such-program": there is no such program in the image\'s environment.',
  ],
  [
    "no command",
    [],
    'its container has no command, and what the image "example.com/sh:1" would start is not known here.',
  ],
])("a container with %s fails", async (_, command, error) => {
  const spec = small({
    root: { dag: { tasks: { t: task("t") } } },
    components: { t: { executorLabel: "t" } },
    executors: { t: { container: { image: "example.com/sh:1", command } } },
  });
  expect((await run(spec)).tasks[0]).toMatchObject({ state: "FAILED", error });
});

test("a failed task leaves no half-written artifact in its place", async () => {
  const spec = small({
    root: { dag: { tasks: { t: task("t") } } },
    sh: {
      t: {
        script: 'printf half > "$1"; exit 1',
        args: ["{{$.outputs.artifacts['data'].path}}"],
        outputs: { artifacts: { data: { artifactType: { schemaTitle: "system.Dataset" } } } },
      },
    },
  });
  const { runId, tasks } = await run(spec);
  expect(tasks[0]).toMatchObject({
    state: "FAILED",
    artifacts: {},
    error: "exit code 1, and it said nothing",
  });
  expect(existsSync(join(root, "runs", runId, "tasks/t/artifacts/data"))).toBe(false);
});

const flaky: ShComponent = {
  script: 'echo x >> tries; echo "try $(wc -l < tries)"; [ "$(wc -l < tries)" -ge "$1" ]',
  args: ["{{$.inputs.parameters['needed']}}"],
  inputs: { parameters: { needed: { parameterType: "NUMBER_INTEGER" } } },
};

test.each([
  [3, "SUCCEEDED", ["try 1", "--- attempt 2", "try 2", "--- attempt 3", "try 3"]],
  [4, "FAILED", ["try 1", "--- attempt 2", "try 2", "--- attempt 3", "try 3"]],
])(
  "a task that succeeds at attempt %i of 3 has %s; its log has every attempt",
  async (needed, state, lines) => {
    const retryPolicy = {
      maxRetryCount: 2,
      backoffDuration: "0.02s",
      backoffFactor: 3,
      backoffMaxDuration: "0.05s",
    };
    const spec = small({
      root: { dag: { tasks: { t: task("flaky", { needed: constant(needed) }, { retryPolicy }) } } },
      sh: { flaky },
    });
    const result = await run(spec);
    expect(result.tasks[0]?.state).toBe(state);
    expect(result.events.flatMap((event) => (event.kind === "task-retrying" ? [event.delayMs] : []))).toEqual(
      [20, 50],
    );
    const log = readFileSync(join(root, "runs", result.runId, "tasks/t/log.txt"), "utf8");
    expect(log.trimEnd().split("\n")).toEqual(lines);
  },
);

test("a retry's delay beyond what timers take is no delay of nothing", async () => {
  const days = `${40 * 86_400}s`;
  const retryPolicy = { maxRetryCount: 2, backoffDuration: days, backoffMaxDuration: days };
  const cancel = new AbortController();
  const { state, events } = await run(
    small({
      root: { dag: { tasks: { t: task("flaky", { needed: constant(2) }, { retryPolicy }) } } },
      sh: { flaky },
    }),
    {
      signal: cancel.signal,
      onEvent: ({ kind }) => {
        if (kind === "task-retrying") setTimeout(() => cancel.abort(), 100);
      },
    },
  );
  expect([state, events.filter(({ kind }) => kind === "task-retrying").length]).toEqual(["CANCELLED", 1]);
});

test("a group that may be retried runs again from its beginning", async () => {
  const spec = small({
    root: { dag: { tasks: { g: task("group", {}, { retryPolicy: { maxRetryCount: 1 } }) } } },
    components: { group: { dag: { tasks: { t: task("flaky", { needed: constant(2) }) } } } },
    sh: { flaky },
  });
  const { state, states } = await run(spec);
  expect({ state, states }).toEqual({ state: "SUCCEEDED", states: { g: "SUCCEEDED", "g/t": "SUCCEEDED" } });
});

test("what happened is in events.jsonl, one object per line", async () => {
  const { runId, events } = await run(withExitHandler({ bad: task("fail") }));
  const lines = readFileSync(join(root, "runs", runId, "events.jsonl"), "utf8")
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    events.filter(({ kind }) => kind !== "task-line" && kind !== "task-progress"),
  );
  expect(events.filter(({ kind }) => kind === "task-progress")).toMatchObject([
    { done: 1, total: 2, text: "half" },
  ]);
});

const always = { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" } as const;
const told = { inputs: { parameters: { status: { taskFinalStatus: { producerTask: "body" } } } } };

test("a run that fails fast starts nothing after a failure but its exit handlers, and lets what runs end", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: {
          body: task("body"),
          last: task("ok", {}, { dependentTasks: ["body"], triggerPolicy: always, ...told }),
        },
      },
    },
    components: {
      body: {
        dag: {
          tasks: {
            wrong: task("wrong"),
            running: task("slow"),
            after: task("ok", {}, { dependentTasks: ["running"] }),
            queued: task("ok", {}, { dependentTasks: ["running"], triggerPolicy: always }),
          },
        },
      },
    },
    sh: { wrong: { script: "exit 1" }, slow: { script: "sleep 0.5" }, ok: { script: "true" } },
  });
  const { state, states } = await run(spec, { failFast: true });
  expect({ state, states }).toEqual({
    state: "FAILED",
    states: {
      body: "FAILED",
      "body/wrong": "FAILED",
      "body/running": "SUCCEEDED",
      "body/after": "CANCELLED",
      "body/queued": "CANCELLED",
      last: "SUCCEEDED",
    },
  });
  expect((await run(spec)).states["body/queued"]).toBe("SUCCEEDED");
});
