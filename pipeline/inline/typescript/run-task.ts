// What a bundle does when its container starts: runs the component's code as one task. It is part of every bundle.
import { parseArgs } from "node:util";
import type { ExecutorInput } from "../../ir/executor-input.ts";
import { UserError } from "../../ir/user-error.ts";

/** Milliseconds that a task which was told to stop has to clean up. */
const grace = 4000;

interface Implemented {
  readonly component: unknown;
  readonly run: unknown;
}

/** `run` is the executor's `runComponent`. A failure is told on standard error, and the process ends with code 1. */
export async function runTask(
  name: string,
  implementation: unknown,
  run: (
    implementation: Implemented,
    input: ExecutorInput,
    options: { readonly signal: AbortSignal },
  ) => Promise<unknown>,
): Promise<void> {
  const stop = stopOnSignals();
  try {
    if (!isImplemented(implementation)) {
      throw new UserError(
        "BAD_TASK",
        `${name}: its default export is no component's code. Export \`implement(...)\` as its default.`,
      );
    }
    await run(implementation, readExecutorInput(name, process.argv.slice(2)), { signal: stop });
  } catch (error) {
    if (stop.aborted) return;
    console.error(describe(name, error));
    process.exitCode = 1;
  }
}

function isImplemented(value: unknown): value is Implemented {
  return typeof value === "object" && value !== null && "component" in value && "run" in value;
}

function readExecutorInput(name: string, argv: readonly string[]): ExecutorInput {
  const { values } = parseArgs({
    args: [...argv],
    options: { executor_input: { type: "string" } },
    strict: false,
  });
  const text = values.executor_input;
  if (typeof text !== "string") {
    throw new UserError(
      "BAD_TASK",
      `${name}: --executor_input is missing. Give it KFP's ExecutorInput as JSON.`,
    );
  }
  try {
    return JSON.parse(text) as ExecutorInput; // KFP's own message
  } catch {
    throw new UserError(
      "BAD_TASK",
      `${name}: --executor_input is no JSON: ${text.slice(0, 80)}. Give it KFP's ExecutorInput.`,
    );
  }
}

function stopOnSignals(): AbortSignal {
  const stop = new AbortController();
  const onSignal = (exitCode: number) => () => {
    stop.abort(new Error("the task was told to stop"));
    process.exitCode = exitCode;
    setTimeout(() => process.exit(), grace).unref();
  };
  process.once("SIGTERM", onSignal(143)).once("SIGINT", onSignal(130));
  return stop.signal;
}

/** An expected problem is its message alone; anything else is a defect, whose place matters. */
function describe(name: string, error: unknown): unknown {
  if (error instanceof UserError) return error.message;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOSPC" || code === "EDQUOT"
    ? `${name}: the disk is full. Free some space and run it again.`
    : error;
}
