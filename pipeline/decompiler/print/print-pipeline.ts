// Turns a recorded pipeline or component into the TypeScript module that records it again.
import type { Options } from "prettier";
import type { ComponentDefinition } from "../../dsl/graph.ts";
import { schemaVersion } from "../../compiler/version.ts";
import { printComponent } from "./components.ts";
import { definitionsIn } from "./definitions.ts";
import { printImporterComponent } from "./importers.ts";
import { emptyModule, importStatement, type Module } from "./module.ts";
import { camelCase, takeName } from "./names.ts";
import { printPipelineCall } from "./pipelines.ts";
import { shareTexts } from "./shared-texts.ts";

/**
 * The text of a module whose default export is the pipeline or component; prettier lays it out, by the `options` given.
 *
 *     writeFileSync("nightly.ts", await printPipeline(componentDefinition(nightly)));
 */
export async function printPipeline(main: ComponentDefinition, options: Options = {}): Promise<string> {
  // It is large, and only those who print need it.
  const { format } = await import("prettier");
  return format(printModule(main), { printWidth: 110, ...options, parser: "typescript" });
}

function printModule(main: ComponentDefinition): string {
  const module = emptyModule(
    (main.kind === "pipeline" ? main.file.schemaVersion : undefined) ?? schemaVersion,
  );
  const definitions = definitionsIn(main);
  const texts = shareTexts(module, definitions);
  for (const definition of definitions) nameDefinition(module, definition);
  const constants = definitions.map(
    (definition) => `const ${module.components.get(definition)} = ${printDefinition(module, definition)};`,
  );
  const exported = `export default ${printDefinition(module, main)};`;
  const types = [...module.artifactTypes.values()].map(({ code }) => code);
  return [importStatement(module), ...types, ...texts, ...constants, exported].join("\n\n");
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
