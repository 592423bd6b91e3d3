import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect, test, vi } from "vitest";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { isAlive } from "../../pipeline/runner/processes.ts";
import { constant, echo, fromInput, sandbox, small, task } from "../../pipeline/runner/small-pipelines.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const pollux = resolve("scripts/pollux.mjs");

/** Runs `pollux run pipeline.json ARGS` in a folder that has an environment; `onLine` gets the lines of stderr. */
async function polluxRun(
  spec: PipelineSpec,
  args: readonly string[],
  onLine: (line: string, child: { readonly pid: number; readonly folder: string }) => void = () => {},
) {
  const { folder } = sandbox(temporaryFolder());
  writeFileSync(join(folder, "pipeline.json"), JSON.stringify(spec));
  writeFileSync(join(folder, "parameters.json"), '{"n": 3, "text": "from the file"}');
  const child = spawn(process.execPath, [pollux, "run", "pipeline.json", ...args], { cwd: folder });
  const lines: string[] = [];
  let stdout = "";
  child.stdout.on("data", (chunk) => (stdout += String(chunk)));
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    onLine(line, { pid: child.pid ?? 0, folder });
  });
  const [code] = await once(child, "close");
  return { code: code as unknown, stdout, lines, folder };
}

const pipeline = small({
  root: {
    inputDefinitions: {
      parameters: {
        text: { parameterType: "STRING" },
        n: { parameterType: "NUMBER_INTEGER", defaultValue: 1 },
        on: { parameterType: "BOOLEAN", defaultValue: false },
      },
    },
    outputDefinitions: { parameters: { said: { parameterType: "STRING" } } },
    dag: {
      tasks: {
        say: task("echo", {
          a: fromInput("text"),
          b: fromInput("n"),
          c: fromInput("on"),
          text: constant(["a", "b", "c"].map((name) => `{{$.inputs.parameters['${name}']}}`).join(" ")),
        }),
      },
      outputs: {
        parameters: { said: { valueFromParameter: { producerSubtask: "say", outputParameterKey: "text" } } },
      },
    },
  },
  sh: {
    echo: {
      ...echo,
      inputs: {
        parameters: {
          text: { parameterType: "STRING" },
          a: { parameterType: "STRING" },
          b: { parameterType: "NUMBER_INTEGER" },
          c: { parameterType: "BOOLEAN" },
        },
      },
    },
  },
});

test("outputs go to stdout, what happens to stderr, and the whole result to its file", async () => {
  const args = [
    "-p",
    "text=7=7",
    "-p",
    "on=true",
    "--parameters",
    "parameters.json",
    "--result",
    "out/result.json",
  ];
  const { code, stdout, lines, folder } = await polluxRun(pipeline, args);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '{\n  "said": "7=7 3 true"\n}\n' });
  expect(lines[0]).toMatch(/^small: running in \.pollux\/runs\/small-\d{8}-\d{6}-[0-9a-f]{6}$/);
  expect(JSON.parse(readFileSync(join(folder, "out/result.json"), "utf8"))).toEqual({
    state: "SUCCEEDED",
    runId: lines[0]?.split("/").at(-1),
    tasks: [
      {
        name: "echo",
        path: "say",
        state: "SUCCEEDED",
        seconds: expect.any(Number),
        cached: false,
        parameters: { text: "7=7 3 true" },
        artifacts: {},
      },
    ],
    outputs: { said: "7=7 3 true" },
  });
});

test("events go to stdout as JSON if asked for", async () => {
  const { code, stdout } = await polluxRun(pipeline, ["-p", "text=x", "--json"]);
  const kinds = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).kind);
  expect({ code, kinds }).toEqual({
    code: 0,
    kinds: ["run-started", "task-started", "task-finished", "run-finished"],
  });
});

test("--json does not print parameters that are secrets, and the run's own files are the user's alone", async () => {
  const secret = small({
    root: {
      inputDefinitions: { parameters: { api_key: { parameterType: "STRING" } } },
      dag: { tasks: { hello: task("hello") } },
    },
    sh: { hello: { script: "true" } },
  });
  const { code, stdout, folder } = await polluxRun(secret, ["-p", "api_key=sesame-opens", "--json"]);
  expect([code, JSON.parse(stdout.split("\n")[0] ?? "").parameters]).toEqual([0, { api_key: "***" }]);
  expect(stdout).not.toContain("sesame");
  const run = join(folder, ".pollux/runs", readdirSync(join(folder, ".pollux/runs"))[0] ?? "");
  expect(readFileSync(join(run, "events.jsonl"), "utf8")).toContain("sesame-opens"); // to go on with
  const modes = ["events.jsonl", "pipeline.json"].map((name) => statSync(join(run, name)).mode & 0o777);
  expect(modes).toEqual([0o600, 0o600]);
});

