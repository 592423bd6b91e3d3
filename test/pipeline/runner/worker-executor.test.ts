// The worker executor: the contract for each language that is warm in it and for what is not, then what is its own.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { loadEnvironments, pythonEnvironment } from "../../../pipeline/environments/index.ts";
import { bundleComponent } from "../../../pipeline/inline/typescript/bundle-component.ts";
import { workerExecutor } from "../../../pipeline/runner/executors/worker/worker.ts";
import type { ContainerTask, TaskExit } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import type { Behave } from "./behaviours/behaviours.ts";
import { inBundle } from "./behaviours/in-bundle.ts";
import { inKfpPython, inOurPython, kfpFunction, sayings } from "./behaviours/in-python.ts";
import { inSh } from "./behaviours/in-sh.ts";
import { inTypeScript } from "./behaviours/in-typescript.ts";
import { executorContract, plainTask } from "./executor-contract.ts";

const root = resolve(import.meta.dirname, "../../..");
const environments = [
  ...loadEnvironments(join(root, "containers")),
  { ...pythonEnvironment(join(root, ".venv")), images: ["python:*"] },
];
const executor = workerExecutor({ environments, graceMs: 200 });
afterAll(() => executor.close?.());

const nodeImage = "example.com/pollux/node:1";
const pythonImage = "python:3.12";
/** What Python compiles is kept under it. */
const runs = temporaryFolder();

const contract = (name: string, image: string, behave: Behave, told?: () => (line: string) => boolean) =>
  executorContract(name, () => ({
    executor,
    image,
    behave: (...line) => ({ ...behave(...line), root: runs }),
    sharesProcesses: true,
    ...(told && { sayings: told }),
  }));

contract("worker, TypeScript", nodeImage, inTypeScript);
contract("worker, bundled TypeScript", "node:24", inBundle);
contract("worker, KFP's Python", pythonImage, inKfpPython, sayings);
contract("worker, our Python", pythonImage, inOurPython, sayings);
contract("worker, any program", nodeImage, inSh);

interface Ran {
  readonly exit: TaskExit;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly workFolder: string;
}

const never = new AbortController().signal;
const deaf = { stop: never, kill: never, onLine: () => {} };

async function run(task: Partial<ContainerTask>, onLine: (line: string) => void = () => {}): Promise<Ran> {
  const workFolder = join(temporaryFolder(), "work");
  mkdirSync(workFolder);
  const lines: Record<"stdout" | "stderr", string[]> = { stdout: [], stderr: [] };
  const exit = await executor.run(
    { ...plainTask(nodeImage, [], workFolder), root: runs, ...task },
    {
      ...deaf,
      onLine: (line, stream) => {
        lines[stream].push(line);
        onLine(line);
      },
    },
  );
  return { exit, ...lines, workFolder };
}

const well = { kind: "exited", code: 0 };

