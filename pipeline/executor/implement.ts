// Ties a component's code to its definition: what the code receives, writes and returns follows from the types.
import type { AnyComponent, InputsOf, OutputsOf } from "../dsl/component-types.ts";
import type { Artifact } from "../dsl/value-types.ts";
import type { Json } from "../ir/pipeline-spec.ts";

export type Metadata = { readonly [key: string]: Json };

export interface InputArtifact {
  readonly name: string;
  /** A file or a folder on this machine, only to be read. */
  readonly path: string;
  readonly uri: string;
  readonly metadata: Metadata;
}

export interface OutputArtifact {
  readonly name: string;
  /** Where to write a file or a folder; its parent is there. It is moved to its place when the code has ended well. */
  readonly path: string;
  readonly uri: string;
  /** Takes the place of what was set before. */
  readonly setMetadata: (metadata: Metadata) => void;
}

export interface TaskContext {
  /** `done` of `total`; shown at most once a second. */
  readonly progress: (done: number, total: number, text?: string) => void;
  /** A line for the task's log. */
  readonly log: (text: string) => void;
  /** Aborts when the task is told to stop. */
  readonly signal: AbortSignal;
}

type AnyArtifact = Artifact | readonly Artifact[];
type RuntimeInput<T> = [Exclude<T, undefined>] extends [Artifact]
  ? InputArtifact
  : [Exclude<T, undefined>] extends [readonly Artifact[]]
    ? readonly InputArtifact[]
    : T;

/** Parameters as they are, artifacts as paths. */
export type RuntimeInputs<I> = { readonly [K in keyof I]: RuntimeInput<I[K]> };
/** The artifacts to write. */
export type RuntimeOutputs<O> = {
  readonly [K in keyof O as O[K] extends AnyArtifact ? K : never]: OutputArtifact;
};
/** The parameters to return. */
export type ReturnedParameters<O> = {
  readonly [K in keyof O as O[K] extends AnyArtifact ? never : K]: O[K];
};

type Returned<P> = keyof P extends never ? P | void : P;

export type ComponentCode<C extends AnyComponent> = (
  inputs: RuntimeInputs<InputsOf<C>>,
  outputs: RuntimeOutputs<OutputsOf<C>>,
  context: TaskContext,
) => Promise<Returned<ReturnedParameters<OutputsOf<C>>>>;

/** The default export of a component's code module. A unit test calls `run`. */
export interface Implementation<C extends AnyComponent = AnyComponent> {
  readonly component: C;
  readonly run: ComponentCode<C>;
}

/** `export default implement(ingest, async (inputs, outputs, context) => ({ messages: 3 }))` */
export function implement<const C extends AnyComponent>(
  component: C,
  run: ComponentCode<C>,
): Implementation<C> {
  return Object.freeze({ component, run });
}
