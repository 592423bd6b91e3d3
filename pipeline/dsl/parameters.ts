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

/** `isOptional`: `false` is for files that do not say that the input may be left out. */
export interface DescribedOptional {
  readonly description?: string;
  readonly isOptional?: false;
}

interface ParameterOptions<T> extends DescribedOptional {
  /** What the task gets where the caller gives nothing. */
  readonly default?: T;
  /** A default that is not of the type, as some files have it. */
  readonly rawDefault?: Json;
}

interface Literals<T> {
  /** Only these values: `string({ literals: ["fast", "slow"] })`. */
  readonly literals?: readonly T[];
}

interface LiteralOptions<T> extends ParameterOptions<T>, Literals<T> {}

/**
 * The options that are given, whose names tell whether there is a default. Overloads would tell it too, but `tsc`
 * reports any mistake as one against the last of them.
 */
type Only<Options, Given extends keyof Options> = { readonly [Name in Given]: Options[Name] };
type OnlyLiterals<T, Given extends keyof LiteralOptions<unknown>> = Literals<T> &
  Only<LiteralOptions<NoInfer<T>>, Given>;

/** With a default the input is optional; without one the caller must give it. */
type Declared<T, Given> = [Extract<Given, "default" | "rawDefault">] extends [never]
  ? ParameterType<T>
  : Defaulted<T>;

type Declare<T extends Json> = <const L extends T = T, Given extends keyof LiteralOptions<unknown> = never>(
  options?: OnlyLiterals<L, Given>,
) => Declared<L, Given>;

/** `string({ default: "tiny", description: "..." })` */
export const string: Declare<string> = declare("STRING");
/** A whole number; `tsc` cannot tell it from a `double`, so the compiler checks that it is whole. */
export const int: Declare<number> = declare("NUMBER_INTEGER");
export const double: Declare<number> = declare("NUMBER_DOUBLE");
export const boolean: Declare<boolean> = declare("BOOLEAN");

/** `list(int())`; `list()` is a list of anything. */
export function list<T extends Json = Json, Given extends keyof ParameterOptions<unknown> = never>(
  item?: ParameterType<T>,
  options?: Only<ParameterOptions<readonly NoInfer<T>[]>, Given>,
): Declared<readonly T[], Given> {
  return declared({ kind: "parameter", type: "LIST", ...(item && { item: typeOnly(item) }) }, options);
}

type Fields = { readonly [name: string]: ParameterType<Json> };
/** Without fields a struct has any. */
type Struct<F> = string extends keyof F ? { readonly [name: string]: Json } : OutputValues<F>;

/** `struct({ rank: int() })`; `struct()` has any fields. */
export function struct<F extends Fields = Fields, Given extends keyof ParameterOptions<unknown> = never>(
  fields?: F,
  options?: Only<ParameterOptions<Struct<NoInfer<F>>>, Given>,
): Declared<Struct<F>, Given> {
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

function declare<T extends Json>(type: ParameterTypeName): Declare<T> {
  return (options) => declared({ kind: "parameter", type }, options);
}

function declared<T, Given>(
  type: ParameterValueType,
  options: LiteralOptions<unknown> = {},
): Declared<T, Given> {
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
  return deepFreeze(result) as unknown as Declared<T, Given>; // `T` exists only in types, `Given` says which kind it is
}

function typeOnly(declaredType: ParameterType<unknown>): ParameterValueType {
  const { kind, type, item, fields } = declaredType;
  return { kind, type, ...(item && { item }), ...(fields && { fields }) };
}