test("a failed run says which task, its last lines and where its log is, and exits with 2", async () => {
  const failing = small({
    root: { dag: { tasks: { bad: task("bad") } } },
    sh: { bad: { script: "echo loading; echo 'bad: no luck. Try 8.' >&2; exit 3" } },
  });
  const { code, lines, folder } = await polluxRun(failing, ["--root", "elsewhere"]);
  expect(code).toBe(2);
  const runId = lines[0]?.split("/").at(-1);
  expect(lines.slice(3, 8)).toEqual([
    "",
    "bad failed: exit code 3: bad: no luck. Try 8.",
    "  | loading",
    "  | bad: no luck. Try 8.",
    `  its log: ${folder}/elsewhere/runs/${runId}/tasks/bad/log.txt`,
  ]);
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  [
    "parameters that do not fit",
    ["-p", "n=x", "-p", "other=1"],
    [
      'small: parameter "text" is missing. Give text.',
      'small: parameter "n" is "x". Give a whole number.',
      'small: parameter "other" is not known. The parameters are: text, n, on.',
    ],
  ],
  [
    "an unknown parameter with a name that objects know",
    ["-p", "text=x", "-p", "__proto__=hey"],
    ['small: parameter "__proto__" is not known. The parameters are: text, n, on.'],
  ],
  ["a parameter without a value", ["-p", "n"], ["-p n: has no value. Write -p NAME=VALUE."]],
  [
    "an unknown executor",
    ["--executor", "x"],
    ['pollux run: there is no executor "x". Use --executor process, worker or docker.'],
  ],
  ["a bad number", ["--parallelism", "0"], ["--parallelism 0: is no number of tasks. Give 1 or more."]],
  [
    "no parameters' file",
    ["--parameters", "missing.json"],
    ["--parameters missing.json: cannot be read. Give a file that exists."],
  ],
  [
    "a result's place that is none",
    ["-p", "text=x", "--result", "pipeline.json/result.json"],
    ["--result pipeline.json/result.json: cannot be written (EEXIST). Choose another."],
  ],
  [
    "no Python environment",
    ["--python", "."],
    ['--python ".": there is no bin/python in it. Name a virtual environment\'s folder.'],
  ],
])("a mistake (%s) is said without a stack, and nothing starts", async (_, args, expected) => {
  const { code, lines, folder } = await polluxRun(pipeline, args);
  expect({ code, lines }).toEqual({ code: 1, lines: expected });
  expect(existsSync(join(folder, ".pollux"))).toBe(false);
});

const endless = small({
  root: {
    dag: {
      tasks: {
        "exit-handler-1": task("body"),
        last: task(
          "last",
          {},
          {
            dependentTasks: ["exit-handler-1"],
            triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" },
          },
        ),
      },
    },
  },
  components: { body: { dag: { tasks: { long: task("long") } } } },
  sh: {
    long: { script: "echo $$ > pids; sleep 600 & echo $! >> pids; wait" },
    last: { script: "true" },
  },
});

/** The processes of the running task, once it has said them. */
async function pidsOf(folder: string): Promise<readonly number[]> {
  return vi.waitFor(() => {
    const [run = ""] = readdirSync(join(folder, ".pollux/runs"));
    const file = join(folder, ".pollux/runs", run, "tasks/exit-handler-1/long", "work", "pids");
    const pids = readFileSync(file, "utf8").trim().split("\n").map(Number);
    expect(pids).toHaveLength(2);
    return pids;
  }, 10_000);
}

test("Ctrl-C stops the tasks, runs the exit handler, leaves no process and exits with 130", async () => {
  let pids: readonly number[] = [];
  const { code, lines } = await polluxRun(endless, [], async (line, { pid, folder }) => {
    if (line !== "started    exit-handler-1/long") return;
    pids = await pidsOf(folder);
    process.kill(pid, "SIGINT");
  });
  expect(code).toBe(130);
  expect(lines.slice(2, 6).map((line) => line.replace(/ +[\d.]+ s$/, ""))).toEqual([
    "stopping; once more stops at once",
    "cancelled  exit-handler-1/long",
    "started    last",
    "finished   last",
  ]);
  expect([pids.length, pids.filter(isAlive)]).toEqual([2, []]);
});
