// One pipeline that Python's kfp 2.17.0 miscompiles or refuses, and what must come of running it.
import type { AnyComponent } from "../../../../pipeline/dsl/component-types.ts";
import type { RunState } from "../../../../pipeline/runner/index.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";

type Values = { readonly [name: string]: Json };

export interface Case {
  /** A sentence for the test. */
  readonly title: string;
  readonly pipeline: AnyComponent;
  readonly runs: readonly Run[];
  /** What the text of the IR must have in it. */
  readonly written?: readonly string[];
}

interface Run {
  /** Default: none. */
  readonly parameters?: Values;
  /** Default: SUCCEEDED. */
  readonly state?: RunState;
  readonly outputs: Values;
  /** What some of the tasks give, by path. Default: not looked at. */
  readonly tasks?: { readonly [path: string]: Values };
}