describe("a warm thread", () => {
  const leave = async (what: string, task: Partial<ContainerTask> = {}) => {
    const module = "test/pipeline/runner/behaviours/keep-state.ts";
    const input = JSON.stringify({ inputs: { parameterValues: { leave: what } } });
    const ran = await run({
      command: ["pollux-component", module],
      args: ["--executor_input", input],
      ...task,
    });
    const [, pid, number, variable, folder] =
      /^process (\d+) task (\d+) variable (\S+) in (.*)$/.exec(ran.stdout[0] ?? "") ?? [];
    return { ...ran, said: ran.stdout.slice(1), pid, number: Number(number), variable, folder };
  };

  test("serves tasks of the same module, each in its folder and with its variables alone", async () => {
    const first = await leave("variable");
    const second = await leave("nothing");
    expect([first.exit, second.exit]).toEqual([well, well]);
    expect([second.pid, second.number, second.variable]).toEqual([first.pid, first.number + 1, "none"]);
    expect([first.folder, second.folder]).toEqual([first.workFolder, second.workFolder]);
  });

  test("serves no other module, and none with other variables", async () => {
    const first = await leave("nothing");
    const other = await leave("nothing", { env: { LEFT: "given" } });
    expect([other.pid === first.pid, other.number, other.variable]).toEqual([false, 1, "given"]);
  });

  test.each([
    ["a running timer", "timer", ["late"]],
    ["a listener on the process", "listener", ["bye"]],
    ["an exit", "end", []],
  ])("ends as a process does after %s", async (_, what, said) => {
    const ran = await leave(what);
    expect([ran.exit, ran.said, ran.stderr]).toEqual([well, said, []]);
    expect((await leave("nothing")).pid).not.toBe(ran.pid);
  });

  test.each([
    "a global variable",
    "a property of every object",
    "another console.log",
    "another fs.readFileSync",
    "another Date.now",
    "another prototype",
  ])("is not used again once a task has left %s", async (what) => {
    const ran = await leave(what);
    expect(ran.exit).toEqual(well);
    expect((await leave("nothing")).pid).not.toBe(ran.pid);
  });

  test("is used again after what Node itself loads late", async () => {
    const ran = await leave("what Node loads once it is read");
    expect((await leave("nothing")).pid).toBe(ran.pid);
  });

  test.each([
    ["an error that nobody catches", "error", /Error: nobody catches this\n\s+at .*keep-state\.ts/],
    [
      "a rejection that nobody waits for",
      "rejection",
      /Error: nobody waits for this\n\s+at .*keep-state\.ts/,
    ],
  ])("%s ends the task and shows its place", async (_, what, shown) => {
    const ran = await leave(what);
    expect(ran.exit).toEqual({ kind: "exited", code: 1 });
    expect(ran.stderr.join("\n")).toMatch(shown);
    expect((await leave("nothing")).exit).toEqual(well);
  });

  test("a task with nothing left to wait for ends as it does in a process", async () => {
    expect((await leave("nothing to wait for")).exit).toEqual({ kind: "exited", code: 13 });
  });

  test("a task that takes all memory is killed and says why", async () => {
    const ran = await leave("memory", { env: { NODE_OPTIONS: "--max-old-space-size=64" } });
    expect(ran.exit).toEqual({ kind: "killed", signal: "SIGABRT" });
    expect(ran.stderr.join("\n")).toMatch(/heap out of memory/);
  });

  test("reads TypeScript that Node cannot read by itself", async () => {
    const folder = temporaryFolder();
    const ours = (path: string) => JSON.stringify(join(root, "pipeline", path));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(
      join(folder, "colours.ts"),
      `import { implement } from ${ours("executor/index.ts")};
      import { component } from ${ours("index.ts")};
      enum Colour { Red = "red" }
      const colours = component({ name: "colours", inputs: {}, run: { image: "x", code: new URL(import.meta.url) } });
      export default implement(colours, async () => console.log(Colour.Red));`,
    );
    const task = { command: ["pollux-component", "colours.ts"], args: ["--executor_input", "{}"] };
    const { exit, stdout, stderr } = await run({ ...task, env: { POLLUX_PACKAGE: folder } });
    expect([exit, stdout, stderr]).toEqual([well, ["red"], []]);
  });
});

describe("a bundle in a warm thread", () => {
  test("is evaluated for each task: none sees another's modules", async () => {
    const { command } = bundleComponent(new URL("./behaviours/keep-state.ts", import.meta.url).href);
    const input = JSON.stringify({ inputs: { parameterValues: { leave: "nothing" } } });
    const task = { image: "node:24", command, args: ["--executor_input", input] };
    const [first, second] = [await run(task), await run(task)];
    const said = ({ stdout }: Ran) => /^process (\d+) task (\d+)/.exec(stdout[0] ?? "")?.slice(1);
    expect([first.exit, second.exit]).toEqual([well, well]);
    expect([said(first)?.[1], said(second)]).toEqual(["1", said(first)]);
  });

  test("is told from what else `node` can do", async () => {
    const line = ["node", "--input-type=module", "--eval", "console.log(process.argv.slice(1))", "--", "a"];
    for (let times = 0; times < 2; times += 1) {
      const { exit, stdout } = await run({ image: "node:24", command: line });
      expect([exit, stdout]).toEqual([well, ["[ 'a' ]"]]);
    }
  });
});

