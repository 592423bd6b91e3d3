// Turns the tasks and groups of a body into statements, and what leaves it into what its function returns.
import type {
  BranchesNode,
  ExitHandlerNode,
  GraphNode,
  GroupSettings,
  LoopNode,
  OutputDefinitions,
  PipelineBody,
  TaskNode,
} from "../../dsl/graph.ts";
import { printCondition } from "./conditions.ts";
import { jsonLiteral, listLiteral, objectLiteral, stringLiteral } from "./literals.ts";
import { refType, use } from "./module.ts";
import { camelCase, namesIn, takeName } from "./names.ts";
import type { Scope } from "./scope.ts";
import { printReturned, printSource, printUpstream } from "./sources.ts";
import { isAssignable, staticType } from "./static-types.ts";
import { printTask } from "./tasks.ts";

/** `wanted` is asked after the tasks are there: it says which types outputs must have, where that is said. */
export function printBody(
  scope: Scope,
  { nodes, returned }: PipelineBody,
  wanted: () => OutputDefinitions = () => ({}),
): string {
  const statements = nodes.map((node) => printNode(scope, node));
  const types = wanted();
  const outputs = Object.entries(returned).map(([name, source]) => {
    const type = Object.hasOwn(types, name) ? types[name]?.type : undefined;
    return [name, printReturned(scope, source, type)] as const;
  });
  // Files may say more outputs than a body gives.
  const left = Object.keys(types).filter((name) => !Object.hasOwn(returned, name));
  const omitted = left.map((name) => [name, use(scope.module, "omitted")] as const);
  return functionBody(statements, [...outputs, ...omitted]);
}

function functionBody(
  statements: readonly string[],
  outputs: readonly (readonly [string, string])[],
): string {
  if (outputs.length === 0) return `{\n${statements.join("\n")}\n}`;
  if (statements.length === 0) return `(${objectLiteral(outputs)})`;
  return `{\n${statements.join("\n")}\nreturn ${objectLiteral(outputs)};\n}`;
}

function printNode(scope: Scope, node: GraphNode): string {
  const isTaskWithStatus = node.kind === "task" && scope.references.statuses.has(node.id);
  const isNamed = scope.references.nodes.has(node.id) || isTaskWithStatus;
  const expression = printExpression(scope, node);
  if (!isNamed) return `${expression};`;
  const name = takeName(scope.names, wantedName(node), node.kind === "task" ? "Task" : "");
  scope.constants.set(node.id, name);
  return `const ${name} = ${expression};`;
}

function printExpression(scope: Scope, node: GraphNode): string {
  scope.nodes.set(node.id, node);
  switch (node.kind) {
    case "task":
      return printTask(scope, node);
    case "branches":
      return printBranches(scope, node);
    case "loop":
      return printLoop(scope, node);
    case "exitHandler":
      return printExitHandler(scope, node);
    default:
      return node satisfies never;
  }
}

/** A number that tells tasks of one component apart says nothing to a reader. */
function wantedName(node: GraphNode): string {
  if (node.kind === "task") {
    const { name, component } = node;
    const isNumbered = name.startsWith(component.name) && /^(-\d+)?$/.test(name.slice(component.name.length));
    return camelCase(isNumbered ? component.name : name, "task");
  }
  const plain = { branches: "chosen", loop: "collected", exitHandler: "handled" }[node.kind];
  return camelCase(node.settings.name ?? plain, plain);
}

function inner(scope: Scope): Scope {
  return { ...scope, names: namesIn(scope.names) };
}

function printBranches(scope: Scope, node: BranchesNode): string {
  const all = groupOptions(scope, node.settings);
  return node.branches
    .map(({ condition, settings, body }, index) => {
      const options = objectLiteral([
        ...groupOptions(scope, settings),
        ["all", index === 0 && all.length > 0 ? objectLiteral(all) : undefined],
      ]);
      const name = index === 0 ? use(scope.module, "when") : condition ? "\n.elseIf" : "\n.otherwise";
      const given = [
        ...(condition ? [printCondition(scope, condition)] : []),
        printBranchBody(scope, node, index, body),
        ...(options === "{}" ? [] : [options]),
      ];
      return `${name}(${given.join(", ")})`;
    })
    .join("");
}

