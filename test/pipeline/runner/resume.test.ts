import { appendFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { processExecutor, resumeRun, type RunEvent, runOnly } from "../../../pipeline/runner/index.ts";
import { lockRun } from "../../../pipeline/runner/run-lock.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import {
  constant,
  echo,
  fromInput,
  fromTask,
  sandbox,
  type ShComponent,
  small,
  task,
} from "./small-pipelines.ts";

/** Says in the file `said` that it ran; fails while there is a file `broken`. */
const say: ShComponent = {
  script: 'echo "$1" >> "$2/said"; [ "$1" != b ] || [ ! -e "$2/broken" ]; printf %s "$1" > "$3"',
  args: [
    "{{$.inputs.parameters['text']}}",
    "{{$.inputs.parameters['folder']}}",
    "{{$.outputs.parameters['text'].output_file}}",
  ],
  inputs: { parameters: { text: { parameterType: "STRING" }, folder: { parameterType: "STRING" } } },
  outputs: { parameters: { text: { parameterType: "STRING" } } },
};

/** `a`, then `b` (twice, in a loop) and `c`; `d` after `b`, and an exit task after all of them. */
const spec: PipelineSpec = small({
  root: {
    inputDefinitions: { parameters: { folder: { parameterType: "STRING" } } },
    outputDefinitions: { parameters: { d: { parameterType: "STRING" } } },
    dag: {
      tasks: {
        "exit-handler-1": task("body", { folder: fromInput("folder") }),
        goodbye: task(
          "say",
          { text: constant("goodbye"), folder: fromInput("folder") },
          {
            dependentTasks: ["exit-handler-1"],
            triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" },
          },
        ),
      },
      outputs: {
        parameters: {
          d: { valueFromParameter: { producerSubtask: "exit-handler-1", outputParameterKey: "d" } },
        },
      },
    },
  },
  components: {
    body: {
      inputDefinitions: { parameters: { folder: { parameterType: "STRING" } } },
      outputDefinitions: { parameters: { d: { parameterType: "STRING" } } },
      dag: {
        tasks: {
          a: task("say", { text: constant("a"), folder: fromInput("folder") }),
          loop: task(
            "round",
            { folder: fromInput("folder"), first: fromTask("a", "text") },
            { parameterIterator: { itemInput: "item", items: { raw: '["b", "B"]' } } },
          ),
          c: task("say", { text: constant("c"), folder: fromInput("folder") }, { dependentTasks: ["a"] }),
          d: task("say", { text: constant("d"), folder: fromInput("folder") }, { dependentTasks: ["loop"] }),
        },
        outputs: {
          parameters: { d: { valueFromParameter: { producerSubtask: "d", outputParameterKey: "text" } } },
        },
      },
    },
    round: {
      inputDefinitions: {
        parameters: {
          item: { parameterType: "STRING" },
          first: { parameterType: "STRING" },
          folder: { parameterType: "STRING" },
        },
      },
      dag: { tasks: { b: task("say", { text: fromInput("item"), folder: fromInput("folder") }) } },
    },
  },
  sh: { say },
});

function place() {
  const folder = temporaryFolder();
  const { run, root, executor } = sandbox(folder);
  const said = (): readonly string[] =>
    existsSync(join(folder, "said"))
      ? readFileSync(join(folder, "said"), "utf8").trim().split("\n").sort()
      : [];
  return {
    folder,
    root,
    runFolder: join(root, "runs/r"),
    begin: () => run(spec, { runId: "r", parameters: { folder }, cache: false }),
    resume: (onEvent?: (event: RunEvent) => void) =>
      resumeRun({
        root,
        runId: "r",
        executor: executor(),
        cache: false,
        ...(onEvent !== undefined && { onEvent }),
      }),
    only: (path: string, corrected?: PipelineSpec) =>
      runOnly({
        root,
        from: "r",
        path,
        executor: executor(),
        ...(corrected !== undefined && { spec: corrected }),
      }),
    /** What has run since it was last asked. */
    said: () => {
      const lines = said();
      rmSync(join(folder, "said"), { force: true });
      return lines;
    },
  };
}

