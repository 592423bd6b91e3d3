// The entry of the image, as a process of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { makeTaskFolder } from "../../pipeline/executor/task-folder.ts";

const main = fileURLToPath(new URL("../../../containers/node/main.ts", import.meta.url));
const module = fileURLToPath(new URL("../../pipeline/executor/count-words.ts", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `stopAt` sends SIGTERM when that text is on standard output. */
async function start(args: readonly string[], stopAt?: string): Promise<Ended> {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (stopAt !== undefined && stdout.includes(stopAt)) child.kill("SIGTERM");
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

describe("main.ts", () => {
  test("runs a component's module on the executor input and exits 0", async () => {
    await using folder = await makeTaskFolder("one two three");
    const ended = await start([module, "--executor_input", JSON.stringify(folder.input())]);
    expect(ended).toEqual({ code: 0, stdout: "progress 0/3 counting\nprogress 3/3 done\n", stderr: "" });
    expect(await folder.read("parameters/count")).toBe("3");
  });

  test("says a user's mistake in one line and exits 1", async () => {
    await using folder = await makeTaskFolder("one");
    const ended = await start([
      module,
      "--executor_input",
      JSON.stringify(folder.input({ mode: "mistake" })),
    ]);
    expect([ended.code, ended.stderr]).toEqual([1, "count-words: there are no words. Give some.\n"]);
    expect(await folder.written()).toEqual([]);
  });

  test("shows a defect's stack and exits 1", async () => {
    await using folder = await makeTaskFolder("one");
    const ended = await start([module, "--executor_input", JSON.stringify(folder.input({ mode: "defect" }))]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/Error: a defect\n\s+at .*count-words\.ts/);
  });

  test("stops what it does on SIGTERM and leaves nothing half-written", async () => {
    await using folder = await makeTaskFolder("one");
    const input = JSON.stringify(folder.input({ mode: "wait" }));
    const ended = await start([module, "--executor_input", input], "waiting");
    expect([ended.code, ended.stderr]).toEqual([143, ""]);
    expect(await folder.written()).toEqual([]);
  });

  test.each([
    [
      "no arguments",
      [],
      "pollux-component: the module or --executor_input is missing. Use: pollux-component MODULE --executor_input JSON.\n",
    ],
    [
      "input that is no JSON",
      [module, "--executor_input", "{"],
      "pollux-component: --executor_input is no JSON: {. Give KFP's ExecutorInput.\n",
    ],
    [
      "a module without an implementation",
      [main.replace("main.ts", "../../pipeline/ir/user-error.ts"), "--executor_input", "{}"],
      "is no component's code. Export `implement(...)` as its default.\n",
    ],
  ])("refuses %s", async (_, args, message) => {
    const ended = await start(args);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain(message);
  });
});

describe("pollux-component", () => {
  const command = fileURLToPath(new URL("../../../containers/node/bin/pollux-component", import.meta.url));

  test("runs a module of the package that POLLUX_PACKAGE names", async () => {
    await using folder = await makeTaskFolder("one two");
    const child = spawn(command, ["count-words.ts", "--executor_input", JSON.stringify(folder.input())], {
      env: { ...process.env, POLLUX_PACKAGE: dirname(module) },
      stdio: "ignore",
    });
    expect(await once(child, "close")).toEqual([0, null]);
    expect(await folder.read("parameters/count")).toBe("2");
  });
});
