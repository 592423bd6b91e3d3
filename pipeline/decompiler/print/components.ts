// Turns a component into the call that defines it.
import type {
  CommandText,
  ContainerComponent,
  ContainerWork,
  ExecutorComponent,
  PlatformParts,
} from "../../dsl/graph.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import {
  brokenObjectLiteral,
  jsonLiteral,
  listLiteral,
  objectLiteral,
  stringLiteral,
  textLiteral,
} from "./literals.ts";
import { type Module, use } from "./module.ts";
import { componentPlaceholders, type ExpressionOf, namedPlaceholder, printText } from "./placeholders.ts";
import type { SharedContainer } from "./shared-containers.ts";
import { printLongText } from "./shared-texts.ts";
import { printInputs, printOutputs } from "./types.ts";
import { isTexts } from "../../dsl/placeholders.ts";

type Field = readonly [string, string | undefined];

export function printComponent(module: Module, component: ContainerComponent | ExecutorComponent): string {
  const description = component.kind === "container" ? component.description : undefined;
  const fields: readonly Field[] = [
    ["name", stringLiteral(component.name)],
    ["description", description === undefined ? undefined : textLiteral(description)],
    ["inputs", printInputs(module, component.inputs)],
    ["outputs", printOutputs(module, component.outputs)],
    component.kind === "container"
      ? printWork(module, component)
      : ["executor", jsonLiteral(component.executor as Json)], // IR is JSON
    ...platformFields(component),
  ];
  return `${use(module, "component")}(${brokenObjectLiteral(fields)})`;
}

export function platformFields({
  singlePlatformSpecs,
  taskConfigPassthroughs,
}: PlatformParts): readonly Field[] {
  return Object.entries({ singlePlatformSpecs, taskConfigPassthroughs }).map(([name, value]) => [
    name,
    value === undefined ? undefined : jsonLiteral(value as readonly object[] as Json), // IR is JSON
  ]);
}

function printWork(module: Module, component: ContainerComponent): Field {
  const { work } = component;
  const shared: readonly Field[] = [["image", stringLiteral(work.image)]];
  const env: Field = ["env", Object.keys(work.env).length > 0 ? printEnv(module, work.env) : undefined];
  switch (work.kind) {
    case "container":
      return ["container", printContainer(module, component, work)];
    case "code":
      return ["run", objectLiteral([...shared, ["code", printUrl(work.code)], env])];
    case "inlineCode":
      return ["run", objectLiteral([...shared, ["inline", "true"], ["code", printUrl(work.code)], env])];
    case "inlinePython": {
      const { code } = work;
      const source: readonly Field[] =
        typeof code === "string"
          ? [["file", printUrl(code)]]
          : [
              ["file", stringLiteral(code.file)],
              ["source", module.texts.get(code.source) ?? textLiteral(code.source)],
            ];
      const name = stringLiteral(work.function);
      return ["python", brokenObjectLiteral([...shared, ...source, ["function", name], env])];
    }
    default:
      return work satisfies never;
  }
}

/** Files may leave out a value; it is empty then. */
export function printEnv(
  module: Module,
  env: { readonly [name: string]: string | undefined },
  expressionOf: ExpressionOf = namedPlaceholder,
): string {
  return objectLiteral(
    Object.entries(env).map(([name, text = ""]) => [name, printText(module, text, expressionOf)]),
  );
}

function printUrl(code: string): string {
  return `new URL(${stringLiteral(code)}, import.meta.url)`;
}

function printContainer(module: Module, component: ContainerComponent, work: ContainerWork): string {
  const { image, command, args, env, lifecycle } = work;
  const expressionOf = componentPlaceholders(component.inputs, component.outputs);
  const sides = new Set<string>();
  const used: ExpressionOf = (module, placeholder) => {
    const expression = expressionOf(module, placeholder);
    const side =
      expression === undefined ? undefined : /^(?:\w+\()*(inputs|outputs)[.[]/.exec(expression)?.[1];
    if (side !== undefined) sides.add(side);
    return expression;
  };
  const list = (texts: readonly CommandText[]) =>
    texts.length === 0 ? undefined : listLiteral(texts.map((text) => printCommandText(module, text, used)));
  const shared = module.containers.get(component);
  const more: readonly Field[] = [
    ["env", Object.keys(env).length === 0 ? undefined : printEnv(module, env, used)],
    ["lifecycle", lifecycle && jsonLiteral(lifecycle as Json)], // IR is JSON
  ];
  const result = shared
    ? printShared(shared, objectLiteral(more))
    : `(${brokenObjectLiteral([
        ["image", printText(module, image, used)],
        ["command", list(command)],
        ["args", list(args)],
        ...more,
      ])})`;
  const parameters = ["inputs", "outputs"].filter((side) => sides.has(side)).join(", ");
  return `(${parameters === "" ? "" : `{ ${parameters} }`}) => ${result}`;
}

function printShared({ name, given }: SharedContainer, more: string): string {
  const call = `${name}(${given.join(", ")})`;
  return more === "{}" ? call : `({ ...${call}, ${more.slice(2)})`;
}

function printCommandText(module: Module, text: CommandText, expressionOf: ExpressionOf): string {
  if (typeof text === "string") return printLongText(module, text, expressionOf);
  const list = (texts: readonly CommandText[]) =>
    texts.map((part) => printCommandText(module, part, expressionOf));
  if (text.kind === "concat") return `${use(module, "concat")}(${list(text.parts).join(", ")})`;
  const { input, present, absent } = text;
  const side = (texts: CommandText | readonly CommandText[]) =>
    isTexts(texts) ? listLiteral(list(texts)) : printCommandText(module, texts, expressionOf);
  const otherwise = isTexts(absent) && absent.length === 0 ? "" : `, ${side(absent)}`;
  return `${use(module, "ifPresent")}(${stringLiteral(input)}, ${side(present)}${otherwise})`;
}
