// What is wrong with a job, found before anything of it is sent.
import { UserError } from "../../ir/user-error.ts";

export interface JobProblem {
  /** `pipeline`, `pipeline/task`, or a setting's name. */
  readonly where: string;
  /** `<what is wrong, with the value>. <what to do>.` */
  readonly message: string;
}

/** Its message has one line for each problem. */
export class JobError extends UserError {
  readonly problems: readonly JobProblem[];

  constructor(problems: readonly JobProblem[]) {
    super("JOB_INVALID", problems.map(({ where, message }) => `${where}: ${message}`).join("\n"));
    this.name = "JobError";
    this.problems = problems;
  }
}
