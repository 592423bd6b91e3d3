// Turns texts of command lines into TypeScript in which placeholders are expressions.
import { inputPlaceholders, metadataOf, escaped, outputPlaceholders } from "../../dsl/placeholders.ts";
import * as placeholders from "../../dsl/placeholders.ts";
import type { InputDefinitions, OutputDefinitions } from "../../dsl/graph.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { jsonLiteral, member, stringLiteral, templateText, textLiteral } from "./literals.ts";
import { type Module, use } from "./module.ts";

/** The expression that stands for a placeholder; `undefined`: none does, it is mere text. */
export type ExpressionOf = (module: Module, placeholder: string) => string | undefined;

/** What the run is called, and the like. */
const named = [
  ...["executorInput", "googleCloudLocation", "googleCloudProject", "pipelineJobCreateTime"],
  ...["pipelineJobId", "pipelineJobName", "pipelineJobResourceName", "pipelineJobScheduleTime"],
  ...["pipelineRoot", "pipelineTaskId", "pipelineTaskName", "serviceAccount", "workspacePath"],
] as const;

const names: ReadonlyMap<string, (typeof named)[number]> = new Map(
  named.map((name) => [placeholders[name], name]),
);

/** What stands for the same in every component. */
export const namedPlaceholder: ExpressionOf = (module, placeholder) => {
  const name = names.get(placeholder);
  return name === undefined ? undefined : use(module, name);
};

/** What stands for inputs and outputs of one component, for those inside other calls as well. */
export function componentPlaceholders(inputs: InputDefinitions, outputs: OutputDefinitions): ExpressionOf {
  const { expressions, metadata } = typedPlaceholders(inputs, outputs);
  const plain: ExpressionOf = (module, placeholder) => {
    const expression = expressions.get(placeholder) ?? namedPlaceholder(module, placeholder);
    if (expression !== undefined) return expression;
    const [, whole, key] = /^(\{\{\$.*\.metadata)\['([^']*)'\]\}\}$/s.exec(placeholder) ?? [];
    const artifact = whole === undefined ? undefined : metadata.get(`${whole}}}`);
    if (artifact === undefined || key === undefined) return undefined;
    const made = metadataOf({ path: "", uri: "", name: "", metadata: `${whole}}}` }, key);
    if (made !== placeholder) return undefined;
    return `${use(module, "metadataOf")}(${artifact}, ${stringLiteral(key)})`;
  };
  return (module, placeholder) => {
    const [, whole, times] = /^(\{\{\$.*)\.json_escape\[(\d{1,3})\]\}\}$/s.exec(placeholder) ?? [];
    if (whole === undefined || escaped(`${whole}}}`, Number(times)) !== placeholder) {
      return plain(module, placeholder);
    }
    const expression = plain(module, `${whole}}}`);
    if (expression === undefined) return undefined;
    return `${use(module, "escaped")}(${expression}${times === "1" ? "" : `, ${times}`})`;
  };
}

/** A constant; in its texts the platform fills in what the run is called and the like. */
export function constantLiteral(module: Module, value: Json): string {
  return jsonLiteral(value, (text) => printText(module, text, namedPlaceholder));
}

/** `"a"`, `inputs.rank`, or both in one template literal. */
export function printText(module: Module, text: string, expressionOf: ExpressionOf): string {
  // Placeholders stand at the odd places.
  const parts = text.split(/(\{\{\$.*?\}\})/s);
  const expressions = parts.map((part, index) => (index % 2 === 0 ? undefined : expressionOf(module, part)));
  if (expressions.every((expression) => expression === undefined)) return textLiteral(text);
  const only = expressions[1];
  if (parts.length === 3 && parts[0] === "" && parts[2] === "" && only !== undefined) return only;
  return `\`${templateParts(parts.map((part, index) => [part, expressions[index]]))}\``;
}

/** Texts that follow each other are joined first: `$` and `{` are more than each alone. */
export function templateParts(parts: readonly (readonly [string, string | undefined])[]): string {
  const result: string[] = [];
  let text: string[] = [];
  const flush = () => {
    result.push(templateText(text.join("")));
    text = [];
  };
  for (const [part, expression] of parts) {
    if (expression === undefined) {
      text.push(part);
      continue;
    }
    flush();
    result.push(`\${${expression}}`);
  }
  flush();
  return result.join("");
}

/** The names are those of the definitions. */
type Any = { readonly [name: string]: string };

interface TypedPlaceholders {
  readonly expressions: ReadonlyMap<string, string>;
  /** The artifact whose metadata a placeholder stands for. */
  readonly metadata: ReadonlyMap<string, string>;
}

function typedPlaceholders(inputs: InputDefinitions, outputs: OutputDefinitions): TypedPlaceholders {
  const expressions = new Map<string, string>();
  const metadata = new Map<string, string>();
  const sides = { inputs: inputPlaceholders<Any>(inputs), outputs: outputPlaceholders<Any>(outputs) };
  for (const [side, values] of Object.entries(sides)) {
    for (const [name, value] of Object.entries<string | object>(values)) {
      const expression = `${side}${member(name)}`;
      if (typeof value === "string") {
        expressions.set(value, expression);
        continue;
      }
      const type = side === "outputs" ? outputs[name]?.type : undefined;
      for (const [field, placeholder] of Object.entries<string>(value as { [field: string]: string })) {
        // In types an output that is a list has a path only.
        if (type?.kind === "artifactList" && field !== "path") continue;
        expressions.set(placeholder, `${expression}.${field}`);
        if (field === "metadata") metadata.set(placeholder, expression);
      }
    }
  }
  return { expressions, metadata };
}
