// Turns the types of inputs and outputs into the calls that declare them.
import type {
  InputDefinition,
  InputDefinitions,
  OutputDefinition,
  OutputDefinitions,
  ParameterValueType,
  ValueType,
} from "../../dsl/graph.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { artifactTypeName } from "./artifact-types.ts";
import { jsonLiteral, listLiteral, objectLiteral, textLiteral } from "./literals.ts";
import { type Module, use } from "./module.ts";
import { constantLiteral } from "./placeholders.ts";

type Options = readonly (readonly [string, string | undefined])[];

export function printInputs(module: Module, inputs: InputDefinitions): string {
  return objectLiteral(Object.entries(inputs).map(([name, input]) => [name, printInput(module, input)]));
}

/** `undefined` where there are none. */
export function printOutputs(module: Module, outputs: OutputDefinitions): string | undefined {
  const entries = Object.entries(outputs);
  if (entries.length === 0) return undefined;
  return objectLiteral(entries.map(([name, output]) => [name, printOutput(module, output)]));
}

/** `int()`, `list(string())`, `Model`; only text that is one of `literals`, where there are some. */
export function printType(module: Module, type: ValueType, literals?: readonly Json[]): string {
  return type.kind === "parameter"
    ? printParameter(module, type, [["literals", literals && literalsList(literals)]])
    : printArtifact(module, type);
}

function printInput(
  module: Module,
  { type, optional, default: value, isRawDefault, literals, description }: InputDefinition,
): string {
  const words = description === undefined ? undefined : textLiteral(description);
  const mayMiss = (declared: string) => (optional ? `${use(module, "optional")}(${declared})` : declared);
  if (type.kind !== "parameter") {
    const artifact = printArtifact(module, type);
    return mayMiss(words === undefined ? artifact : `${use(module, "described")}(${artifact}, ${words})`);
  }
  const isTold = type.type === "TASK_FINAL_STATUS" || type.type === "TASK_CONFIG";
  const hasDefault = value !== undefined || isTold;
  const declared = printParameter(module, type, [
    [
      isRawDefault ? "rawDefault" : "default",
      value === undefined ? undefined : constantLiteral(module, value),
    ],
    ["isOptional", hasDefault && !optional ? "false" : undefined],
    ["literals", literals && literalsList(literals)],
    ["description", words],
  ]);
  return hasDefault ? declared : mayMiss(declared);
}

function printOutput(module: Module, output: OutputDefinition): string {
  const { type, description, metadata, properties, customProperties } = output;
  const words = description === undefined ? undefined : textLiteral(description);
  if (type.kind === "parameter") return printParameter(module, type, [["description", words]]);
  const artifact = printArtifact(module, type);
  const more = Object.entries({ metadata, properties, customProperties }).flatMap(
    ([name, value]): Options => (value === undefined ? [] : [[name, jsonLiteral(value as Json)]]), // IR is JSON
  );
  if (more.length === 0) {
    return words === undefined ? artifact : `${use(module, "described")}(${artifact}, ${words})`;
  }
  return `${use(module, "artifactOutput")}(${artifact}, ${objectLiteral([["description", words], ...more])})`;
}

function printArtifact(module: Module, type: Exclude<ValueType, ParameterValueType>): string {
  const name = artifactTypeName(module, type);
  return type.kind === "artifact" ? name : `${use(module, "artifactList")}(${name})`;
}

function printParameter(
  module: Module,
  { type, item, fields }: ParameterValueType,
  options: Options,
): string {
  const more = objectLiteral(options);
  const given = more === "{}" ? [] : [more];
  const call = (name: Parameters<typeof use>[1], of?: string): string =>
    `${use(module, name)}(${[...(of === undefined ? [] : [of]), ...given].join(", ")})`;
  const unknown = given.length === 0 ? undefined : "undefined";
  switch (type) {
    case "STRING":
      return call("string");
    case "NUMBER_INTEGER":
      return call("int");
    case "NUMBER_DOUBLE":
      return call("double");
    case "BOOLEAN":
      return call("boolean");
    case "LIST":
      return call("list", item ? printParameter(module, item, []) : unknown);
    case "STRUCT":
      return call("struct", fields ? printFields(module, fields) : unknown);
    case "TASK_FINAL_STATUS":
      return call("taskFinalStatus");
    case "TASK_CONFIG":
      return call("taskConfig");
    default:
      return type satisfies never;
  }
}

function printFields(module: Module, fields: NonNullable<ParameterValueType["fields"]>): string {
  return objectLiteral(
    Object.entries(fields).map(([name, type]) => [name, printParameter(module, type, [])]),
  );
}

function literalsList(literals: readonly Json[]): string {
  return listLiteral(literals.map((literal) => jsonLiteral(literal)));
}
