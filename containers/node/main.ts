// What runs in the image, and on a laptop in its stead: one component's code, as one task.
//   node --import tsx containers/node/main.ts MODULE --executor_input JSON
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { runComponent, type Implementation } from "../../pipeline/executor/index.ts";
import type { ExecutorInput } from "../../pipeline/ir/executor-input.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Milliseconds that a task which was told to stop has to clean up. */
const grace = 4000;

const stop = new AbortController();

async function main(argv: readonly string[]): Promise<void> {
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
  const implementation = await loadImplementation(module);
  await runComponent(implementation, readExecutorInput(values.executor_input), { signal: stop.signal });
}

async function loadImplementation(module: string): Promise<Implementation> {
  const loaded = (await import(pathToFileURL(module).href)) as { readonly default?: unknown };
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

function onSignal(exitCode: number): () => void {
  return () => {
    stop.abort(new Error("the task was told to stop"));
    process.exitCode = exitCode;
    setTimeout(() => process.exit(), grace).unref();
  };
}
process.once("SIGTERM", onSignal(143)).once("SIGINT", onSignal(130));

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(describe(error));
    process.exitCode = 1;
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
