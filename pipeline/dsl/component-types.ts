// Components, tasks and placeholders in types.
import type { Json, PipelineContainerSpec, ResourceSpec } from "../ir/pipeline-spec.ts";
import type { CommandText, ComponentDefinition, IteratorSettings, RetrySettings } from "./graph.ts";
import type { definition } from "./definition.ts";
import type { Group } from "./group.ts";
import type { Ref } from "./handle.ts";
import type { RawInput } from "./raw-input.ts";
import type { Text } from "./text.ts";
import type { Arguments, Artifact, Holding, Refs, TaskFinalStatus } from "./value-types.ts";

declare const received: unique symbol;

/** One call of a component. Settings can be made until the pipeline's body ends. */
export interface Task<out Outputs> {
  readonly name: string;
  readonly outputs: Refs<Outputs>;
  /** Waits for them, although no data flows from them; a handle stands for whatever makes its value. */
  after(...upstream: readonly Awaited[]): this;
  /** Durations are text: `"60s"`, `"5m"`, `"1h"`. Without `retry` a task is tried once. */
  retry(policy: RetrySettings): this;
  /** On unless turned off. Tasks with the same `key` share results whatever their inputs are. */
  caching(enabled: boolean, key?: string): this;
  /** CPU in cores, memory as `"32G"`; without it the platform's default. Handles give text of that kind. */
  resources(limits: Resources): this;
  /** Resources as the IR spells them, for backends that read only some of the fields. */
  resourceSpec(spec: ResourceSpec): this;
  env(variables: { readonly [name: string]: string }): this;
  displayName(name: string): this;
  /** Runs even if what it waits for has failed. */
  ignoreUpstreamFailure(): this;
  /** How the task ended, for one that waits for it and ignores its failure. */
  finalStatus(): Ref<TaskFinalStatus>;
  /** What a platform's second document says of the task; handles in it are inputs. `kubernetes` has the common ones. */
  platform(name: string, config: PlatformConfig): this;
  /**
   * CEL over the task's own inputs, as `inputs.parameter_values['rank'] == 4`; `when` is for whole bodies. What is not
   * understood here is refused, but for `unchecked` conditions: of those only the backend knows whether it understands.
   */
  condition(cel: string, options?: { readonly unchecked?: boolean }): this;
  /** Runs once per item of a list that is one of its inputs; `parallelFor` is for whole bodies. */
  iterate(iterator: IteratorSettings): Task<Lists<Outputs>>;
}

export type Awaited = Task<unknown> | Group | Ref<unknown>;

/** CPU in cores or text as `"500m"`; memory as `"32G"`. */
export interface Resources {
  readonly cpu?: number | string | Ref<string | number>;
  readonly memory?: string | Ref<string>;
  readonly cpuRequest?: number | string | Ref<string | number>;
  readonly memoryRequest?: string | Ref<string>;
  readonly accelerator?: {
    readonly type: string | Ref<string>;
    readonly count: number | string | Ref<string | number>;
  };
}

export type PlatformConfig = { readonly [field: string]: PlatformValue };
type PlatformValue =
  Json | Text | Ref<unknown> | readonly PlatformValue[] | { readonly [field: string]: PlatformValue };

/** What an iterated task gives: lists of what the component gives; lists of artifacts become one flat list. */
export type Lists<Outputs> = {
  readonly [K in keyof Outputs]: Outputs[K] extends readonly Artifact[] ? Outputs[K] : readonly Outputs[K][];
};

export interface TaskOptions {
  /** Of the task; default the component's name, with a number where it is taken. */
  readonly name?: string;
  /** Inputs that the component does not declare, for its placeholders. */
  readonly undeclared?: { readonly [input: string]: Holding<Json> | Ref<unknown> | RawInput };
  /** Exactly what it waits for; default what makes its inputs and what `after` says. */
  readonly waitsOnlyFor?: readonly Awaited[];
}

/** Calling a component inside a pipeline's body adds a task to that body. */
export interface Component<in Inputs, out Outputs, out Received = Inputs> {
  (inputs: Arguments<Inputs>, options?: TaskOptions): Task<Outputs>;
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
  readonly name: Placeholder;
  /** All of it as JSON; a value of it: `metadataOf(inputs.model, "framework")`. */
  readonly metadata: Placeholder;
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
  /** What runs before the cache is looked up. */
  readonly lifecycle?: NonNullable<PipelineContainerSpec["lifecycle"]>;
}

/** A TypeScript module whose default export is made by `implement`. */
export interface CodeSpec {
  /** An image that holds the module and can run it; with `inline` any with Node 20 or later. */
  readonly image: string;
  /** The module is bundled into the IR, with what it imports. Default false. */
  readonly inline?: boolean;
  /** `new URL("./run.ts", import.meta.url)` */
  readonly code: URL;
  readonly env?: { readonly [name: string]: string };
}

/** A function at the top of a Python file; the file is embedded into the IR and needs nothing but its own imports. */
export interface PythonSpec {
  /** An image with Python 3.8 or later. */
  readonly image: string;
  /** `new URL("./count_words.py", import.meta.url)`; a mere name where `source` is given. */
  readonly file: URL | string;
  /** The text of the file, where there is none. */
  readonly source?: string;
  readonly function: string;
  readonly env?: { readonly [name: string]: string };
}
