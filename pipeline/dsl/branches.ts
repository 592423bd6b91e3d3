// Bodies of which one runs: the first whose condition holds.
import { UserError } from "../ir/user-error.ts";
import type { Branch, Condition } from "./graph.ts";
import { groupOutputs } from "./group-outputs.ts";
import { addNode, currentRecording, nextId, nextNumber, recordBody, type Recording } from "./scope.ts";
import type { Returned } from "./value-types.ts";

/** `otherwise` closes the chain; only then does the chain have a value (KFP's OneOf). */
export interface Branches<R extends Returned> {
  elseIf(condition: Condition, body: () => NoInfer<R>): Branches<R>;
  otherwise(body: () => NoInfer<R>): R;
}

/**
 * Runs the body if the condition holds.
 *
 *     const chosen = when(greaterThan(rows, 100), () => ({ model: train({ dataset }).outputs.model }))
 *       .otherwise(() => ({ model: importer({ type: Model, uri: "gs://models/small" }).outputs.artifact }));
 *     deploy({ model: chosen.model });
 */
export function when<R extends Returned>(condition: Condition, body: () => R): Branches<R> {
  const recording = currentRecording("when");
  const id = nextId(recording);
  // As kfp's SDK does it: a chain of several branches takes the number of its first, which takes a new one.
  const number = nextNumber(recording);
  const branches: BuildBranch[] = [];
  const first = recordBranch(number, condition, body);
  branches.push(first.build);
  addNode(recording, () => {
    const built = branches.map((build) => build());
    return { kind: "branches", id, number, branches: built };
  });

  let renumbered = false;
  let closed = false;
  const add = (condition: Condition | undefined, body: () => R) => {
    if (closed || recording.ended) throw closedChain(recording, number);
    if (!renumbered) {
      const firstNumber = nextNumber(recording);
      branches[0] = () => ({ ...first.build(), number: firstNumber });
      renumbered = true;
    }
    branches.push(recordBranch(nextNumber(recording), condition, body).build);
  };
  const chain: Branches<R> = {
    elseIf: (condition, body) => {
      add(condition, body);
      return chain;
    },
    otherwise: (body) => {
      add(undefined, body);
      closed = true;
      return groupOutputs(recording, id, first.result);
    },
  };
  return Object.freeze(chain);
}

type BuildBranch = () => Branch;

function recordBranch<R extends Returned>(
  number: number,
  condition: Condition | undefined,
  body: () => R,
): { readonly result: R; readonly build: BuildBranch } {
  const { result, build } = recordBody(`condition-${number}`, body);
  return { result, build: () => ({ number, ...(condition && { condition }), body: build() }) };
}

function closedChain(recording: Recording, number: number): UserError {
  return new UserError(
    "BRANCHES_CLOSED",
    `${recording.pipeline.name}/condition-branches-${number}: a branch is added after otherwise(). Add it before.`,
  );
}
