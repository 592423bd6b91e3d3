// Runs a pipeline's body once and keeps what it recorded. A pipeline is a component: nesting it is a call.
import type { Component } from "./component-types.ts";
import { componentOf } from "./component.ts";
import { inputDefinitions, outputDefinitions } from "./definition.ts";
import { deepFreeze } from "./freeze.ts";
import type { FileSettings, PipelineGraph, PlatformParts } from "./graph.ts";
import { refTo } from "./handle.ts";
import { mapEntries } from "./map-entries.ts";
import { recordPipeline } from "./scope.ts";
import type {
  InputTypes,
  InputValues,
  OutputTypes,
  PipelineOutputs,
  ReceivedValues,
  Refs,
  Returns,
} from "./value-types.ts";

interface Described<I, O> extends PlatformParts, FileSettings {
  readonly name: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly inputs: I;
  /** The body must then return just these; they may have descriptions and wider types. */
  readonly outputs?: O;
}

/**
 * Defines a pipeline. What its body returns are its outputs.
 *
 *     const nightly = pipeline({ name: "nightly", inputs: { source: string() } }, (inputs) => {
 *       const ingested = ingest({ source: inputs.source });
 *       return { model: train({ dataset: ingested.outputs.dataset }).outputs.model };
 *     });
 */
export function pipeline<
  const I extends InputTypes,
  R extends Returns<O>,
  const O extends OutputTypes = never,
>(
  described: Described<I, O>,
  body: (inputs: Refs<InputValues<I>>) => R,
): Component<InputValues<I>, PipelineOutputs<R, O>, ReceivedValues<I>> {
  const { name, displayName, description, outputs, singlePlatformSpecs, taskConfigPassthroughs } = described;
  const { schemaVersion, defaultPipelineRoot, platforms } = described;
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
    outputs: outputs ? outputDefinitions(outputs) : mapEntries(recorded.returned, ({ type }) => ({ type })),
    body: recorded,
    file: {
      ...(schemaVersion !== undefined && { schemaVersion }),
      ...(defaultPipelineRoot !== undefined && { defaultPipelineRoot }),
      ...(platforms && { platforms }),
    },
    ...(singlePlatformSpecs && { singlePlatformSpecs }),
    ...(taskConfigPassthroughs && { taskConfigPassthroughs }),
  };
  return componentOf(deepFreeze(graph));
}
