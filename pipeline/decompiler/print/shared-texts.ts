// Finds long texts that several components hold, and gives each a constant of its own.
import type { CommandText, ComponentDefinition } from "../../dsl/graph.ts";
import { textLiteral } from "./literals.ts";
import type { Module } from "./module.ts";
import { type ExpressionOf, printText } from "./placeholders.ts";
import { takeName } from "./names.ts";
import { textsOf as sideTexts } from "../../dsl/placeholders.ts";

/** Gives the declarations; from now on `module.texts` has the names. */
export function shareTexts(module: Module, components: readonly ComponentDefinition[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const component of components) {
    for (const text of new Set(textsOf(component))) counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  const shared = [...counts].filter(([text, count]) => count > 1 && isLong(text));
  return shared.map(([text]) => {
    const name = takeName(module.names, nameOf(text));
    module.texts.set(text, name);
    return `const ${name} = ${textLiteral(text)};`;
  });
}

/** The name of a shared text, or the text with expressions for its placeholders. */
export function printLongText(module: Module, text: string, expressionOf: ExpressionOf): string {
  return module.texts.get(text) ?? printText(module, text, expressionOf);
}

/** What depends on the component's own inputs means something else in each. */
function isLong(text: string): boolean {
  return text.length > 120 && !text.includes("{{$");
}

/** What such texts do in files of kfp's SDK. */
function nameOf(text: string): string {
  if (/pip3? install/.test(text)) return /\bkfp\b/.test(text) ? "installKfp" : "installPackages";
  if (/kfp\.(dsl|components)\.(types\.)?executor_main/.test(text)) return "runExecutor";
  return /^\s*(import|from) /m.test(text) ? "sharedProgram" : "sharedText";
}

function textsOf(component: ComponentDefinition): readonly string[] {
  if (component.kind !== "container") return [];
  const { work } = component;
  if (work.kind === "container") return [...work.command, ...work.args].flatMap(textsIn);
  return work.kind === "inlinePython" && typeof work.code !== "string" ? [work.code.source] : [];
}

function textsIn(text: CommandText): readonly string[] {
  if (typeof text === "string") return [text];
  return text.kind === "concat"
    ? text.parts.flatMap(textsIn)
    : [...sideTexts(text.present), ...sideTexts(text.absent)].flatMap(textsIn);
}