describe("a warm Python", () => {
  const python = (source: string, onLine?: (line: string) => void) =>
    run({ image: pythonImage, ...kfpFunction("task", source, {}) }, onLine);
  const says = (expression: string): string =>
    `def task():\n    import os, signal, sys, time\n    print("said", ${expression}, flush=True)\n`;
  const said = ({ stdout }: Ran): string | undefined =>
    stdout.find((line) => line.startsWith("said "))?.slice("said ".length);

  test("makes a copy of itself for each task, which sees nothing of another", async () => {
    const source = says('os.getppid(), hasattr(sys, "left")') + "    sys.left = True\n";
    const [first, second] = [await python(source), await python(source)];
    expect([first.exit, said(first)]).toEqual([well, said(second)]);
    expect(said(second)).toMatch(/^\d+ False$/);
  });

  test("shows a traceback as Python does", async () => {
    const { exit, stderr } = await python("def task():\n    raise ValueError('no')\n");
    expect(exit).toEqual({ kind: "exited", code: 1 });
    expect(stderr[0]).toBe("Traceback (most recent call last):");
    expect(stderr[1]).toMatch(/runpy/);
    expect(stderr.at(-1)).toBe("ValueError: no");
  });

  test("that is killed takes its tasks along; later ones start their own Python", async () => {
    const waits = `${says("os.getpid(), os.getppid()")}    time.sleep(600)\n`;
    const running = await python(waits, (line) => {
      const server = /^said \d+ (\d+)/.exec(line)?.[1];
      if (server !== undefined) process.kill(Number(server), "SIGKILL");
    });
    const because = "the warm Python that it is a copy of has ended";
    expect([running.exit, running.stderr]).toEqual([{ kind: "killed", signal: "SIGKILL", because }, []]);
    const later = await python(says("os.getppid()"));
    expect([later.exit, said(later)]).toEqual([well, String(process.pid)]);
    expect(later.stderr).toEqual(["pollux: there is no warm Python (any more): this task starts its own."]);
  });
});

const noProc = process.platform === "linux" ? "" : " (skipped: only Linux tells in /proc whose a process is)";
describe.skipIf(noProc !== "")(`nothing warm is left${noProc}`, () => {
  /** By a variable that all processes of the runner's tasks have. */
  const marked = (mark: string): readonly string[] =>
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => readVariables(pid).includes(`WARM_RUNNER=${mark}`));

  test("of a runner that is killed", async () => {
    const folder = temporaryFolder();
    const mark = randomUUID();
    const program = join(import.meta.dirname, "behaviours/warm-runner.ts");
    const runner = spawn(process.execPath, ["--import", "tsx", program, join(folder, "work"), runs, mark], {
      cwd: root,
      env: { ...process.env, TMPDIR: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void runner.kill("SIGKILL"));
    let ready = 0;
    for await (const line of createInterface(runner.stdout)) {
      if (line === "ready" && ++ready === 3) break;
    }
    // Around an idle thread; around a busy one, and the two that it started; the Python that forks; its copy, and the
    // one that it started; a shell, and the two that it started.
    await vi.waitFor(() => expect(marked(mark)).toHaveLength(10), 10_000);
    runner.kill("SIGKILL");
    await vi.waitFor(() => expect(marked(mark)).toEqual([]), 10_000);
    await vi.waitFor(
      () => expect(readdirSync(folder).filter((name) => name.startsWith("pollux-"))).toEqual([]),
      10_000,
    );
  });

  test("once it is closed", async () => {
    const own = workerExecutor({ environments });
    const mark = randomUUID();
    for (const [image, behave] of [
      [nodeImage, inTypeScript],
      [pythonImage, inKfpPython],
    ] as const) {
      const task = { ...plainTask(image, [], temporaryFolder()), ...behave("variables"), root: runs };
      expect(await own.run({ ...task, env: { WARM_RUNNER: mark } }, deaf)).toEqual(well);
    }
    const task = kfpFunction(
      "leave",
      "def leave():\n    import os, time\n    if os.fork() == 0:\n        os.setsid()\n        os.closerange(0, 3)\n        time.sleep(600)\n",
      {},
    );
    const left = { ...plainTask(pythonImage, [], temporaryFolder()), ...task, root: runs };
    expect(await own.run({ ...left, env: { WARM_RUNNER: mark } }, deaf)).toEqual(well);
    expect(marked(mark)).toHaveLength(3); // a thread's, the Python that forks, and what its copy has made of itself
    await own.close?.();
    expect(marked(mark)).toEqual([]);
  });
});

function readVariables(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return []; // it has ended
  }
}
