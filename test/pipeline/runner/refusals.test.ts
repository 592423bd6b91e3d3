import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Json, PipelineSpec, PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { diskError, type RunEvent } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, echo, fromInput, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const { run, root, folder } = sandbox(temporaryFolder());

const withParameters = small({
  root: {
    inputDefinitions: {
      parameters: {
        n: { parameterType: "NUMBER_INTEGER" },
        d: { parameterType: "NUMBER_DOUBLE", defaultValue: 1 },
        s: { parameterType: "STRING", isOptional: true },
        l: { parameterType: "LIST" },
        mode: { parameterType: "STRING", literals: ["fast", "slow"], defaultValue: "fast" },
      },
    },
    dag: { tasks: { t: task("echo", { text: constant("x") }) } },
  },
  sh: { echo },
});

test("missing, unknown and wrongly typed parameters are refused, all at once, before anything starts", async () => {
  const given = { n: 1.5, d: "x", S: "y", mode: "medium" };
  await expect(run(withParameters, { parameters: given, runId: "refused" })).rejects.toMatchObject({
    code: "PARAMETERS_INVALID",
    message: [
      'small: parameter "n" is 1.5. Give a whole number.',
      'small: parameter "d" is "x". Give a number.',
      'small: parameter "l" is missing. Give a list.',
      'small: parameter "mode" is "medium". Give one of ["fast","slow"].',
      'small: parameter "S" is not known. The parameters are: n, d, s, l, mode.',
    ].join("\n"),
  });
  expect(existsSync(join(root, "runs/refused"))).toBe(false);
});

test("values that cannot be kept as they are are refused", async () => {
  const deep = JSON.parse("[".repeat(20_000) + "]".repeat(20_000)) as Json;
  const given = { n: 2 ** 53, d: "1e400", l: deep, s: "12345678901234567890" };
  await expect(run(withParameters, { parameters: given, runId: "deep" })).rejects.toMatchObject({
    code: "PARAMETERS_INVALID",
    message: [
      'small: parameter "n" is 9007199254740992, which numbers cannot hold: they have about 16 digits. Give a shorter one.',
      'small: parameter "d" is "1e400", which numbers cannot hold: they have about 16 digits. Give a shorter one.',
      'small: parameter "l" is nested more than 500 deep. Give a value that is not.',
    ].join("\n"),
  });
  const typed = "[".repeat(20_000) + "]".repeat(20_000);
  await expect(run(withParameters, { parameters: { n: 1, l: typed } })).rejects.toMatchObject({
    message: 'small: parameter "l" is nested more than 500 deep. Give a value that is not.',
  });
  expect(existsSync(join(root, "runs/deep"))).toBe(false);
});

test("an output that is nested too deep fails its task alone", async () => {
  const repeat = (text: string): string => `printf '${text}%.0s' $(seq 20000)`;
  const deep: ShComponent = {
    script: `{ ${repeat("[")}; ${repeat("]")}; } > "$1"`,
    args: ["{{$.outputs.parameters['list'].output_file}}"],
    outputs: { parameters: { list: { parameterType: "LIST" } } },
  };
  const { tasks: done } = await run(
    small({ root: { dag: { tasks: { deep: task("deep") } } }, sh: { deep } }),
  );
  expect(done).toMatchObject([{ state: "FAILED", error: expect.stringContaining("Write a list") }]);
});

test("null is a parameter left out", async () => {
  const { state } = await run(withParameters, { parameters: { n: 1, l: [], s: null, d: null } });
  expect(state).toBe("SUCCEEDED");
});

function tasks(
  of: { readonly [name: string]: PipelineTaskSpec },
  more: Partial<PipelineSpec> = {},
): PipelineSpec {
  return { ...small({ root: { dag: { tasks: of } }, sh: { echo } }), ...more };
}
const x = { text: constant("x") };

test.each<readonly [string, PipelineSpec, string]>([
  [
    "a cycle",
    tasks({
      a: task("echo", x, { dependentTasks: ["c"] }),
      b: task("echo", x, { dependentTasks: ["a"] }),
      c: task("echo", x, { dependentTasks: ["b"] }),
      d: task("echo", x, { dependentTasks: ["c"] }),
    }),
    "small: tasks wait for each other: b -> c -> a -> b. Break the cycle.",
  ],
  [
    "a task without a name",
    tasks({ "": task("echo", x) }),
    'small: the task name "" is empty. Give the task a name.',
  ],
  [
    "a slash in a task's name",
    tasks({ "a/b": task("echo", x) }),
    'small: the task name "a/b" has a "/" in it. Leave it out.',
  ],
  [
    "a task's name that ends like a loop's round",
    tasks({ "a[0]": task("echo", x) }),
    'small: the task name "a[0]" ends like a loop\'s round. Leave the brackets out.',
  ],
  [
    "a task's name that is too long for a file",
    tasks({ ["ä".repeat(70)]: task("echo", x) }),
    `small: the task name "${"ä".repeat(70)}" takes 210 bytes as a file name. Shorten it to 200.`,
  ],
  [
    "a condition that is not supported",
    tasks({ a: task("echo", x, { triggerPolicy: { condition: "1 + 1 == 2" } }) }),
    'small/a: its condition `1 + 1 == 2` is not supported: "+" at column 3 is not understood.',
  ],
  [
    "an expression that is not supported",
    tasks({ a: task("echo", { text: { ...constant("x"), parameterExpressionSelector: "size(x)" } }) }),
    'small/a: input "text": the expression size(x) is not supported (only parseJson(string_value)["KEY"] is).',
  ],
  [
    "a component that contains itself",
    tasks({ a: task("self") }, { components: { self: { dag: { tasks: { again: task("self") } } } } }),
    'small/a/again: the component "self" contains itself. Break the recursion.',
  ],
  [
    "a kind of executor that is not supported",
    tasks(
      { a: task("r") },
      { components: { r: { executorLabel: "r" } }, deploymentSpec: { executors: { r: { resolver: {} } } } },
    ),
    "small/a: executors of the kind resolver are not supported here. Run this pipeline on Vertex AI.",
  ],
])("a pipeline with %s is refused", async (_, spec, message) => {
  await expect(run(spec)).rejects.toMatchObject({ code: "PIPELINE_INVALID", message });
});

