// The types of values in types: what a component declares, and the values and handles that follow from it.
import type { Json } from "../ir/pipeline-spec.ts";
import type { ArtifactListValueType, ArtifactValueType, ParameterValueType, ValueType } from "./graph.ts";
import type { Ref } from "./handle.ts";

declare const carries: unique symbol;

/** Exists only in types: the type of the values that a declared type stands for. */
export interface Carries<out T> {
  readonly [carries]: T;
}

/** Base of every artifact. An input declared `Artifact` accepts any artifact. */
export interface Artifact<Title extends string = string> {
  readonly schemaTitle: Title;
}

/** How the body of an exit handler ended. */
export interface TaskFinalStatus {
  readonly state: string;
  readonly pipelineTaskName: string;
  readonly pipelineJobResourceName: string;
  readonly error?: { readonly code: number; readonly message: string };
}

export interface ArtifactType<out A extends Artifact> extends ArtifactValueType, Carries<A> {}

export interface ArtifactListType<out A extends Artifact>
  extends ArtifactListValueType, Carries<readonly A[]> {}

export interface ParameterType<out T> extends ParameterValueType, Carries<T> {
  readonly description?: string;
}

/** An input that the caller may leave out; the task then gets nothing. */
export interface Optional<out T> extends Carries<T> {
  readonly kind: "optional";
  readonly type: ValueType;
  readonly description?: string;
}

/** An input that the caller may leave out; the task then gets the default. */
export interface Defaulted<out T> extends Optional<T> {
  readonly default: Json;
}

export type OutputTypes = {
  readonly [name: string]: ArtifactType<Artifact> | ArtifactListType<Artifact> | ParameterType<unknown>;
};
export type InputTypes = { readonly [name: string]: OutputTypes[string] | Optional<unknown> };

/** Prints as one flat literal in hovers and errors. */
export type Simplify<T> = { -readonly [K in keyof T]: T[K] } & {};

export type Unwrap<P> = P extends Carries<infer T> ? T : never;

type RequiredKeys<I> = { [K in keyof I]: I[K] extends Optional<unknown> ? never : K }[keyof I];
type PresentKeys<I> = {
  [K in keyof I]: I[K] extends Optional<unknown> ? (I[K] extends Defaulted<unknown> ? K : never) : K;
}[keyof I];

type Values<I, Required extends keyof I> = Simplify<
  { [K in Required]: Unwrap<I[K]> } & { [K in Exclude<keyof I, Required>]?: Unwrap<I[K]> }
>;

/** What a caller gives: inputs with a default are optional. */
export type InputValues<I> = Values<I, RequiredKeys<I>>;
/** What the task receives: inputs with a default are always there. */
export type ReceivedValues<I> = Values<I, PresentKeys<I>>;
export type OutputValues<O> = Simplify<{ [K in keyof O]: Unwrap<O[K]> }>;

export type Refs<V> = { readonly [K in keyof V]-?: Ref<V[K] & ({} | null)> };

/** An artifact input takes a handle; a parameter input takes a handle or a constant. */
export type Argument<T> = [T] extends [Artifact | readonly Artifact[] | TaskFinalStatus]
  ? Ref<T>
  : T | Ref<T>;
export type Arguments<I> = { readonly [K in keyof I]: Argument<Exclude<I[K], undefined>> };

/** What a body may return. */
export type Returned = void | { readonly [name: string]: Ref<unknown> };
export type ReturnedValues<R> = R extends { readonly [name: string]: Ref<unknown> }
  ? Simplify<{ [K in keyof R]: R[K] extends Ref<infer T> ? T : never }>
  : {};
