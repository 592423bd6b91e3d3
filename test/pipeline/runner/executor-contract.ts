// What every executor does; run on each of them.
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { ContainerTask, TaskExecutor, TaskExit } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { isAlive } from "./processes.ts";

export interface ExecutorUnderTest {
  readonly executor: TaskExecutor;
  /** One that it can run, with `sh` in it. */
  readonly image: string;
  /** Whether the numbers of a task's processes mean the same here. */
  readonly sharesProcesses: boolean;
}

export function executorContract(name: string, create: () => ExecutorUnderTest): void {
  const start = (
    command: readonly string[],
    options: Partial<ContainerTask> & { readonly onLine?: (line: string) => void } = {},
  ) => {
    const { executor, image } = create();
    const { onLine, ...task } = options;
    const workFolder = join(temporaryFolder(), "work");
    mkdirSync(workFolder);
    const stop = new AbortController();
    const kill = new AbortController();
    const lines: string[] = [];
    const exit: Promise<TaskExit> = executor.run(
      { image, command, env: {}, executorInput: {}, workFolder, ...task },
      {
        stop: stop.signal,
        kill: kill.signal,
        onLine: (line, stream) => {
          lines.push(`${stream}: ${line}`);
          onLine?.(line);
        },
      },
    );
    return { exit, lines, stop, kill, workFolder };
  };
  const sh = (script: string, ...args: readonly string[]): readonly string[] => [
    "sh",
    "-c",
    script,
    "sh",
    ...args,
  ];

  test(`${name}: gives the exit code and every line, the last one without an end too`, async () => {
    const { exit, lines } = start(sh("echo one; echo two >&2; printf three; exit 4"));
    expect(await exit).toEqual({ kind: "exited", code: 4 });
    expect(lines.toSorted()).toEqual(["stderr: two", "stdout: one", "stdout: three"]);
  });

  test(`${name}: hands arguments over as they are`, async () => {
    const odd = ["$HOME", "a b", "'", '"', "; exit 9", "", "ä\n*"];
    const { exit, lines } = start(sh('for each in "$@"; do printf "<%s>" "$each"; done', ...odd));
    expect(await exit).toEqual({ kind: "exited", code: 0 });
    expect(lines.map((line) => line.replace("stdout: ", "")).join("\n")).toBe(
      odd.map((each) => `<${each}>`).join(""),
    );
  });

  test(`${name}: runs in the task's own folder, with its variables and without the caller's`, async () => {
    vi.stubEnv("POLLUX_TEST_SECRET", "caller's");
    const { exit, lines, workFolder } = start(sh('echo "$MODE ${POLLUX_TEST_SECRET-none}"; echo x > here'), {
      env: { MODE: "fast" },
    });
    expect(await exit).toEqual({ kind: "exited", code: 0 });
    vi.unstubAllEnvs();
    expect(lines).toEqual(["stdout: fast none"]);
    expect(readFileSync(join(workFolder, "here"), "utf8")).toBe("x\n");
  });

  test(`${name}: keeps secrets out of lines`, async () => {
    const env = { API_KEY: "sesame-opens", NAME: "visible" };
    const { exit, lines } = start(sh('echo "key $API_KEY of $NAME"; echo "$API_KEY" >&2'), { env });
    await exit;
    expect(lines.toSorted()).toEqual(["stderr: ***", "stdout: key *** of visible"]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>, string]>([
    ["each line of a value", { SIGNING_KEY: "-----BEGIN\nMIIEvQIBAD\n" }, "*** ***"],
    ["a value that begins like a path", { API_TOKEN: "/9j+4AAQSkZJRg" }, "***"],
    ["a name's last part", { PGPASSWORD: "sesame-opens" }, "***"],
    ["a password in any URL", { DB: "postgres://me:sesame@db/x" }, "postgres://me:***@db/x"],
    ["a short one only in its place", { DB: "http://me:pw@pw.dev" }, "http://me***pw.dev"],
  ])(`${name}: keeps out of lines: %s`, async (_, env, shown) => {
    const { exit, lines } = start(sh(`echo $${Object.keys(env)[0]}`), { env });
    await exit;
    expect(lines).toEqual([`stdout: ${shown}`]);
  });

  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["a name that only contains such a word", { AUTHOR: "Johanna", TOKENIZERS: "parallel" }],
    ["where a secret is", { KEY_FILE: "/etc/passwd" }],
  ])(`${name}: shows in lines: %s`, async (_, env) => {
    const { exit, lines } = start(sh(`echo $${Object.keys(env).join(" $")}`), { env });
    await exit;
    expect(lines).toEqual([`stdout: ${Object.values(env).join(" ")}`]);
  });

  test(`${name}: a task that stops when asked was stopped, whatever its exit code`, async () => {
    const { exit, stop, workFolder } = start(
      sh('trap "echo bye > bye; exit 0" TERM; echo ready; while :; do sleep 0.05; done'),
      {
        onLine: (line) => {
          if (line === "ready") stop.abort();
        },
      },
    );
    expect(await exit).toEqual({ kind: "stopped" });
    expect(existsSync(join(workFolder, "bye"))).toBe(true);
  });

  test(`${name}: a task that does not stop when asked is ended, with its children`, async () => {
    const pids: number[] = [];
    const { exit, stop } = start(
      sh('trap "" TERM; sh -c \'trap "" TERM; sleep 600\' & echo "$$ $!"; sleep 600'),
      {
        onLine: (line) => {
          pids.push(...line.split(" ").map(Number));
          stop.abort();
        },
      },
    );
    expect(await exit).toEqual({ kind: "stopped" });
    expect(pids).toHaveLength(2);
    if (create().sharesProcesses) await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
  });

  test(`${name}: a task is ended at once when told`, async () => {
    const { exit, kill } = start(sh('trap "" TERM; echo ready; sleep 600'), { onLine: () => kill.abort() });
    expect(await exit).toEqual({ kind: "stopped" });
  });

  test(`${name}: a task that was to stop before it began does not begin`, async () => {
    const { executor, image } = create();
    const workFolder = temporaryFolder();
    const exit = await executor.run(
      { image, command: sh("echo x > here"), env: {}, executorInput: {}, workFolder },
      { stop: AbortSignal.abort(), kill: new AbortController().signal, onLine: () => {} },
    );
    expect([exit, existsSync(join(workFolder, "here"))]).toEqual([{ kind: "stopped" }, false]);
  });

  test(`${name}: a task that takes too long is ended`, async () => {
    expect(await start(sh("sleep 600"), { timeoutMs: 50 }).exit).toEqual({ kind: "timed-out" });
  });

  test(`${name}: what a task leaves running ends with it`, async () => {
    const pids: number[] = [];
    const { exit } = start(sh("sleep 600 & echo $!"), { onLine: (line) => void pids.push(Number(line)) });
    expect(await exit).toEqual({ kind: "exited", code: 0 });
    expect(pids).toHaveLength(1);
    if (create().sharesProcesses) await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 10_000);
  });

  test(`${name}: says by which signal a task was killed`, async () => {
    expect(await start(sh("kill -9 $$")).exit).toEqual({ kind: "killed", signal: "SIGKILL" });
  });

  test(`${name}: says that a program is not there`, async () => {
    expect(await start(["no-such-program"]).exit).toEqual({
      kind: "not-started",
      message: 'cannot start "no-such-program": there is no such program in the image\'s environment',
    });
  });

  test(`${name}: many and long lines arrive whole and in order`, async () => {
    const script =
      'i=0; while [ $i -lt 5000 ]; do echo "line $i"; i=$((i+1)); done; head -c 200000 /dev/zero | tr "\\0" x';
    const { exit, lines } = start(sh(script));
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
    expect(() => create().executor.checkImage("nowhere.example/none:0")).toThrow(/nowhere\.example\/none:0/);
  });
}
