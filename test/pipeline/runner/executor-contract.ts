// What every executor does; run on each of them.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test, vi } from "vitest";
import type { ContainerTask, TaskExecutor, TaskExit } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import type { Behave, Behaviour } from "./behaviours/behaviours.ts";
import { inSh } from "./behaviours/in-sh.ts";
import { isAlive } from "./processes.ts";

export interface ExecutorUnderTest {
  readonly executor: TaskExecutor;
  /** One that it can run. */
  readonly image: string;
  /** What it is made to run, which says no other lines but those that `sayings` takes out. Default: scripts of `sh`. */
  readonly behave?: Behave;
  /** For each task: tells its own lines on standard output from what is said around them. Default: all are. */
  readonly sayings?: () => (line: string) => boolean;
  /** Whether the numbers of a task's processes mean the same here. */
  readonly sharesProcesses: boolean;
  /** One that it refuses by its name. Default: one that no environment stands for. */
  readonly refusedImage?: string;
}

/** `command` in a folder of its own; reads nothing outside of it. */
export function plainTask(image: string, command: readonly string[], workFolder: string): ContainerTask {
  return {
    image,
    command,
    args: [],
    env: {},
    executorInput: {},
    workFolder,
    runId: "contract",
    root: dirname(workFolder),
    reads: [],
  };
}

