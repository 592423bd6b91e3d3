import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ensurePythonEnvironment } from "../../scripts/python-environment.ts";
import type { LiveLine } from "../../scripts/terminal/live-line.ts";
import { temporaryFolder, writeProgram } from "./temporary-folder.ts";
import { isRunning } from "./is-running.ts";

/**
 * A Python whose `venv` makes a folder with itself in it, and whose `pip` takes `pause` seconds, says what it would
 * install, and ends with `code`. What it is asked to do it notes in `calls`.
 */
function fakePython(
  folder: string,
  options: { readonly pip?: string; readonly pause?: number } = {},
): string {
  const calls = join(folder, "calls");
  return writeProgram(
    join(folder, "fake-python"),
    `case "$1 $2" in
       "-m venv") echo venv >>"${calls}"; mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
       "-m pip") echo pip >>"${calls}"; echo $$ >"${join(folder, "pip-pid")}"
         echo "Collecting idna==3.10 (from -r requirements.txt)"; echo "Installing collected packages: idna"
         sleep ${options.pause ?? 0}; ${options.pip ?? "true"} ;;
       *) echo '{"executable": "'"$0"'", "version": "3.12.1", "hasVenv": true}' ;;
     esac`,
  );
}

function checkout(): string {
  const root = temporaryFolder();
  mkdirSync(join(root, "containers", "trainer"), { recursive: true });
  writeFileSync(join(root, "containers", "trainer", "requirements.txt"), "idna==3.10\n");
  writeFileSync(join(root, "containers", "trainer", "requirements-test.txt"), "pytest==9.2.0\n");
  return root;
}

function recorder(): { readonly line: LiveLine; readonly printed: string[]; readonly shown: string[] } {
  const printed: string[] = [];
  const shown: string[] = [];
  const line: LiveLine = {
    update: (text) => shown.push(text),
    progress: (what, { done, total, text }) => shown.push(`${what} ${done}/${total} ${text}`),
    print: (text) => printed.push(text),
    clear: () => {},
  };
  return { line, printed, shown };
}

function calls(root: string): readonly string[] {
  const file = join(root, "calls");
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
}

test("it is made once, and used as it is from then on", async () => {
  const root = checkout();
  const env = { ...process.env, POLLUX_PYTHON: fakePython(root) };
  const { line, printed, shown } = recorder();
  const python = await ensurePythonEnvironment({ root, line, env });
  expect(python).toBe(join(root, ".venv", "bin", "python"));
  expect(shown).toContain("python environment 1/2 fetching idna 3.10");
  expect(printed).toEqual([
    "Making the Python environment with Python 3.12.1 (once; about a minute).",
    expect.stringMatching(/^The Python environment is ready \(\d+ s\)\.$/),
  ]);
  await ensurePythonEnvironment({ root, line, env: { ...process.env, POLLUX_PYTHON: "/no/such/python" } });
  expect(calls(root)).toEqual(["venv", "pip"]);
  expect(readdirSync(join(root, ".venv")).sort()).toEqual(["bin", "pollux.json"]);
});

test("what the tests need is added to it when they are run", async () => {
  const root = checkout();
  const env = { ...process.env, POLLUX_PYTHON: fakePython(root) };
  await ensurePythonEnvironment({ root, line: recorder().line, env });
  await ensurePythonEnvironment({ root, line: recorder().line, env, test: true });
  await ensurePythonEnvironment({ root, line: recorder().line, env });
  expect(calls(root)).toEqual(["venv", "pip", "pip"]);
});

test("changed requirements are installed", async () => {
  const root = checkout();
  const env = { ...process.env, POLLUX_PYTHON: fakePython(root) };
  await ensurePythonEnvironment({ root, line: recorder().line, env });
  writeFileSync(join(root, "containers", "trainer", "requirements.txt"), "idna==3.11\n");
  await ensurePythonEnvironment({ root, line: recorder().line, env });
  expect(calls(root)).toEqual(["venv", "pip", "pip"]);
});

test("one that was interrupted is not taken for a whole one: it is made anew", async () => {
  const root = checkout();
  const env = { ...process.env, POLLUX_PYTHON: fakePython(root, { pause: 30 }) };
  const stop = new AbortController();
  const made = ensurePythonEnvironment({ root, line: recorder().line, env, signal: stop.signal });
  const rejected = expect(made).rejects.toThrow("stop");
  while (!existsSync(join(root, "pip-pid"))) await sleep(20);
  stop.abort(new Error("stop"));
  await rejected;
  await sleep(50);
  expect(isRunning(Number(readFileSync(join(root, "pip-pid"), "utf8")))).toBe(false);
  await ensurePythonEnvironment({
    root,
    line: recorder().line,
    env: { ...env, POLLUX_PYTHON: fakePython(root) },
  });
  expect(calls(root)).toEqual(["venv", "pip", "venv", "pip"]);
});

test("a process that was killed while making it does not keep others from it", async () => {
  const root = checkout();
  const killed = spawn("sleep", ["100"]);
  await once(killed, "spawn");
  mkdirSync(join(root, ".venv"));
  writeFileSync(join(root, ".venv", "lock"), String(killed.pid));
  killed.kill("SIGKILL");
  await once(killed, "close");
  await ensurePythonEnvironment({
    root,
    line: recorder().line,
    env: { ...process.env, POLLUX_PYTHON: fakePython(root) },
  });
  expect(calls(root)).toEqual(["venv", "pip"]);
});

test("two processes at once make it once: the second waits and says so", async () => {
  const root = checkout();
  const env = { ...process.env, POLLUX_PYTHON: fakePython(root, { pause: 1 }) };
  const second = recorder();
  const first = ensurePythonEnvironment({ root, line: recorder().line, env });
  while (!existsSync(join(root, "pip-pid"))) await sleep(20);
  await Promise.all([first, ensurePythonEnvironment({ root, line: second.line, env })]);
  expect(calls(root)).toEqual(["venv", "pip"]);
  expect(second.printed).toEqual([`Another process (${process.pid}) is making the Python environment.`]);
});

test.each([
  [
    "a full disk",
    "echo 'ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device' >&2; exit 1",
    "DISK_FULL",
  ],
  [
    "no network",
    "echo 'WARNING: Retrying after connection broken by NewConnectionError' >&2; exit 1",
    "NO_NETWORK",
  ],
  ["anything else", "echo 'ERROR: No matching distribution found for idna==3.10' >&2; exit 1", "PIP_FAILED"],
])("when pip fails for %s the message says so, once, with what to do", async (_, pip, code) => {
  const root = checkout();
  const env = { ...process.env, POLLUX_PYTHON: fakePython(root, { pip }) };
  const made = ensurePythonEnvironment({ root, line: recorder().line, env });
  await expect(made).rejects.toMatchObject({ name: "UserError", code });
  await expect(made).rejects.toThrow(/^python: [^\n]+\.$/);
  expect(readFileSync(join(root, ".venv", "pip.log"), "utf8")).toContain("Collecting idna");
});
