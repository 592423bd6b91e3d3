// Compiling from a program: a pipeline in, an IR file out.

export { compile } from "./compile.ts";
export { checkTarget, type Target } from "./check-target.ts";
export { CompileError, type Problem, type ProblemCode } from "./problem.ts";
export { type PipelineFile, readPipelineFile, writePipelineFile } from "../ir/pipeline-file.ts";
