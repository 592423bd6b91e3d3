// Runs a component's code as one task: reads its inputs, calls it, writes its outputs.
import { componentDefinition } from "../dsl/definition.ts";
import type { ExecutorInput, ExecutorOutput } from "../ir/executor-input.ts";
import type { Implementation, TaskContext } from "./implement.ts";
import { progressSayer } from "./progress.ts";
import { readInputs } from "./read-inputs.ts";
import { stageOutputs } from "./write-outputs.ts";

export interface RunOptions {
  /** Takes a line for the task's log; default standard output. */
  readonly say?: (line: string) => void;
  /** Default: never aborts. */
  readonly signal?: AbortSignal;
}

/** Throws what the code throws; then nothing it wrote is left in an output's place. */
export async function runComponent(
  implementation: Implementation,
  executorInput: ExecutorInput,
  {
    say = (line) => void process.stdout.write(`${line}\n`),
    signal = new AbortController().signal,
  }: RunOptions = {},
): Promise<ExecutorOutput> {
  const declared = componentDefinition(implementation.component);
  const inputs = readInputs(declared, executorInput);
  const stage = await stageOutputs(declared, executorInput);
  const context: TaskContext = { progress: progressSayer(say), log: say, signal };
  try {
    // The definition has checked the values; the types of one component are lost among all.
    const code = implementation.run as (...given: readonly unknown[]) => Promise<object | undefined>;
    const returned = await code(inputs, stage.artifacts, context);
    return await stage.commit({ ...returned });
  } catch (error) {
    await stage.discard();
    throw error;
  }
}
