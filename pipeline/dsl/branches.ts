// Bodies of which one runs: the first whose condition holds.
import { UserError } from "../ir/user-error.ts";
import { type ConditionOrRef, conditionOf } from "./conditions.ts";
import type { Branch } from "./graph.ts";
import { type Group, type GroupOptions, groupOf, groupSettings } from "./group.ts";
import { groupOutputs } from "./group-outputs.ts";
import { addNode, currentRecording, nextId, nextNumber, recordBody, type Recording } from "./scope.ts";
import type { Given, Returned } from "./value-types.ts";

/** `otherwise` closes the chain; only then does the chain have a value (KFP's OneOf). */
export interface Branches<R extends Returned> extends Group {
  elseIf(condition: ConditionOrRef, body: () => NoInfer<R>, options?: GroupOptions): Branches<R>;
  otherwise(body: () => NoInfer<R>, options?: GroupOptions): Given<R>;
}

export interface BranchesOptions extends GroupOptions {
  /** Of the group around all branches, where there are several; what is above is then of the first branch. */
  readonly all?: GroupOptions;
}

/**
 * Runs the body if the condition holds: a comparison, or a handle to a boolean, as `when(inputs.fast, ...)`.
 *
 *     const chosen = when(greaterThan(rows, 100), () => ({ model: train({ dataset }).outputs.model }))
 *       .otherwise(() => ({ model: importer({ type: Model, uri: "gs://models/small" }).outputs.artifact }));
 *     deploy({ model: chosen.model });
 */
export function when<R extends Returned>(
  condition: ConditionOrRef,
  body: () => R,
  options: BranchesOptions = {},
): Branches<R> {
  const recording = currentRecording("when");
  const id = nextId(recording);
  // As kfp's SDK does it: a chain of several branches takes the number of its first, which takes a new one.
  const number = nextNumber(recording);
  const branches: BuildBranch[] = [];
  const first = recordBranch(recording, number, { condition }, body, options);
  branches.push(first.build);
  const settings = groupSettings(first.where, options.all ?? {});
  addNode(recording, () => {
    const built = branches.map((build) => build());
    return { kind: "branches", id, number, branches: built, settings };
  });

  let renumbered = false;
  let closed = false;
  const add = (given: BranchCondition, body: () => R, options: GroupOptions = {}) => {
    if (closed || recording.ended) throw closedChain(recording, number);
    if (!renumbered) {
      const firstNumber = nextNumber(recording);
      branches[0] = () => ({ ...first.build(), number: firstNumber });
      renumbered = true;
    }
    branches.push(recordBranch(recording, nextNumber(recording), given, body, options).build);
  };
  const name = `condition-branches-${number}`;
  const methods: Pick<Branches<R>, "elseIf" | "otherwise"> = {
    elseIf: (condition, body, options) => {
      add({ condition }, body, options);
      return chain;
    },
    otherwise: (body, options) => {
      add({}, body, options);
      closed = true;
      return groupOutputs(recording, id, name, first.result);
    },
  };
  // A body that gives the chain on gives a group without outputs: the methods must not look like some.
  const chain = Object.defineProperties(groupOf(recording.pipeline, id, name), {
    elseIf: { value: methods.elseIf },
    otherwise: { value: methods.otherwise },
  }) as Branches<R>; // a group with just these methods
  return Object.freeze(chain);
}

type BuildBranch = () => Branch;

/** As it was given; none of the last branch, and anything in plain JavaScript. */
type BranchCondition = { readonly condition?: unknown };

function recordBranch<R extends Returned>(
  recording: Recording,
  number: number,
  given: BranchCondition,
  body: () => R,
  options: GroupOptions,
): { readonly result: R; readonly build: BuildBranch; readonly where: string } {
  const name = options.name ?? `condition-${number}`;
  const where = `${recording.pipeline.name}/${name}`;
  const settings = groupSettings(where, options);
  const condition = "condition" in given ? { condition: conditionOf(where, given.condition) } : {};
  const { result, build } = recordBody(name, body);
  return {
    result,
    where,
    build: () => ({ number, settings, ...condition, body: build() }),
  };
}

function closedChain(recording: Recording, number: number): UserError {
  return new UserError(
    "BRANCHES_CLOSED",
    `${recording.pipeline.name}/condition-branches-${number}: a branch is added after otherwise(). Add it before.`,
  );
}
