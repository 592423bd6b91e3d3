// The types of parameters: small values that travel in the pipeline itself.
import type { Json, ParameterTypeName } from "../ir/pipeline-spec.ts";
import { deepFreeze } from "./freeze.ts";
import type { ParameterValueType } from "./graph.ts";
import { inputDefinition } from "./definition.ts";
import { copyJson } from "./json.ts";
import type {
  Carries,
  Defaulted,
  InputTypes,
  Optional,
  OutputValues,
  ParameterType,
  TaskConfig,
  TaskFinalStatus,
} from "./value-types.ts";

export interface Described {
  readonly description?: string;
}

/** `isOptional`: `false` is for files that do not say that the input may be left out. */
export interface DescribedOptional extends Described {
  readonly isOptional?: false;
}

export interface WithDefault<T> extends Described {
  /** What the task gets where the caller gives nothing. */
  readonly default: T;
  /** `false` is for files that give a default and do not say that the input may be left out. */
  readonly isOptional?: false;
}

/** A default that is not of the type, as some files have it. */
export interface WithRawDefault extends Described {
  readonly rawDefault: Json;
  readonly isOptional?: false;
}

/** With a default the input is optional; without one the caller must give it. */
export interface Declare<T extends Json> {
  /** Only these values: `string({ literals: ["fast", "slow"] })`. */
  <const L extends T>(options: WithDefault<NoInfer<L>> & { readonly literals: readonly L[] }): Defaulted<L>;
  <const L extends T>(options: Described & { readonly literals: readonly L[] }): ParameterType<L>;
  (options: WithDefault<T> | WithRawDefault): Defaulted<T>;
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
  options: WithDefault<readonly T[]> | WithRawDefault,
): Defaulted<readonly T[]>;
export function list(
  item: undefined,
  options: WithDefault<readonly Json[]> | WithRawDefault,
): Defaulted<readonly Json[]>;
export function list<T extends Json = Json>(
  item?: ParameterType<T>,
  options?: Described,
): ParameterType<readonly T[]>;
export function list<T extends Json>(item?: ParameterType<T>, options: Options = {}): Carries<readonly T[]> {
  return declared({ kind: "parameter", type: "LIST", ...(item && { item: typeOnly(item) }) }, options);
}

type AnyStruct = { readonly [name: string]: Json };
type Fields = { readonly [name: string]: ParameterType<Json> };

/** `struct({ rank: int() })`; `struct()` has any fields. */
export function struct<F extends Fields>(
  fields: F,
  options: WithDefault<OutputValues<F>> | WithRawDefault,
): Defaulted<OutputValues<F>>;
export function struct(
  fields: undefined,
  options: WithDefault<AnyStruct> | WithRawDefault,
): Defaulted<AnyStruct>;
export function struct(fields: undefined, options: Described): ParameterType<AnyStruct>;
export function struct<F extends Fields>(fields: F, options?: Described): ParameterType<OutputValues<F>>;
export function struct(): ParameterType<AnyStruct>;
export function struct(fields?: Fields, options: Options = {}): Carries<unknown> {
  const types = Object.entries(fields ?? {}).map(([name, type]) => [name, typeOnly(type)] as const);
  return declared(
    { kind: "parameter", type: "STRUCT", ...(fields && { fields: Object.fromEntries(types) }) },
    options,
  );
}

/** An input that the caller may leave out, of which the task then hears nothing. */
export function optional<T>(type: InputTypes[string] & Carries<T>): Optional<T> {
  const { type: valueType, description, literals } = inputDefinition(type);
  // `T` exists only in types.
  return Object.freeze({
    kind: "optional",
    type: valueType,
    ...(description !== undefined && { description }),
    ...(literals !== undefined && { literals }),
  }) as unknown as Optional<T>;
}

/** An input that tells the component's code what was set on its task, so that it can pass it on. */
export function taskConfig(options: DescribedOptional = {}): Optional<TaskConfig> {
  return Object.freeze({
    kind: "optional",
    type: { kind: "parameter", type: "TASK_CONFIG" },
    ...options,
  }) as unknown as Optional<TaskConfig>; // `TaskConfig` exists only in types
}

/** The input of an exit handler's task that says how the body ended. */
export function taskFinalStatus(options: DescribedOptional = {}): Optional<TaskFinalStatus> {
  return Object.freeze({
    kind: "optional",
    type: { kind: "parameter", type: "TASK_FINAL_STATUS" },
    ...options,
  }) as unknown as Optional<TaskFinalStatus>; // `TaskFinalStatus` exists only in types
}

type Options = Partial<WithDefault<unknown>> &
  Partial<WithRawDefault> & { readonly literals?: readonly Json[] };

function declare<T extends Json>(type: ParameterTypeName): Declare<T> {
  const declareType = (options: Options = {}) => declared<T>({ kind: "parameter", type }, options);
  return declareType as Declare<T>; // which of the four comes back is what `declared` decides
}

function declared<T>(type: ParameterValueType, options: Options): Carries<T> {
  const { rawDefault, default: value = rawDefault, description, literals, isOptional } = options;
  const more = {
    ...(description !== undefined && { description }),
    ...(literals !== undefined && { literals: [...literals] }),
  };
  const result =
    value === undefined
      ? { ...type, ...more }
      : {
          kind: "optional",
          type,
          default: copyJson(value as Json),
          ...more,
          ...(isOptional === false && { isOptional }),
          ...(rawDefault !== undefined && { isRawDefault: true }),
        };
  return deepFreeze(result) as unknown as Carries<T>; // `T` exists only in types
}

function typeOnly(declaredType: ParameterType<unknown>): ParameterValueType {
  const { kind, type, item, fields } = declaredType;
  return { kind, type, ...(item && { item }), ...(fields && { fields }) };
}
