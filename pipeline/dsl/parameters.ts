// The types of parameters: small values that travel in the pipeline itself.
import type { Json, ParameterTypeName } from "../ir/pipeline-spec.ts";
import { deepFreeze } from "./freeze.ts";
import type { ParameterValueType } from "./graph.ts";
import { copyJson } from "./json.ts";
import type {
  Carries,
  Defaulted,
  Optional,
  OutputTypes,
  OutputValues,
  ParameterType,
  TaskFinalStatus,
} from "./value-types.ts";

export interface Described {
  readonly description?: string;
}

export interface WithDefault<T> extends Described {
  /** What the task gets where the caller gives nothing. */
  readonly default: T;
}

/** With a default the input is optional; without one the caller must give it. */
export interface Declare<T> {
  (options: WithDefault<T>): Defaulted<T>;
  (options?: Described): ParameterType<T>;
}

/** `string({ default: "tiny", description: "..." })` */
export const string: Declare<string> = declare("STRING");
/** A whole number; `tsc` cannot tell it from a `double`, so the compiler checks that it is whole. */
export const int: Declare<number> = declare("NUMBER_INTEGER");
export const double: Declare<number> = declare("NUMBER_DOUBLE");
export const boolean: Declare<boolean> = declare("BOOLEAN");

/** `list(int())`; `list()` is a list of anything. */
export function list<T extends Json>(
  item: ParameterType<T>,
  options: WithDefault<readonly T[]>,
): Defaulted<readonly T[]>;
export function list<T extends Json = Json>(
  item?: ParameterType<T>,
  options?: Described,
): ParameterType<readonly T[]>;
export function list<T extends Json>(
  item?: ParameterType<T>,
  options: Partial<WithDefault<readonly T[]>> = {},
): Carries<readonly T[]> {
  return declared({ kind: "parameter", type: "LIST", ...(item && { item: typeOnly(item) }) }, options);
}

type Fields = { readonly [name: string]: ParameterType<Json> };

/** `struct({ rank: int() })`; `struct()` has any fields. */
export function struct<F extends Fields>(
  fields: F,
  options: WithDefault<OutputValues<F>>,
): Defaulted<OutputValues<F>>;
export function struct<F extends Fields>(fields: F, options?: Described): ParameterType<OutputValues<F>>;
export function struct(): ParameterType<{ readonly [name: string]: Json }>;
export function struct(fields?: Fields, options: Partial<WithDefault<unknown>> = {}): Carries<unknown> {
  const types = Object.entries(fields ?? {}).map(([name, type]) => [name, typeOnly(type)] as const);
  return declared(
    { kind: "parameter", type: "STRUCT", ...(fields && { fields: Object.fromEntries(types) }) },
    options,
  );
}

/** An input that the caller may leave out, of which the task then hears nothing. */
export function optional<T>(type: OutputTypes[string] & Carries<T>): Optional<T> {
  const { description, ...rest } = { description: undefined, ...type };
  // `T` exists only in types.
  return Object.freeze({
    kind: "optional",
    type: rest,
    ...(description !== undefined && { description }),
  }) as unknown as Optional<T>;
}

/** The input of an exit handler's task that says how the body ended. */
export function taskFinalStatus(options: Described = {}): Optional<TaskFinalStatus> {
  return Object.freeze({
    kind: "optional",
    type: { kind: "parameter", type: "TASK_FINAL_STATUS" },
    ...options,
  }) as unknown as Optional<TaskFinalStatus>; // `TaskFinalStatus` exists only in types
}

function declare<T extends Json>(type: ParameterTypeName): Declare<T> {
  const declareType = (options: Partial<WithDefault<T>> = {}) =>
    declared<T>({ kind: "parameter", type }, options);
  return declareType as Declare<T>; // which of the two comes back is what `declared` decides
}

function declared<T>(type: ParameterValueType, options: Partial<WithDefault<unknown>>): Carries<T> {
  const { default: value, description } = options;
  const described = description === undefined ? {} : { description };
  const result =
    value === undefined
      ? { ...type, ...described }
      : { kind: "optional", type, default: copyJson(value as Json), ...described };
  return deepFreeze(result) as unknown as Carries<T>; // `T` exists only in types
}

function typeOnly(declaredType: ParameterType<unknown>): ParameterValueType {
  const { kind, type, item, fields } = declaredType;
  return { kind, type, ...(item && { item }), ...(fields && { fields }) };
}
