// Turns a pipeline into the call that defines it.
import { isDeepStrictEqual } from "node:util";
import { mapEntries } from "../../dsl/map-entries.ts";
import type { OutputDefinitions, PipelineGraph, ReturnedSource } from "../../dsl/graph.ts";
import { printBody } from "./bodies.ts";
import { platformFields } from "./components.ts";
import { printPlatforms } from "./kubernetes/print-pipeline-config.ts";
import { brokenObjectLiteral, stringLiteral, textLiteral } from "./literals.ts";
import { type Module, use } from "./module.ts";
import { type Scope, scopeOf } from "./scope.ts";
import { staticType } from "./static-types.ts";
import { printInputs, printOutputs } from "./types.ts";

export function printPipelineCall(module: Module, graph: PipelineGraph): string {
  const { name, displayName, description, inputs, outputs, body, file } = graph;
  const scope = scopeOf(module, graph);
  let isSaid = false;
  const printed = printBody(scope, body, () => {
    isSaid = !isSameInOrder(outputs, inferredOutputs(scope));
    return isSaid ? outputs : {};
  });
  const described = brokenObjectLiteral([
    ["name", stringLiteral(name)],
    ["displayName", displayName === undefined ? undefined : textLiteral(displayName)],
    ["description", description === undefined ? undefined : textLiteral(description)],
    ["inputs", printInputs(module, inputs)],
    ["outputs", isSaid ? (printOutputs(module, outputs) ?? "{}") : undefined],
    ["schemaVersion", file.schemaVersion === undefined ? undefined : stringLiteral(file.schemaVersion)],
    [
      "defaultPipelineRoot",
      file.defaultPipelineRoot === undefined ? undefined : stringLiteral(file.defaultPipelineRoot),
    ],
    ["platforms", file.platforms && printPlatforms(module, file.platforms)],
    ...platformFields(graph),
  ]);
  const parameter = scope.references.inputs.size > 0 ? "inputs" : "";
  return `${use(module, "pipeline")}(${described}, (${parameter}) => ${printed})`;
}

/** What the DSL makes of what the body returns. */
function inferredOutputs(scope: Scope): OutputDefinitions {
  const typeOf = (source: ReturnedSource) => {
    const value = source.kind === "oneOf" ? (source.of[0] ?? source) : source;
    const type = value.kind === "oneOf" ? value.type : staticType(scope, value);
    return typeof type === "string" ? value.type : type;
  };
  return mapEntries(scope.graph.body.returned, (source) => ({ type: typeOf(source) }));
}

function isSameInOrder(a: OutputDefinitions, b: OutputDefinitions): boolean {
  return isDeepStrictEqual(Object.entries(a), Object.entries(b));
}
