// What a Terraform configuration is made of, as plain data: variables, resources, outputs, and typed references.
import type { AttributesOf, BodyOf, DataType, ResourceType } from "./resource-types.ts";

/** Text that Terraform evaluates, and whose values that needs. */
export interface Expression {
  readonly kind: "expression";
  /** As it stands between the quotes: `serviceAccount:${google_service_account.web.email}`. */
  readonly template: string;
  readonly references: readonly Reference[];
}

export interface Reference {
  /** `google_service_account.web`, `data.google_project.this`, `var.region` */
  readonly address: string;
  /** Absent: the whole. */
  readonly attribute?: string;
  /** It copes with there being none. */
  readonly optional?: boolean;
}

/** Plain text is never evaluated: `${` in it is written as `$${`. */
export type TerraformText = string | Expression;

export interface Variable {
  readonly kind: "variable";
  readonly name: string;
  readonly type: "string" | "number" | "bool";
  readonly description: string;
  /** Without one it must be given. */
  readonly default?: string | number | boolean;
  /** RE2 that the whole value must match, unless it is the default, and what to do where it does not. */
  readonly pattern?: { readonly matches: RegExp; readonly message: string };
  readonly sensitive?: boolean;
}

export interface Resource<T extends ResourceType = ResourceType> {
  readonly kind: "resource";
  readonly type: T;
  readonly name: string;
  readonly address: string;
  readonly body: object;
  /** It is only made where each of these is set: a text not empty, a number above zero, a bool true. */
  readonly when: readonly Variable[];
  /** Those that it needs without saying anything of them. */
  readonly after: readonly Resource[];
  /** Arguments that others may change. */
  readonly ignoreChanges: readonly string[];
}

/** What is looked up instead of made. */
export interface Data<T extends DataType = DataType> {
  readonly kind: "data";
  readonly type: T;
  readonly name: string;
  readonly address: string;
  readonly body: object;
  readonly after: readonly Resource[];
}

export interface Output {
  readonly name: string;
  readonly description: string;
  readonly value: TerraformText | { readonly [key: string]: TerraformText };
  readonly sensitive?: boolean;
}

export interface Module {
  readonly comment: string;
  /** A constraint on Terraform's own version, which OpenTofu counts as its. */
  readonly requiredVersion: string;
  /** By the name of the provider: where it is and its exact version. */
  readonly requiredProviders: {
    readonly [name: string]: { readonly source: string; readonly version: string };
  };
  /** The settings of each. */
  readonly providers: { readonly [name: string]: object };
  readonly variables: readonly Variable[];
  readonly data: readonly Data[];
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

export interface ResourceOptions {
  readonly when?: readonly Variable[];
  readonly after?: readonly Resource[];
  readonly ignoreChanges?: readonly string[];
}

/** `resource("google_pubsub_topic", "uploads", { name: "pollux-uploads" })` */
export function resource<T extends ResourceType>(
  type: T,
  name: string,
  body: BodyOf<T>,
  { when = [], after = [], ignoreChanges = [] }: ResourceOptions = {},
): Resource<T> {
  return { kind: "resource", type, name, address: `${type}.${name}`, body, when, after, ignoreChanges };
}

/** `data("google_project", "this", {})` */
export function data<T extends DataType>(
  type: T,
  name: string,
  body: BodyOf<`data.${T}`>,
  after: readonly Resource[] = [],
): Data<T> {
  return { kind: "data", type, name, address: `data.${type}.${name}`, body, after };
}

export function variable(name: string, rest: Omit<Variable, "kind" | "name">): Variable {
  return { kind: "variable", name, ...rest };
}

/** `ref(topic, "id")` is the value of `google_pubsub_topic.uploads.id`. */
export function ref<T extends ResourceType>(of: Resource<T>, attribute: AttributesOf<T>): Expression;
export function ref<T extends DataType>(of: Data<T>, attribute: AttributesOf<`data.${T}`>): Expression;
export function ref(of: Resource | Data, attribute: string): Expression {
  const index = of.kind === "resource" && of.when.length > 0 ? "[0]" : "";
  return expression(`${of.address}${index}.${attribute}`, [{ address: of.address, attribute }]);
}

/** The value, or null where the resource is not made. */
export function refIfMade<T extends ResourceType>(of: Resource<T>, attribute: AttributesOf<T>): Expression {
  const source = of.when.length > 0 ? `one(${of.address}[*].${attribute})` : `${of.address}.${attribute}`;
  return expression(source, [{ address: of.address, attribute, optional: true }]);
}

/** The value of a variable. */
export function valueOf({ name }: Variable): Expression {
  return expression(`var.${name}`, [{ address: `var.${name}` }]);
}

/** A map that has `away` in it where the variable is not its default, and `always` in any case, which goes before it. */
export function mapAwayFromDefault(
  { name, default: value }: Variable,
  away: { readonly [key: string]: Expression },
  always: { readonly [key: string]: string },
): Expression {
  const isDefault = `var.${name} == ${JSON.stringify(value)}`;
  const references = [{ address: `var.${name}` }, ...Object.values(away).flatMap((one) => one.references)];
  return expression(`merge(${isDefault} ? {} : ${mapSource(away)}, ${mapSource(always)})`, references);
}

function mapSource(map: { readonly [key: string]: TerraformText }): string {
  const fields = Object.entries(map).map(([key, value]) => `${JSON.stringify(key)} = ${quoted(value)}`);
  return `{${fields.join(", ")}}`;
}

/** Of an expression nothing can be escaped any more: its quotes may be Terraform's own. */
function quoted(value: TerraformText): string {
  if (typeof value === "string") return escaped(JSON.stringify(value));
  if (/["\\]/.test(value.template)) throw new Error(`${value.template}: cannot stand between quotes`);
  return `"${value.template}"`;
}

/** `` text`serviceAccount:${ref(account, "email")}` `` */
export function text(parts: TemplateStringsArray, ...values: readonly TerraformText[]): Expression {
  const templates = values.map(templateOf);
  return {
    kind: "expression",
    template: parts.map((part, index) => `${escaped(part)}${templates[index] ?? ""}`).join(""),
    references: values.flatMap((value) => (typeof value === "string" ? [] : value.references)),
  };
}

export function isExpression(value: unknown): value is Expression {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "expression";
}

/** As it stands between the quotes. */
export function templateOf(value: TerraformText): string {
  return typeof value === "string" ? escaped(value) : value.template;
}

/** Terraform reads `$${` and `%%{` as `${` and `%{`. */
function escaped(literal: string): string {
  return literal.replace(/[$%](?=\{)/g, "$&$&");
}

function expression(source: string, references: readonly Reference[]): Expression {
  return { kind: "expression", template: `\${${source}}`, references };
}
