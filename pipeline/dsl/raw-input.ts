// An input of a task as the IR spells it.
import type { TaskInputParameter } from "../ir/pipeline-spec.ts";
import type { RawArgument } from "./graph.ts";

const raw: unique symbol = Symbol.for("pollux.rawInput");

/** Stands where a parameter is wanted, of whatever type. */
export interface RawInput {
  readonly [raw]: TaskInputParameter;
}

/** For what no handle can say, as `rawInput({ runtimeValue: { runtimeParameter: "region" } })`. */
export function rawInput(input: TaskInputParameter): RawInput {
  return Object.freeze({ [raw]: input });
}

/** `undefined`: the value is something else. */
export function rawArgumentOf(value: unknown): RawArgument | undefined {
  if (typeof value !== "object" || value === null || !(raw in value)) return undefined;
  return { kind: "raw", input: (value as RawInput)[raw] }; // the other side of `rawInput`
}
