// Turns the task of an importer into the call that makes both.
import { isDeepStrictEqual } from "node:util";
import { lowerImporter } from "../../compiler/lower-executor.ts";
import type {
  Argument,
  Composite,
  ImporterComponent,
  InputDefinitions,
  Source,
  TaskNode,
} from "../../dsl/graph.ts";
import { sourceOf } from "../../dsl/handle.ts";
import { nameHandles } from "../../dsl/importer-metadata.ts";
import { mapEntries } from "../../dsl/map-entries.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { printArgument, printComposite } from "./arguments.ts";
import { artifactTypeName } from "./artifact-types.ts";
import { objectLiteral, stringLiteral } from "./literals.ts";
import { printComponent } from "./components.ts";
import { type Module, use } from "./module.ts";
import { constantLiteral } from "./placeholders.ts";
import type { Scope } from "./scope.ts";

/** `options` stand behind the first argument. */
export function printImporter(
  scope: Scope,
  component: ImporterComponent,
  given: { readonly [input: string]: Argument },
  options: string,
): string {
  const { module } = scope;
  const { name, artifactType, reimport, metadata, downloadToWorkspace } = component;
  const source = objectLiteral([
    ["name", name === "importer" ? undefined : stringLiteral(name)],
    ["type", artifactTypeName(module, artifactType)],
    ["uri", printUri(scope, component, given)],
    ["reimport", reimport ? "true" : undefined],
    [
      "metadata",
      Object.keys(metadata).length > 0
        ? printComposite(scope, withHandles(metadata, placeholdersOf(given)))
        : undefined,
    ],
    ["downloadToWorkspace", downloadToWorkspace ? "true" : undefined],
  ]);
  return `${use(module, "importer")}(${source}${options})`;
}

/** Whether `importer()` says all of it; what it does not is printed as a component with an executor. */
export function isImporterCall({ component, arguments: given, omitted }: TaskNode): boolean {
  if (component.kind !== "importer" || omitted !== undefined) return false;
  const composite = withHandles(component.metadata, placeholdersOf(given));
  const { metadata, given: named } = nameHandles(composite);
  const { uri, ...handles } = given;
  const inputs: InputDefinitions = {
    uri: { type: { kind: "parameter", type: "STRING" }, optional: false },
    ...Object.fromEntries([...named].map(([name, { type }]) => [name, { type, optional: false }])),
  };
  const sources = Object.fromEntries([...named].map(([name, { ref }]) => [name, sourceOf(ref)]));
  return (
    uri !== undefined &&
    isAddress(component, uri) &&
    isDeepStrictEqual(metadata, component.metadata) &&
    isDeepStrictEqual(sources, handles) &&
    isDeepStrictEqual(inputs, component.inputs) &&
    isDeepStrictEqual(component.outputs, { artifact: { type: component.artifactType } })
  );
}

/** The importer as a component that is called. */
export function printImporterComponent(module: Module, component: ImporterComponent): string {
  const executor = lowerImporter(component, module.schemaVersion);
  const { name, inputs, outputs } = component;
  return printComponent(module, { kind: "executor", name, inputs, outputs, executor });
}

/** A constant stands in the importer itself, all else in its task only. */
function isAddress({ uri }: ImporterComponent, argument: Argument): boolean {
  if (argument.kind === "constant") return uri !== undefined && argument.value === uri;
  if (argument.kind === "composite") return uri === undefined && argument.value.kind === "text";
  return uri === undefined && argument.kind !== "raw";
}

function printUri(
  scope: Scope,
  { uri }: ImporterComponent,
  given: { readonly [input: string]: Argument },
): string {
  const argument = given["uri"];
  if (uri !== undefined || argument === undefined) return constantLiteral(scope.module, uri ?? "");
  return printArgument(scope, argument, { type: { kind: "parameter", type: "STRING" }, optional: false });
}

function placeholderOf(input: string): string {
  return `{{$.inputs.parameters['${input}']}}`;
}

/** By the text that stands for it in the metadata. */
function placeholdersOf(given: { readonly [input: string]: Argument }): ReadonlyMap<string, Source> {
  return new Map(
    Object.entries(given).flatMap(([name, argument]) =>
      name === "uri" ||
      argument.kind === "constant" ||
      argument.kind === "composite" ||
      argument.kind === "raw"
        ? []
        : [[placeholderOf(name), argument] as const],
    ),
  );
}

/** The metadata as its author gave it, before handles became placeholders. */
function withHandles(value: Json, sources: ReadonlyMap<string, Source>): Composite {
  if (typeof value === "string") {
    const parts = value.split(/(\{\{\$.*?\}\})/s).filter((part) => part !== "");
    return { kind: "text", parts: parts.map((part) => sources.get(part) ?? part) };
  }
  if (typeof value !== "object" || value === null) return { kind: "json", value };
  if (isList(value)) return { kind: "list", items: value.map((item) => withHandles(item, sources)) };
  return { kind: "struct", fields: mapEntries(value, (field) => withHandles(field, sources)) };
}

/** `Array.isArray` does not know readonly lists. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