const everything = ["B", "a", "b", "c", "d", "goodbye"];

test("wherever the journal of a killed runner ends, what it says has ended does not run again, and all else does", async () => {
  const { begin, resume, said, runFolder, root } = place();
  const whole = await begin();
  expect(said()).toEqual(everything);
  const journal = readFileSync(join(runFolder, "events.jsonl"), "utf8");
  const lines = journal.trimEnd().split("\n");
  const kept = join(temporaryFolder(), "runs");
  cpSync(join(root, "runs"), kept, { recursive: true });
  for (let count = 1; count < lines.length; count += 1) {
    rmSync(join(root, "runs"), { recursive: true });
    cpSync(kept, join(root, "runs"), { recursive: true });
    const left = lines.slice(0, count);
    // A line that was half-written when the runner was killed counts as not written.
    writeFileSync(join(runFolder, "events.jsonl"), `${left.join("\n")}\n${lines[count]?.slice(0, 20)}`);
    const ended = left.filter((line) => /"task-finished".*"type":"task"/.test(line)).length;
    const result = await resume();
    const { runId, state, outputs } = whole;
    const names = result.tasks.map(({ path, state: each }) => `${path} ${each}`);
    expect({ ...result, tasks: names }).toEqual({
      runId,
      state,
      outputs,
      tasks: whole.tasks.map(({ path, state: each }) => `${path} ${each}`),
    });
    expect([count, said()]).toEqual([
      count,
      expect.toSatisfy((ran) => ran.length === everything.length - ended),
    ]);
    const rows = readFileSync(join(runFolder, "events.jsonl"), "utf8").trimEnd().split("\n");
    expect(rows.filter((row) => /"task-finished".*"type":"task"/.test(row))).toHaveLength(everything.length);
  }
});

test("of a run that failed, what did not succeed runs again, and an exit task that waited for it", async () => {
  const { folder, begin, resume, said } = place();
  writeFileSync(join(folder, "broken"), "");
  expect((await begin()).state).toBe("FAILED");
  expect(said()).toEqual(["B", "a", "b", "c", "goodbye"]);
  expect((await resume()).state).toBe("FAILED");
  expect(said()).toEqual(["b", "goodbye"]);
  rmSync(join(folder, "broken"));
  const { state, outputs } = await resume();
  expect({ state, outputs, ran: said() }).toEqual({
    state: "SUCCEEDED",
    outputs: { d: "d" },
    ran: ["b", "d", "goodbye"],
  });
});

test("a run that succeeded has nothing to go on with, and gives its outputs again", async () => {
  const { begin, resume, said } = place();
  const { tasks, outputs } = await begin();
  said();
  const again = await resume();
  expect({ state: again.state, outputs: again.outputs, ran: said() }).toEqual({
    state: "SUCCEEDED",
    outputs,
    ran: [],
  });
  expect(again.tasks.map(({ seconds }) => seconds >= 0)).toEqual(tasks.map(() => true));
});

test("whoever looks on is told what has happened earlier as such", async () => {
  const { folder, begin, resume } = place();
  writeFileSync(join(folder, "broken"), "");
  await begin();
  const told: string[] = [];
  await resume((event) => {
    if (event.kind === "task-finished") told.push(`${event.path}${event.earlier === true ? " earlier" : ""}`);
  });
  expect(told.filter((each) => each.endsWith("earlier")).sort()).toEqual([
    "exit-handler-1/a earlier",
    "exit-handler-1/c earlier",
    "exit-handler-1/d earlier",
    "exit-handler-1/loop[1] earlier",
    "exit-handler-1/loop[1]/b earlier",
  ]);
});

