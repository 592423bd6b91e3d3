// Turns what a task is given into an object of constants, handles and texts with handles in them.
import type { Argument, Composite, InputDefinition, TaskNode, ValueType } from "../../dsl/graph.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { jsonLiteral, listLiteral, objectLiteral } from "./literals.ts";
import { use } from "./module.ts";
import { constantLiteral, namedPlaceholder, printText, templateParts } from "./placeholders.ts";
import type { Scope } from "./scope.ts";
import { printJsonSource, printSource, printWanted } from "./sources.ts";

export function printArguments(
  scope: Scope,
  { component, arguments: given, omitted = [], settings }: TaskNode,
): string {
  const { inputs } = component;
  // TypeScript does not know that the iterator gives it.
  const item = settings.iterator?.itemInput;
  const left = item === undefined || Object.hasOwn(given, item) || omitted.includes(item) ? [] : [item];
  const isWanted = (name: string) => Object.hasOwn(inputs, name) && inputs[name]?.optional === false;
  return objectLiteral([
    ...Object.entries(given).map(([name, argument]) => {
      const declared = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
      return [name, printArgument(scope, argument, declared)] as const;
    }),
    ...[...omitted, ...left.filter(isWanted)].map((name) => [name, use(scope.module, "omitted")] as const),
  ]);
}

/** Of their types the component says nothing; `undefined` where there are none. */
export function printUndeclared(scope: Scope, { undeclared }: TaskNode): string | undefined {
  const given = Object.entries(undeclared);
  if (given.length === 0) return undefined;
  return objectLiteral(given.map(([name, argument]) => [name, printArgument(scope, argument, undefined)]));
}

/** JSON with handles in it. */
export function printComposite(scope: Scope, value: Composite, wanted?: ValueType): string {
  switch (value.kind) {
    case "json":
      return constantLiteral(scope.module, value.value);
    case "text": {
      const [only, ...more] = value.parts;
      if (value.parts.every((part) => typeof part === "string")) {
        return printText(scope.module, value.parts.join(""), namedPlaceholder);
      }
      if (only === undefined || typeof only === "string" || more.length > 0)
        return printTemplate(scope, value);
      return wanted === undefined ? printJsonSource(scope, only) : printWanted(scope, only, wanted);
    }
    case "list": {
      const item = wanted?.kind === "parameter" ? wanted.item : undefined;
      return listLiteral(value.items.map((part) => printComposite(scope, part, item)));
    }
    case "struct": {
      const fields = wanted?.kind === "parameter" ? (wanted.fields ?? {}) : {};
      return objectLiteral(
        Object.entries(value.fields).map(([name, part]) => [
          name,
          printComposite(scope, part, Object.hasOwn(fields, name) ? fields[name] : undefined),
        ]),
      );
    }
    default:
      return value satisfies never;
  }
}

/** A text that is filled in, even where it is nothing but one handle. */
export function printTemplate(scope: Scope, { parts }: Extract<Composite, { kind: "text" }>): string {
  const printed = parts.map((part) =>
    typeof part === "string" ? ([part, undefined] as const) : (["", printJsonSource(scope, part)] as const),
  );
  return `${use(scope.module, "text")}\`${templateParts(printed)}\``;
}

export function printArgument(
  scope: Scope,
  argument: Argument,
  declared: InputDefinition | undefined,
): string {
  switch (argument.kind) {
    case "constant":
      return constantLiteral(scope.module, argument.value);
    case "composite":
      return argument.value.kind === "text"
        ? printTemplate(scope, argument.value)
        : printComposite(scope, argument.value, declared?.type);
    case "raw":
      return `${use(scope.module, "rawInput")}(${jsonLiteral(argument.input as Json)})`; // IR is JSON
    default:
      return declared === undefined
        ? printSource(scope, argument)
        : printWanted(scope, argument, declared.type, declared.literals);
  }
}
