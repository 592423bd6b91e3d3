// A configuration -> the text of `main.tf.json`: keys sorted, laid out as prettier does, the same text for the same
// configuration.
import { UserError } from "../../pipeline/ir/user-error.ts";
import { checkModule } from "./check-module.ts";
import {
  type Data,
  isExpression,
  type Module,
  type Output,
  type Resource,
  templateOf,
  type Variable,
} from "./terraform.ts";

/** Throws `INFRASTRUCTURE_INVALID` with every problem. */
export function writeModule(module: Module): string {
  const problems = checkModule(module);
  if (problems.length > 0) {
    throw new UserError("INFRASTRUCTURE_INVALID", problems.map(({ message }) => message).join("\n"));
  }
  return `${jsonOf(contentOf(module), { indent: "", before: 0 })}\n`;
}

/** Terraform takes no empty sections. */
function contentOf(module: Module): object {
  const sections = {
    terraform: { required_version: module.requiredVersion, required_providers: module.requiredProviders },
    provider: asTemplates(module.providers),
    variable: Object.fromEntries(module.variables.map((one) => [one.name, variableOf(one)])),
    data: byType(module.data),
    resource: byType(module.resources),
    output: Object.fromEntries(module.outputs.map((one) => [one.name, outputOf(one)])),
  };
  const filled = Object.entries(sections).filter(([, section]) => Object.keys(section as object).length > 0);
  return { "//": module.comment, ...Object.fromEntries(filled) };
}

function byType(all: readonly (Resource | Data)[]): object {
  const types = [...new Set(all.map(({ type }) => type))];
  const ofType = (type: string): object =>
    Object.fromEntries(all.filter((one) => one.type === type).map((one) => [one.name, blockOf(one)]));
  return Object.fromEntries(types.map((type) => [type, ofType(type)]));
}

function blockOf(of: Resource | Data): object {
  const { after } = of;
  const { when, ignoreChanges } = of.kind === "resource" ? of : { when: [], ignoreChanges: [] };
  return {
    ...(asTemplates(of.body) as object), // the templates of an object are one
    ...(when.length > 0 ? { count: `\${${when.map(conditionOf).join(" && ")} ? 1 : 0}` } : {}),
    ...(after.length > 0 ? { depends_on: after.map(({ address }) => address).sort() } : {}),
    ...(ignoreChanges.length > 0 ? { lifecycle: { ignore_changes: ignoreChanges } } : {}),
  };
}

function conditionOf({ name, type }: Variable): string {
  switch (type) {
    case "string":
      return `var.${name} != ""`;
    case "number":
      return `var.${name} > 0`;
    case "bool":
      return `var.${name}`;
    default:
      return type satisfies never;
  }
}

function variableOf({ name, type, description, default: value, pattern, sensitive }: Variable): object {
  const matches = `can(regex(${JSON.stringify(pattern?.matches.source)}, var.${name}))`;
  const isValid = value === undefined ? matches : `var.${name} == ${JSON.stringify(value)} || ${matches}`;
  return {
    type,
    description: templateOf(description),
    ...(value === undefined ? {} : { default: value }),
    ...(sensitive === true ? { sensitive } : {}),
    nullable: false,
    ...(pattern === undefined
      ? {}
      : { validation: { condition: `\${${isValid}}`, error_message: pattern.message } }),
  };
}

function outputOf({ description, value, sensitive }: Output): object {
  return { description, value: asTemplates(value), ...(sensitive === true ? { sensitive } : {}) };
}

/** Texts as templates, and nothing of what is undefined. */
function asTemplates(value: unknown): unknown {
  if (typeof value === "string" || isExpression(value)) return templateOf(value);
  if (Array.isArray(value)) return value.map(asTemplates);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, asTemplates(field)]));
}

/** prettier's width in this repository. */
const width = 110;

interface Position {
  readonly indent: string;
  /** Characters on the line before the value, and one for the comma after it. */
  readonly before: number;
}

function jsonOf(value: unknown, { indent, before }: Position): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const deeper = `${indent}  `;
  if (Array.isArray(value)) {
    const line = `[${value.map((one) => JSON.stringify(one)).join(", ")}]`;
    const isFlat = value.every((one) => typeof one !== "object");
    if (isFlat && before + line.length < width) return line;
    return block(
      "[]",
      value.map((one) => jsonOf(one, { indent: deeper, before: deeper.length })),
      indent,
    );
  }
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = fields.map(([name, field]) => {
    const key = `${JSON.stringify(name)}: `;
    return `${key}${jsonOf(field, { indent: deeper, before: deeper.length + key.length })}`;
  });
  return lines.length === 0 ? "{}" : block("{}", lines, indent);
}

function block(brackets: "[]" | "{}", lines: readonly string[], indent: string): string {
  return `${brackets[0]}\n${lines.map((line) => `${indent}  ${line}`).join(",\n")}\n${indent}${brackets[1]}`;
}