test("one task runs again alone, with the inputs it had, and gives its outputs", async () => {
  const { folder, begin, only, said } = place();
  writeFileSync(join(folder, "broken"), "");
  await begin();
  said();
  const failed = await only("exit-handler-1/loop[0]/b");
  expect({ state: failed.state, ran: said() }).toEqual({ state: "FAILED", ran: ["b"] });
  rmSync(join(folder, "broken"));
  const { state, outputs } = await only("exit-handler-1/loop[0]/b");
  expect({ state, outputs, ran: said() }).toEqual({ state: "SUCCEEDED", outputs: { text: "b" }, ran: ["b"] });
});

test("a whole loop, one round of it or a group runs again alone as well", async () => {
  const { begin, only, said } = place();
  await begin();
  said();
  expect([(await only("exit-handler-1/loop")).state, said()]).toEqual(["SUCCEEDED", ["B", "b"]]);
  expect([(await only("exit-handler-1/loop[1]")).state, said()]).toEqual(["SUCCEEDED", ["B"]]);
  expect([(await only("exit-handler-1")).outputs, said()]).toEqual([{ d: "d" }, ["B", "a", "b", "c", "d"]]);
});

test("one task runs again as a corrected pipeline has it", async () => {
  const { begin, only } = place();
  await begin();
  const corrected = small({
    root: { dag: { tasks: { x: task("say") } } },
    sh: { say: { ...echo, args: ["better", ...(echo.args ?? []).slice(1)] } },
  });
  expect((await only("exit-handler-1/a", corrected)).outputs).toEqual({ text: "better" });
});

test("a task that never began, and a run that does not exist, are refused with those that do", async () => {
  const { folder, begin, only, root } = place();
  writeFileSync(join(folder, "broken"), "");
  await begin();
  await expect(only("exit-handler-1/d")).rejects.toMatchObject({
    code: "TASK_UNKNOWN",
    message:
      '--only exit-handler-1/d: no such task was begun in the run "r", so its inputs are not known. Those begun: exit-handler-1, exit-handler-1/a, exit-handler-1/c, exit-handler-1/loop, exit-handler-1/loop[0], exit-handler-1/loop[0]/b, exit-handler-1/loop[1], exit-handler-1/loop[1]/b, goodbye.',
  });
  const executor = processExecutor({ environments: [] });
  await expect(resumeRun({ root, runId: "q", executor })).rejects.toMatchObject({
    code: "RUN_UNKNOWN",
    message: `run "q": there is none in ${root}, or it never began. The latest are: r.`,
  });
});

test("a run that a living process works on is left to it; one whose process is gone is not", async () => {
  const { begin, resume, runFolder } = place();
  await begin();
  const unlock = lockRun(runFolder);
  await expect(resume()).rejects.toMatchObject({
    code: "RUN_ACTIVE",
    message: `${runFolder}: process ${process.pid} is at work on this run. Wait until it has ended, or end it.`,
  });
  unlock();
  // Of this process's number, but begun at another time: a process of a past that has ended.
  writeFileSync(join(runFolder, "lock"), JSON.stringify({ pid: process.pid, started: "1" }));
  expect((await resume()).state).toBe("SUCCEEDED");
  expect(existsSync(join(runFolder, "lock"))).toBe(false);
  writeFileSync(join(runFolder, "lock"), "names nobody");
  expect((await resume()).state).toBe("SUCCEEDED");
});

test("a journal that was damaged is an error that says where, and a moved run one that says where it was", async () => {
  const { begin, resume, runFolder, root } = place();
  await begin();
  const file = join(runFolder, "events.jsonl");
  const journal = readFileSync(file, "utf8");
  appendFileSync(file, "{ \n");
  await expect(resume()).rejects.toMatchObject({
    code: "RUN_UNREADABLE",
    message: expect.stringMatching(
      /events\.jsonl: line \d+ is no JSON, so the run cannot be read\./,
    ) as string,
  });
  writeFileSync(file, journal.replaceAll(runFolder, "/elsewhere/runs/r"));
  await expect(resume()).rejects.toMatchObject({
    code: "RUN_MOVED",
    message: 'run "r": it was made in /elsewhere/runs/r, where its files\' paths point. Move it back there.',
  });
  expect(existsSync(join(root, "runs/r/lock"))).toBe(false);
});