/** The first branch says which types the others must give. */
function printBranchBody(scope: Scope, node: BranchesNode, index: number, body: PipelineBody): string {
  const first = node.branches[0]?.body.returned ?? {};
  const branch = inner(scope);
  if (index === 0) return `() => ${printBody(branch, body)}`;
  const statements = body.nodes.map((one) => printNode(branch, one));
  const outputs = Object.entries(body.returned).map(([name, source]) => {
    const expression = printReturned(branch, source, undefined);
    const wanted = Object.hasOwn(first, name) ? first[name] : undefined;
    const type = wanted && staticType(scope, wanted);
    const fits =
      type === undefined ||
      (typeof type !== "string" && source.kind !== "oneOf" && isAssignable(staticType(scope, source), type));
    return [name, fits ? expression : `${expression} as never`] as const;
  });
  return `() => ${functionBody(statements, outputs)}`;
}

function printLoop(scope: Scope, node: LoopNode): string {
  const body = inner(scope);
  const loop = objectLiteral([
    ["items", printItems(scope, node)],
    ["parallelism", node.parallelism === undefined ? undefined : jsonLiteral(node.parallelism)],
    ["itemName", node.itemName === undefined ? undefined : stringLiteral(node.itemName)],
    ...groupOptions(scope, node.settings),
  ]);
  const parameter = parameterOf(body, node.id, scope.references.items, "item");
  return `${use(scope.module, "parallelFor")}(${loop}, (${parameter}) => ${printBody(body, node.body)})`;
}

/** What TypeScript does not know to be a list has a type in the file all the same, which a cast would change. */
function printItems(scope: Scope, { items }: LoopNode): string {
  if (items.kind === "constant") return jsonLiteral(items.values);
  const expression = printSource(scope, items.source);
  const type = staticType(scope, items.source);
  if (typeof type === "string") return `${expression} as ${refType(scope.module, "never[]")}`;
  const isList = type.kind === "artifactList" || (type.kind === "parameter" && type.type === "LIST");
  return isList ? expression : `${expression} as unknown as ${refType(scope.module, "never[]")}`;
}

function printExitHandler(scope: Scope, node: ExitHandlerNode): string {
  const { onExit, settings, body } = node;
  const exit = inner(scope);
  const parameter = parameterOf(exit, node.id, scope.references.statuses, "status");
  const task = onExit.find((one): one is TaskNode => one.kind === "task");
  if (task === undefined) throw new Error(`${scope.graph.name}: an exit handler has no task`);
  const call = printExpression(exit, task);
  const options = objectLiteral(groupOptions(scope, settings));
  const given = [
    `(${parameter}) => ${call}`,
    `() => ${printBody(inner(scope), body)}`,
    ...(options === "{}" ? [] : [options]),
  ];
  return `${use(scope.module, "exitHandler")}(${given.join(", ")})`;
}

/** Empty where the body has no use for it. */
function parameterOf(scope: Scope, id: number, used: ReadonlySet<number>, wanted: string): string {
  if (!used.has(id)) return "";
  const name = takeName(scope.names, wanted);
  scope.parameters.set(id, name);
  return name;
}

function groupOptions(
  scope: Scope,
  { name, displayName, after }: GroupSettings,
): readonly (readonly [string, string])[] {
  return [
    ...(name === undefined ? [] : [["name", stringLiteral(name)] as const]),
    ...(displayName === undefined ? [] : [["displayName", stringLiteral(displayName)] as const]),
    ...(after.length === 0
      ? []
      : [["after", listLiteral(after.map((one) => printUpstream(scope, one)))] as const]),
  ];
}
