// A real runner is killed with `kill -9` at random moments and gone on with, over and over.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { KeptEvent } from "../../../pipeline/runner/events.ts";
import { readEvents } from "../../../pipeline/runner/journal.ts";
import type { RunResult } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { isAlive } from "./processes.ts";
import { fromTask, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

/** `POLLUX_KILLS=500` kills more often. */
const wanted = Number(process.env["POLLUX_KILLS"] ?? 25);
const runner = join(import.meta.dirname, "runner-to-kill.ts");

const dataset = { artifactType: { schemaTitle: "system.Dataset", schemaVersion: "0.0.1" } };
/** Says who it is, then writes its artifact in two halves. */
const half: ShComponent = {
  script: 'echo $$ >> "$2/pids"; printf "first half, " > "$1"; sleep 0.04; printf "second half" >> "$1"',
  args: ["{{$.outputs.artifacts['data'].path}}", "{{$.inputs.parameters['folder']}}"],
  inputs: { parameters: { folder: { parameterType: "STRING" } } },
  outputs: { artifacts: { data: dataset } },
};
/** Fails unless its input is whole; gives what it read. */
const read: ShComponent = {
  script: 'echo $$ >> "$3/pids"; sleep 0.02; [ "$(cat "$1")" = "first half, second half" ]; printf 7 > "$2"',
  args: [
    "{{$.inputs.artifacts['data'].path}}",
    "{{$.outputs.parameters['n'].output_file}}",
    "{{$.inputs.parameters['folder']}}",
  ],
  inputs: { parameters: { folder: { parameterType: "STRING" } }, artifacts: { data: dataset } },
  outputs: { parameters: { n: { parameterType: "NUMBER_INTEGER" } } },
};
const exit: ShComponent = {
  script: 'echo $$ >> "$2/pids"; sleep 0.02; printf %s "$1" > "$3"',
  args: [
    "{{$.inputs.parameters['status']}}",
    "{{$.inputs.parameters['folder']}}",
    "{{$.outputs.parameters['seen'].output_file}}",
  ],
  inputs: {
    parameters: { status: { parameterType: "TASK_FINAL_STATUS" }, folder: { parameterType: "STRING" } },
  },
  outputs: { parameters: { seen: { parameterType: "STRUCT" } } },
};

function pipelineIn(folder: string) {
  const given = { runtimeValue: { constant: folder } };
  const data = { data: { taskOutputArtifact: { producerTask: "write", outputArtifactKey: "data" } } };
  return small({
    root: {
      dag: {
        tasks: {
          body: task("body"),
          report: task(
            "exit",
            { status: { taskFinalStatus: { producerTask: "body" } }, folder: given },
            { dependentTasks: ["body"], triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" } },
          ),
        },
      },
    },
    components: {
      body: {
        dag: {
          tasks: {
            loop: task(
              "round",
              {},
              { parameterIterator: { itemInput: "item", items: { raw: "[1, 2, 3, 4, 5]" } } },
            ),
            // Runs after the loop; its second attempt succeeds.
            flaky: task(
              "flaky",
              { all: fromTask("loop", "n"), folder: given },
              { retryPolicy: { maxRetryCount: 2, backoffDuration: "0s" } },
            ),
          },
        },
      },
      round: {
        inputDefinitions: { parameters: { item: { parameterType: "NUMBER_INTEGER" } } },
        outputDefinitions: { parameters: { n: { parameterType: "LIST" } } },
        dag: {
          tasks: {
            write: task("half", { folder: given }),
            read: task(
              "read",
              { folder: given },
              { inputs: { parameters: { folder: given }, artifacts: data } },
            ),
          },
          outputs: {
            parameters: { n: { valueFromParameter: { producerSubtask: "read", outputParameterKey: "n" } } },
          },
        },
      },
    },
    sh: {
      half,
      read,
      exit,
      flaky: {
        script: 'echo $$ >> "$2/pids"; [ "$1" = "[7,7,7,7,7]" ]; [ -e tried ] || { touch tried; exit 1; }',
        args: ["{{$.inputs.parameters['all']}}", "{{$.inputs.parameters['folder']}}"],
        inputs: { parameters: { all: { parameterType: "LIST" }, folder: { parameterType: "STRING" } } },
      },
    },
  });
}

/** Gives what the runner printed, or `undefined` if it was killed first. */
async function runUntil(
  args: readonly string[],
  killAfterMs: number | undefined,
): Promise<string | undefined> {
  const child = spawn(process.execPath, [runner, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => (printed += String(chunk)));
  child.stderr.on("data", (chunk) => (complaint += String(chunk)));
  const closed = once(child, "close");
  const killed = new AbortController();
  if (killAfterMs !== undefined) {
    wait(killAfterMs, undefined, { signal: killed.signal }).then(
      () => child.kill("SIGKILL"),
      () => {},
    );
  }
  const [code, signal] = (await closed) as [number | null, string | null]; // the event's arguments
  killed.abort();
  if (signal !== null) return undefined;
  expect({ code, complaint }).toEqual({ code: 0, complaint: "" });
  return printed;
}

/** Of the events of one task: how often each came. */
function tally(events: readonly KeptEvent[], path: string): Record<string, number> {
  const counts: Record<string, number> = {};
  let finished = false;
  for (const event of events) {
    if (!("path" in event) || event.path !== path) continue;
    if (finished) counts["after its end"] = (counts["after its end"] ?? 0) + 1;
    if (event.kind === "task-finished") finished = true;
    if (event.kind !== "task-started") counts[event.kind] = (counts[event.kind] ?? 0) + 1;
  }
  return counts;
}

/** How many milliseconds a run takes on this machine when nobody kills it. */
async function measure(folder: string): Promise<number> {
  prepare(folder);
  const began = performance.now();
  await runUntil([folder, "r", "begin"], undefined);
  return performance.now() - began;
}

function prepare(folder: string): void {
  sandbox(folder);
  writeFileSync(join(folder, "spec.json"), JSON.stringify(pipelineIn(folder)));
}

/** `moment` says after how many milliseconds to kill. */
async function killOver(folder: string, moment: () => number): Promise<number> {
  prepare(folder);
  const runFolder = join(folder, ".pollux/runs/r");
  let kills = 0;
  let printed: string | undefined;
  while (printed === undefined) {
    const how = readEvents(runFolder).length === 0 ? "begin" : "resume";
    const runId = how === "resume" || !existsSync(runFolder) ? "r" : `r${kills}`;
    if (runId !== "r") return kills; // killed before it had begun: there is nothing to go on with
    printed = await runUntil([folder, runId, how], kills < 8 ? moment() : undefined);
    if (printed === undefined) kills += 1;
    await vi.waitFor(() => expect(pidsOf(folder).filter(isAlive)).toEqual([]), 10_000);
  }
  const result = JSON.parse(printed) as RunResult; // as the runner printed it
  const notWell = result.tasks.filter(({ state }) => state !== "SUCCEEDED").map(({ path }) => path);
  expect({ state: result.state, notWell }).toEqual({ state: "SUCCEEDED", notWell: [] });
  expect(result.tasks.find(({ path }) => path === "report")?.parameters["seen"]).toMatchObject({
    state: "SUCCEEDED",
  });
  const events = readEvents(runFolder);
  const rounds = [0, 1, 2, 3, 4].flatMap((i) => [`body/loop[${i}]/write`, `body/loop[${i}]/read`]);
  for (const path of [...rounds, "report"])
    expect([path, tally(events, path)]).toEqual([path, { "task-finished": 1 }]);
  expect(tally(events, "body/flaky")["task-finished"]).toBe(1);
  expect(tally(events, "body/flaky")["after its end"]).toBe(undefined);
  for (const round of readdirSync(join(runFolder, "tasks/body")).filter((name) => name.startsWith("loop"))) {
    const file = join(runFolder, "tasks/body", round, "write/artifacts/data");
    expect(readFileSync(file, "utf8")).toBe("first half, second half");
  }
  return kills;
}

function pidsOf(folder: string): readonly number[] {
  const file = join(folder, "pids");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n").map(Number) : [];
}

test(
  "killed at random moments, a run goes on: nothing finished runs again, nothing half-written is taken, no process is left",
  async () => {
    const random = generator(20_261_121);
    const whole = await measure(temporaryFolder());
    let kills = 0;
    let runs = 0;
    for (; kills < wanted; runs += 1) {
      kills += await killOver(temporaryFolder(), () => (0.1 + 0.8 * random()) * whole);
    }
    console.log(`killed ${kills} times in ${runs} runs`);
  },
  Math.max(600_000, wanted * 8_000),
);

/** The same numbers each time; the moments they hit differ all the same. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