export function executorContract(name: string, create: () => ExecutorUnderTest): void {
  const start = (
    line: readonly [...Parameters<Behave>],
    options: Partial<ContainerTask> & { readonly onLine?: (line: string) => void } = {},
  ) => {
    const { executor, image, behave = inSh, sayings = () => () => true } = create();
    const { onLine, ...task } = options;
    const workFolder = join(temporaryFolder(), "work");
    mkdirSync(workFolder);
    const stop = new AbortController();
    const kill = new AbortController();
    const lines: string[] = [];
    const isSaying = sayings();
    const exit: Promise<TaskExit> = executor.run(
      { ...plainTask(image, [], workFolder), ...behave(...line), ...task },
      {
        stop: stop.signal,
        kill: kill.signal,
        onLine: (line, stream) => {
          if (stream === "stdout" && !isSaying(line)) return;
          lines.push(`${stream}: ${line}`);
          onLine?.(line);
        },
      },
    );
    return { exit, lines, stop, kill, workFolder };
  };

  test(`${name}: gives the exit code and every line, the last one without an end too`, async () => {
    const { exit, lines } = start(["exit"]);
    expect(await exit).toEqual({ kind: "exited", code: 4 });
    expect(lines.toSorted()).toEqual(["stderr: two", "stdout: one", "stdout: three"]);
  });

  test(`${name}: hands arguments over as they are`, async () => {
    const odd = ["$HOME", "a b", "'", '"', "; exit 9", "", "ä\n*"];
    const { exit, lines } = start(["arguments", ...odd]);
    expect(await exit).toEqual({ kind: "exited", code: 0 });
    expect(lines.map((line) => line.replace("stdout: ", "")).join("\n")).toBe(
      odd.map((each) => `<${each}>`).join(""),
    );
  });

  test(`${name}: runs in the task's own folder, with its variables and without the caller's`, async () => {
    vi.stubEnv("TEST_SECRET_OF_CALLER", "caller's");
    const env = { MODE: "fast" };
    const said = start(["variables", "MODE", "TEST_SECRET_OF_CALLER"], { env });
    expect(await said.exit).toEqual({ kind: "exited", code: 0 });
    vi.unstubAllEnvs();
    expect(said.lines).toEqual(["stdout: fast none"]);
    const wrote = start(["write"], { env });
    expect(await wrote.exit).toEqual({ kind: "exited", code: 0 });
    expect(readFileSync(join(wrote.workFolder, "here"), "utf8")).toBe("x\n");
  });

  test(`${name}: keeps secrets out of lines`, async () => {
    const env = { API_KEY: "sesame-opens", NAME: "visible" };
    const said = start(["variables", "API_KEY", "NAME"], { env });
    const complained = start(["complain"], { env });
    await Promise.all([said.exit, complained.exit]);
    expect([said.lines, complained.lines]).toEqual([["stdout: *** visible"], ["stderr: ***"]]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ["each line of a value", { SIGNING_KEY: "-----BEGIN\nMIIEvQIBAD\n" }, "*** ***"],
    ["a value that begins like a path", { API_TOKEN: "/9j+4AAQSkZJRg" }, "***"],
    ["a name's last part", { PGPASSWORD: "sesame-opens" }, "***"],
    ["a password in any URL", { DB: "postgres://me:sesame@db/x" }, "postgres://me:***@db/x"],
    ["a short one only in its place", { DB: "http://me:pw@pw.dev" }, "http://me***pw.dev"],
  ])(`${name}: keeps out of lines: %s`, async (_, env, shown) => {
    const { exit, lines } = start(["variables", ...Object.keys(env)], { env });
    await exit;
    expect(lines).toEqual([`stdout: ${shown}`]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["a name that only contains such a word", { AUTHOR: "Johanna", TOKENIZERS: "parallel" }],
    ["where a secret is", { KEY_FILE: "/etc/passwd" }],
  ])(`${name}: shows in lines: %s`, async (_, env) => {
    const { exit, lines } = start(["variables", ...Object.keys(env)], { env });
    await exit;
    expect(lines).toEqual([`stdout: ${Object.values(env).join(" ")}`]);
  });

  test(`${name}: a task that stops when asked was stopped, whatever its exit code`, async () => {
    const { exit, stop, workFolder } = start(["stop"], {
      onLine: (line) => {
        if (line === "ready") stop.abort();
      },
    });
    expect(await exit).toEqual({ kind: "stopped" });
    expect(existsSync(join(workFolder, "bye"))).toBe(true);
  });

  test(`${name}: a task that does not stop when asked is ended, with its children`, async () => {
    const pids: number[] = [];
    const { exit, stop } = start(["stay"], {
      onLine: (line) => {
        pids.push(...line.split(" ").map(Number));
        stop.abort();
      },
    });
    expect(await exit).toEqual({ kind: "stopped" });
    expect(pids).toHaveLength(2);
    if (create().sharesProcesses) await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
  });

  test(`${name}: a task is ended at once when told`, async () => {
    const { exit, kill } = start(["stay"], { onLine: () => kill.abort() });
    expect(await exit).toEqual({ kind: "stopped" });
  });

  test(`${name}: a task that was to stop before it began does not begin`, async () => {
    const { executor, image, behave = inSh } = create();
    const workFolder = temporaryFolder();
    const exit = await executor.run(
      { ...plainTask(image, [], workFolder), ...behave("write") },
      {
        stop: AbortSignal.abort(),
        kill: new AbortController().signal,
        onLine: () => {},
      },
    );
    expect([exit, existsSync(join(workFolder, "here"))]).toEqual([{ kind: "stopped" }, false]);
  });

  test(`${name}: a task that takes too long is ended`, async () => {
    expect(await start(["sleep"], { timeoutMs: 50 }).exit).toEqual({ kind: "timed-out" });
  });

  test.each<readonly [string, Behaviour]>([
    ["running", "leave"],
    ...(process.platform === "linux" ? ([["in a session of its own", "escape"]] as const) : []),
  ])(`${name}: what a task leaves %s ends with it`, async (_, behaviour) => {
    const pids: number[] = [];
    const { exit } = start([behaviour], { onLine: (line) => void pids.push(Number(line)) });
    expect(await exit).toEqual({ kind: "exited", code: 0 });
    expect(pids).toHaveLength(1);
    if (create().sharesProcesses) await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
  });

  test(`${name}: says by which signal a task was killed`, async () => {
    expect(await start(["kill"]).exit).toEqual({ kind: "killed", signal: "SIGKILL" });
  });

  test(`${name}: says that a program is not there`, async () => {
    expect(await start(["exit"], { command: ["no-such-program"] }).exit).toEqual({
      kind: "not-started",
      message: 'cannot start "no-such-program": there is no such program in the image\'s environment',
    });
  });

  test(`${name}: many and long lines arrive whole and in order`, async () => {
    const { exit, lines } = start(["talk"]);
    expect(await exit).toEqual({ kind: "exited", code: 0 });
    expect(lines.slice(0, 5000)).toEqual(Array.from({ length: 5000 }, (_, i) => `stdout: line ${i}`));
    expect(
      lines
        .slice(5000)
        .map((line) => line.replace("stdout: ", ""))
        .join(""),
    ).toBe("x".repeat(200_000));
  });

  test(`${name}: refuses an image that it cannot run`, () => {
    const { executor, refusedImage = "nowhere.example/none:0" } = create();
    expect(() => executor.checkImage(refusedImage)).toThrow(`image "${refusedImage}"`);
  });
}
