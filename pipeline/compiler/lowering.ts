// What the lowering of one pipeline's DAGs has at hand.
import type { PipelineGraph } from "../dsl/graph.ts";
import type { ComponentSpec } from "../ir/pipeline-spec.ts";
import type { EmbeddedCode } from "./check-code.ts";
import type { Plan } from "./dag.ts";
import type { Orders } from "./order-tasks.ts";
import type { Registry } from "./registry.ts";
import type { Threads } from "./thread-inputs.ts";

export interface Lowering {
  readonly plan: Plan;
  readonly threads: Threads;
  readonly orders: Orders;
  /** Of the file. */
  readonly schemaVersion: string;
  readonly embedded: EmbeddedCode;
  /** Shared with the pipelines inside this one. */
  readonly registry: Registry;
  /** Of a pipeline that is called as a component. */
  readonly lowerPipeline: (graph: PipelineGraph) => ComponentSpec;
}
