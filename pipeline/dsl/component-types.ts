// Components, tasks and placeholders in types.
import type { CommandText, ComponentDefinition, ResourceSettings, RetrySettings } from "./graph.ts";
import type { definition } from "./definition.ts";
import type { Ref } from "./handle.ts";
import type { Arguments, Artifact, Refs } from "./value-types.ts";

declare const received: unique symbol;

/** One call of a component. Settings can be made until the pipeline's body ends. */
export interface Task<out Outputs> {
  readonly name: string;
  readonly outputs: Refs<Outputs>;
  /** Waits for them, although no data flows from them; a handle stands for whatever makes its value. */
  after(...upstream: readonly (Task<unknown> | Ref<unknown>)[]): this;
  /** Durations are text: `"60s"`, `"5m"`, `"1h"`. Without `retry` a task is tried once. */
  retry(policy: RetrySettings): this;
  /** On unless turned off. Tasks with the same `key` share results whatever their inputs are. */
  caching(enabled: boolean, key?: string): this;
  /** CPU in cores, memory as `"32G"`; without it the platform's default. */
  resources(limits: ResourceSettings): this;
  env(variables: { readonly [name: string]: string }): this;
  displayName(name: string): this;
  /** Runs even if what it waits for has failed. */
  ignoreUpstreamFailure(): this;
}

/** Calling a component inside a pipeline's body adds a task to that body. */
export interface Component<in Inputs, out Outputs, out Received = Inputs> {
  (inputs: Arguments<Inputs>): Task<Outputs>;
  readonly componentName: string;
  readonly [definition]: ComponentDefinition;
  /** Exists only in types. */
  readonly [received]?: Received;
}

export type AnyComponent = Component<never, unknown, unknown>;

/** The values that a component's code receives: those with a default are always there. */
export type InputsOf<C> = C extends Component<never, unknown, infer Received> ? Received : never;
/** The values that a component's code makes. */
export type OutputsOf<C> = C extends Component<never, infer Outputs, unknown> ? Outputs : never;

// Placeholders

/** Text that is replaced when the task runs; it can stand inside longer text. */
export type Placeholder = string & { readonly kind?: "placeholder" };

export interface ArtifactPlaceholders {
  readonly path: Placeholder;
  readonly uri: Placeholder;
}

export type InputPlaceholders<I> = {
  readonly [K in keyof I]-?: Exclude<I[K], undefined> extends Artifact ? ArtifactPlaceholders : Placeholder;
};

/** The `path` of an output parameter is the file its text goes to. */
export type OutputPlaceholders<O> = {
  readonly [K in keyof O]: O[K] extends Artifact ? ArtifactPlaceholders : { readonly path: Placeholder };
};

export interface ContainerSpec {
  readonly image: string;
  readonly command?: readonly CommandText[];
  readonly args?: readonly CommandText[];
  readonly env?: { readonly [name: string]: string };
}

/** A TypeScript module whose default export is made by `implement`. */
export interface CodeSpec {
  /** An image that holds the module and can run it. */
  readonly image: string;
  /** `new URL("./run.ts", import.meta.url)` */
  readonly code: URL;
  readonly env?: { readonly [name: string]: string };
}
