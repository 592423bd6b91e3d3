// `MODULE --executor_input JSON` to one run of a component's code: what the image's program does, and a warm thread in
// its stead (see environment.json).
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { importTypeScript } from "../../pipeline/executor/import-typescript.ts";
import { runComponent, type Implementation } from "../../pipeline/executor/index.ts";
import type { ExecutorInput } from "../../pipeline/ir/executor-input.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Milliseconds that a task which was told to stop has to clean up. */
const grace = 4000;

/** As the program `pollux-component`: relative modules stand in the package that `POLLUX_PACKAGE` names, or in this one. */
export async function run([module = "", ...options]: readonly string[]): Promise<void> {
  const package_ = process.env.POLLUX_PACKAGE ?? resolve(import.meta.dirname, "../..");
  await runModule(module === "" ? options : [`${package_}/${module}`, ...options]);
}

/** A failure is told on standard error and in `process.exitCode`. */
export async function runModule(argv: readonly string[]): Promise<void> {
  const stop = new AbortController();
  const onSignal = (exitCode: number) => (): void => {
    stop.abort(new Error("the task was told to stop"));
    process.exitCode = exitCode;
    setTimeout(() => process.exit(), grace).unref();
  };
  const [onTerm, onInt] = [onSignal(143), onSignal(130)];
  process.once("SIGTERM", onTerm).once("SIGINT", onInt);
  try {
    const { module, executorInput } = readArguments(argv);
    await runComponent(await loadImplementation(module), executorInput, { signal: stop.signal });
  } catch (error) {
    if (stop.signal.aborted) return;
    console.error(describe(error));
    process.exitCode = 1;
  } finally {
    process.off("SIGTERM", onTerm).off("SIGINT", onInt);
  }
}

function readArguments(argv: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...argv],
    options: { executor_input: { type: "string" } },
    allowPositionals: true,
  });
  const [module] = positionals;
  if (module === undefined || values.executor_input === undefined) {
    throw new UserError(
      "BAD_TASK",
      "pollux-component: the module or --executor_input is missing. Use: pollux-component MODULE --executor_input JSON.",
    );
  }
  return { module, executorInput: readExecutorInput(values.executor_input) };
}

async function loadImplementation(module: string): Promise<Implementation> {
  const loaded: { readonly default?: unknown } = await importTypeScript(pathToFileURL(module).href);
  const exported = loaded.default;
  if (typeof exported !== "object" || exported === null || !("component" in exported && "run" in exported)) {
    throw new UserError(
      "BAD_TASK",
      `pollux-component: "${module}" is no component's code. Export \`implement(...)\` as its default.`,
    );
  }
  return exported as Implementation; // its two members show that `implement` made it
}

function readExecutorInput(text: string): ExecutorInput {
  try {
    return JSON.parse(text) as ExecutorInput; // KFP's own message
  } catch {
    throw new UserError(
      "BAD_TASK",
      `pollux-component: --executor_input is no JSON: ${text.slice(0, 80)}. Give KFP's ExecutorInput.`,
    );
  }
}

/** An expected problem is its message alone; anything else is a defect, whose place matters. */
function describe(error: unknown): unknown {
  if (error instanceof UserError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT"
    ? "pollux-component: the disk is full. Free some space and run it again: what was cached is kept."
    : error;
}
