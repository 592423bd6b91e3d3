// Runs a pipeline's body once and keeps what it recorded. A pipeline is a component: nesting it is a call.
import type { Component } from "./component-types.ts";
import { componentOf } from "./component.ts";
import { inputDefinitions } from "./definition.ts";
import { deepFreeze } from "./freeze.ts";
import type { PipelineGraph } from "./graph.ts";
import { refTo } from "./handle.ts";
import { mapEntries } from "./map-entries.ts";
import { recordPipeline } from "./scope.ts";
import type {
  InputTypes,
  InputValues,
  ReceivedValues,
  Refs,
  Returned,
  ReturnedValues,
} from "./value-types.ts";

interface Described<I> {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly inputs: I;
}

/**
 * Defines a pipeline. What its body returns are its outputs.
 *
 *     const nightly = pipeline({ name: "nightly", inputs: { source: string() } }, (inputs) => {
 *       const ingested = ingest({ source: inputs.source });
 *       return { model: train({ dataset: ingested.outputs.dataset }).outputs.model };
 *     });
 */
export function pipeline<const I extends InputTypes, R extends Returned>(
  described: Described<I>,
  body: (inputs: Refs<InputValues<I>>) => R,
): Component<InputValues<I>, ReturnedValues<R>, ReceivedValues<I>> {
  const { name, displayName, description } = described;
  const identity = Object.freeze({ name });
  const inputs = inputDefinitions(described.inputs);
  const handles = mapEntries(inputs, ({ type }, input) =>
    refTo<unknown>({ kind: "input", pipeline: identity, name: input, type }),
  );
  // The handles are those of `I`: both come from `described.inputs`.
  const recorded = recordPipeline(identity, () => body(handles as Refs<InputValues<I>>)).build();
  const graph: PipelineGraph = {
    kind: "pipeline",
    identity,
    name,
    ...(displayName !== undefined && { displayName }),
    ...(description !== undefined && { description }),
    inputs,
    outputs: mapEntries(recorded.returned, ({ type }) => ({ type })),
    body: recorded,
  };
  return componentOf(deepFreeze(graph));
}
