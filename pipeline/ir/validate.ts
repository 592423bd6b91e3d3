// Says whether something read from a file is IR: first its shape, then whether everything it refers to is there and
// nothing waits for itself. Whether wires lead to what takes them is `check-types.ts`: a backend runs it all the same.
import { cycleProblems } from "./check-cycles.ts";
import { referenceProblems } from "./check-references.ts";
import type { Json, PipelineSpec } from "./pipeline-spec.ts";
import { pipelineSpecSchema } from "./pipeline-spec-schema.ts";
import { compileSchema } from "./schema-problems.ts";
import { UserError } from "./user-error.ts";

const shapeProblems = compileSchema(pipelineSpecSchema, "the pipeline");

/** Everything that is wrong, one sentence each, with the path to it; empty if it is IR. */
export function pipelineSpecProblems(value: unknown): readonly string[] {
  const problems = shapeProblems(value);
  if (problems.length > 0) return problems;
  const spec = value as PipelineSpec; // the schema says the same as the type
  return [...referenceProblems(spec), ...cycleProblems(spec)];
}

/** `where` is the name of the file. Throws a `UserError` that lists everything. */
export function requirePipelineSpec(value: Json | undefined, where: string): PipelineSpec {
  const problems = pipelineSpecProblems(value);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `${where}: ${problem}`);
    throw new UserError("NOT_IR", `${lines.join("\n")}\nCompile the pipeline again, or correct the file.`);
  }
  return value as unknown as PipelineSpec; // which it has just been found to be
}
