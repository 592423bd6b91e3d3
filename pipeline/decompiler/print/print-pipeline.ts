// Turns a recorded pipeline or component into the TypeScript module that records it again.
import type { Options } from "prettier";
import type { ComponentDefinition } from "../../dsl/graph.ts";
import { schemaVersion } from "../../compiler/version.ts";
import type { SubmissionDefaults } from "../../ir/pipeline-job.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { printComponent } from "./components.ts";
import { definitionsIn } from "./definitions.ts";
import { printImporterComponent } from "./importers.ts";
import { jsonLiteral } from "./literals.ts";
import { emptyModule, importStatement, type Module } from "./module.ts";
import { camelCase, takeName } from "./names.ts";
import { printPipelineCall } from "./pipelines.ts";
import { shareConfigs } from "./kubernetes/shared-configs.ts";
import { shareContainers } from "./shared-containers.ts";
import { shareTexts } from "./shared-texts.ts";

export interface PrintOptions {
  /** How prettier lays it out; default 110 columns and its own settings. */
  readonly layout?: Options;
  /** What a submission takes where nothing else is said; exported as `submission`. */
  readonly submission?: SubmissionDefaults;
}

/**
 * The text of a module whose default export is the pipeline or component.
 *
 *     writeFileSync("nightly.ts", await printPipeline(componentDefinition(nightly)));
 */
export async function printPipeline(
  main: ComponentDefinition,
  { layout = {}, submission }: PrintOptions = {},
): Promise<string> {
  // It is large, and only those who print need it.
  const { format } = await import("prettier");
  return format(printModule(main, submission), { printWidth: 110, ...layout, parser: "typescript" });
}

function printModule(main: ComponentDefinition, submission: SubmissionDefaults | undefined): string {
  const module = emptyModule(
    (main.kind === "pipeline" ? main.file.schemaVersion : undefined) ?? schemaVersion,
  );
  const definitions = definitionsIn(main);
  const texts = shareTexts(module, definitions);
  const containers = shareContainers(module, definitions);
  const all = definitions.includes(main) ? definitions : [...definitions, main];
  const configs = shareConfigs(module, all);
  for (const definition of definitions) nameDefinition(module, definition);
  const constants = definitions.map(
    (definition) => `const ${module.components.get(definition)} = ${printDefinition(module, definition)};`,
  );
  const exported = `export default ${printDefinition(module, main)};`;
  const types = [...module.artifactTypes.values()].map(({ code }) => code);
  const defaults = submission ? [printSubmission(submission)] : [];
  return [
    importStatement(module),
    ...types,
    ...texts,
    ...containers,
    ...configs,
    ...constants,
    exported,
    ...defaults,
  ].join("\n\n");
}

function printSubmission(submission: SubmissionDefaults): string {
  const literal = jsonLiteral({ ...submission } as Json); // what was read from a file
  return `/** What the PipelineJob around the pipeline set: defaults of a submission. */\nexport const submission = ${literal};`;
}

function nameDefinition(module: Module, definition: ComponentDefinition): void {
  const fallback = definition.kind === "pipeline" ? "inner" : "work";
  const suffix = definition.kind === "pipeline" ? "Pipeline" : "Component";
  module.components.set(definition, takeName(module.names, camelCase(definition.name, fallback), suffix));
}

function printDefinition(module: Module, definition: ComponentDefinition): string {
  switch (definition.kind) {
    case "pipeline":
      return printPipelineCall(module, definition);
    case "importer":
      return printImporterComponent(module, definition);
    case "container":
    case "executor":
      return printComponent(module, definition);
    default:
      return definition satisfies never;
  }
}