const elsewhere = (condition?: string): PipelineSpec =>
  tasks(
    { a: task("a", {}, condition === undefined ? {} : { triggerPolicy: { condition } }) },
    {
      components: { a: { executorLabel: "a" } },
      deploymentSpec: { executors: { a: { container: { image: "elsewhere:1", command: ["true"] } } } },
    },
  );
const noImage =
  'image "elsewhere:1": nothing on this machine stands for it (known: example.com/sh:*). ' +
  'Say what does: --image "elsewhere:1=DIR", an environment.json in a folder under containers/, or --python DIR.';

test("an image that nothing stands for is refused before the run, unless a condition may leave it out", async () => {
  await expect(run(elsewhere())).rejects.toMatchObject({
    code: "IMAGE_UNKNOWN",
    message: `small/a: ${noImage}`,
  });
  expect((await run(elsewhere("false"))).states).toEqual({ a: "SKIPPED" });
  expect((await run(elsewhere("true"))).tasks).toMatchObject([{ state: "FAILED", error: noImage }]);
});

test("a run's id names a folder that does not exist yet", async () => {
  await run(tasks({ a: task("echo", x) }), { runId: "mine" });
  await expect(run(tasks({ a: task("echo", x) }), { runId: "mine" })).rejects.toMatchObject({
    code: "RUN_EXISTS",
  });
  await expect(run(tasks({ a: task("echo", x) }), { runId: "../x" })).rejects.toMatchObject({
    code: "RUN_ID_INVALID",
  });
});

test("a root that cannot be written to is one clear error", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  await expect(run(tasks({ a: task("echo", x) }), { root: join(file, "root") })).rejects.toMatchObject({
    code: "ROOT_UNUSABLE",
    message: `${join(file, "root")}: a part of it is a file. Choose another place with --root.`,
  });
});

test.each([
  [{ code: "EACCES", path: "/elsewhere/chat.txt" }, undefined],
  [{ code: "EPERM" }, undefined],
  [{ code: "EACCES", path: "/somewhere/runs/mine" }, "ROOT_UNUSABLE"],
  [{ code: "EACCES", path: "/somewhere" }, "ROOT_UNUSABLE"],
  [{ code: "EACCES", path: "/elsewhere/chat.txt", dest: "/somewhere/runs/x" }, "ROOT_UNUSABLE"],
  [{ code: "ENOSPC" }, "ROOT_UNUSABLE"],
])("the root is to blame for its own errors alone: %j", (of, code) => {
  expect(diskError("/somewhere/runs", Object.assign(new Error("no"), of))?.code).toBe(code);
});

const noFullDevice = existsSync("/dev/full") ? "" : " (skipped: this system has no /dev/full)";
test.skipIf(noFullDevice !== "")(
  `a full disk in the middle ends the run with one clear error${noFullDevice}`,
  async () => {
    const full = join(folder, "full");
    const spec = small({
      root: { dag: { tasks: { a: task("chat") } } },
      sh: { chat: { script: "echo hello" } },
    });
    // The system's own full device stands in the log's place.
    const onEvent = (event: RunEvent): void => {
      if (event.kind !== "run-started") return;
      mkdirSync(join(event.folder, "tasks/a"), { recursive: true });
      symlinkSync("/dev/full", join(event.folder, "tasks/a/log.txt"));
    };
    await expect(run(spec, { root: full, onEvent })).rejects.toMatchObject({
      code: "ROOT_UNUSABLE",
      message: `${full}: the disk is full. Free some space.`,
    });
  },
);

const choosing = small({
  root: {
    inputDefinitions: {
      parameters: {
        size: { parameterType: "STRING", literals: ["small", "big"] },
        other: { parameterType: "STRING" },
      },
    },
    dag: { tasks: { say: task("say", { size: fromInput("other") }) } },
  },
  sh: {
    say: {
      script: "true",
      inputs: { parameters: { size: { parameterType: "STRING", literals: ["small", "big"] } } },
    },
  },
});

test("a value that is none of those a parameter takes is refused: the pipeline's before anything starts", async () => {
  await expect(run(choosing, { parameters: { size: "huge", other: "big" } })).rejects.toMatchObject({
    code: "PARAMETERS_INVALID",
    message: 'small: parameter "size" is "huge". Give one of ["small","big"].',
  });
  const { tasks } = await run(choosing, { parameters: { size: "small", other: "huge" } });
  expect(tasks[0]?.error).toBe('input "size" is "huge", not one of ["small","big"].');
});
