// What can be wrong with a pipeline that `tsc` accepted; all of it is found before anything is reported.
import { UserError } from "../ir/user-error.ts";

export type ProblemCode =
  | "ARTIFACT_LIST_OUTPUT"
  | "ARTIFACT_TYPE_MISMATCH"
  | "CODE_NOT_FOUND"
  | "CODE_UNUSABLE"
  | "CYCLE"
  | "DUPLICATE_NAME"
  | "EMPTY_BODY"
  | "EXIT_TASK"
  | "FINAL_STATUS"
  | "ILLEGAL_ARTIFACT_TYPE"
  | "ILLEGAL_CONDITION"
  | "ILLEGAL_NAME"
  | "ILLEGAL_SETTING"
  | "MISSING_INPUT"
  | "MISSING_OUTPUT"
  | "NOT_JSON"
  | "NOT_PASSED_ON"
  | "NO_WORKSPACE"
  | "OBJECT_IN_TEXT"
  | "OUTPUT_FROM_OUTSIDE"
  | "PARAMETER_TYPE_MISMATCH"
  | "REF_OUT_OF_SCOPE"
  | "TARGET"
  | "UNKNOWN_INPUT"
  | "UNKNOWN_OUTPUT"
  | "UPSTREAM_MAY_FAIL";

export interface Problem {
  readonly code: ProblemCode;
  /** `pipeline/group/task`, or the name of a component. */
  readonly where: string;
  /** `<what is wrong, with the value>. <what to do>.` */
  readonly message: string;
}

/** Its message has one line for each problem. */
export class CompileError extends UserError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("COMPILE_ERROR", problems.map(({ where, message }) => `${where}: ${message}`).join("\n"));
    this.name = "CompileError";
    this.problems = problems;
  }
}
