// A task's command line to what is started on this machine for it: as it is, but that what installs Python packages is
// left out once they are known to be there, and that KFP's SDK is called without a shell in between.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256 } from "../../canonical-json.ts";
import { BootstrapError, type PythonFunction, readBootstrap } from "./python-bootstrap.ts";
import type { PackageCheck, PackageRequest } from "./python-packages.ts";
import type { ContainerTask } from "../task-executor.ts";

export type PreparedCommand =
  | {
      readonly kind: "ready";
      readonly line: readonly string[];
      readonly env: { readonly [name: string]: string };
      /** For the task's log. */
      readonly note?: string;
    }
  /** The message says why. */
  | { readonly kind: "not-started"; readonly message: string };

/**
 * What installs and was not seen in the command line, such as in a file that it runs: pip finds nothing to install then,
 * and what is there already it only tells.
 */
const withoutInstalling = { PIP_NO_INDEX: "1", PIP_DRY_RUN: "1" };

/** `taskEnv` are the variables that the task sees, but for those of pip that it is given here; its own go before. */
export async function prepareCommand(
  task: ContainerTask,
  taskEnv: { readonly [name: string]: string },
  checkPackages: (request: PackageRequest) => Promise<PackageCheck>,
): Promise<PreparedCommand> {
  const env = { ...withoutInstalling, ...taskEnv };
  const given = [...task.command, ...task.args];
  const bootstrap = understand(given);
  if (bootstrap instanceof BootstrapError) {
    return {
      kind: "not-started",
      message:
        `its command would install packages on this machine, and ${bootstrap.message}. Install what it needs ` +
        "into the environment of its image, and take the installing out of the command, or run it in a container",
    };
  }
  const { command, requirements } = bootstrap;
  if (requirements.length === 0) return { kind: "ready", line: given, env };
  const { missing, note, kfpVersion = "" } = await checkPackages({ env, ...bootstrap });
  if (missing !== undefined) return { kind: "not-started", message: missing };
  const line =
    command.kind === "function" && !isOldSdk(kfpVersion) ? await callFunction(task, command) : command.line;
  return {
    kind: "ready",
    line,
    env: command.kind === "function" ? { ...env, _KFP_RUNTIME: "true" } : env,
    ...(note !== undefined && { note }),
  };
}

function understand(line: readonly string[]) {
  try {
    return readBootstrap(line);
  } catch (error) {
    if (error instanceof BootstrapError) return error;
    throw error;
  }
}

/** The module that calls functions had other names before 2.0. */
function isOldSdk(version: string): boolean {
  return /^[01]\.|^2\.0\.0b/.test(version);
}

/** The system's limit for one argument is 131072 bytes. */
const longestArgument = 100_000;
const fromFile =
  "import json, runpy, sys\n" +
  "with open(sys.argv[1]) as file: sys.argv[1:] = json.load(file)\n" +
  'runpy.run_module("kfp.dsl.executor_main", run_name="__main__", alter_sys=True)';

/** The same function in every task has one file, which Python then compiles once. */
async function callFunction(task: ContainerTask, call: PythonFunction): Promise<readonly string[]> {
  const source = withCurrentImports(call);
  const file = join(task.root, "cache", "python", sha256(source), "ephemeral_component.py");
  if (!existsSync(file)) await writeWhole(file, source);
  const args = ["--component_module_path", file, ...call.args];
  if (args.every((argument) => Buffer.byteLength(argument) < longestArgument)) {
    return ["python3", "-m", "kfp.dsl.executor_main", ...args];
  }
  const list = join(task.workFolder, "arguments.json");
  await writeFile(list, JSON.stringify(args));
  return ["python3", "-c", fromFile, list];
}

/** What KFP 1.8 wrote before a function; `kfp.v2` has become `kfp`. */
function withCurrentImports({ source, module }: PythonFunction): string {
  if (module === "kfp.dsl.executor_main") return source;
  return source.replace(/^(\s*(?:from|import) )kfp\.v2(?=[. ])/gm, "$1kfp");
}

async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const partial = `${file}.${randomUUID()}.partial`;
  await writeFile(partial, text);
  await rename(partial, file);
}
