// Says that a group cannot be written as a body; it is then written as the IR has it.
import type { Scope, ScopeMember } from "./scope.ts";

export class NotRaised extends Error {
  /** The DAG's component, and the task in it. */
  readonly key: string;
  readonly task: string;

  constructor({ key }: Scope, { name }: ScopeMember) {
    super(`${name} is not of a form that a body can have`);
    this.key = key;
    this.task = name;
  }
}
