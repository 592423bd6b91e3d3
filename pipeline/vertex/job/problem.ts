// A job, or a schedule of jobs, that cannot be sent.
import { type Problem, problemLines } from "../config/problem.ts";
import { UserError } from "../../ir/user-error.ts";

/** Its message has one line for each problem. */
export class JobError extends UserError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super("JOB_INVALID", problemLines(problems));
    this.name = "JobError";
    this.problems = problems;
  }
}
