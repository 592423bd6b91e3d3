// Turns handles into the expressions that give them, with casts where TypeScript knows too little of them.
import type { GraphNode, OneOfSource, ReturnedSource, Source, Upstream, ValueType } from "../../dsl/graph.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { member, stringLiteral } from "./literals.ts";
import { use } from "./module.ts";
import type { Scope } from "./scope.ts";
import { hasField, isAssignable, staticLiterals, staticType } from "./static-types.ts";
import { printType } from "./types.ts";

/** `trained.outputs.model` */
export function printSource(scope: Scope, source: Source): string {
  switch (source.kind) {
    case "input":
      return `inputs${member(source.name)}`;
    case "output": {
      const outputs = nodeOf(scope, source.node).kind === "task" ? ".outputs" : "";
      return `${constantOf(scope, source.node)}${outputs}${member(source.output)}`;
    }
    case "item":
      return parameterOf(scope, source.node);
    case "field":
      return printField(scope, source.of, source.name);
    case "status":
      return nodeOf(scope, source.node).kind === "task"
        ? `${constantOf(scope, source.node)}.finalStatus()`
        : parameterOf(scope, source.node);
    case "cast":
      return printCast(scope, printSource(scope, source.of), source.type);
    default:
      return source satisfies never;
  }
}

/** Where a value of that type is wanted. */
export function printWanted(
  scope: Scope,
  source: Source,
  type: ValueType,
  literals?: readonly Json[],
): string {
  const expression = printSource(scope, source);
  const known = staticLiterals(scope, source);
  const isOneOfThem =
    literals === undefined || (known?.every((literal) => literals.includes(literal)) ?? false);
  if (isOneOfThem && isAssignable(staticType(scope, source), type)) return expression;
  const isTold =
    type.kind === "parameter" && (type.type === "TASK_FINAL_STATUS" || type.type === "TASK_CONFIG");
  if (isTold) return `${expression} as never`;
  // The last of several casts is the one that counts.
  return printCast(
    scope,
    source.kind === "cast" ? printSource(scope, source.of) : expression,
    type,
    literals,
  );
}

/** Where any JSON is wanted. */
export function printJsonSource(scope: Scope, source: Source): string {
  const type = staticType(scope, source);
  const isJson =
    typeof type === "string" ||
    (type.kind === "parameter" && type.type !== "TASK_FINAL_STATUS" && type.type !== "TASK_CONFIG");
  const expression = printSource(scope, source);
  return isJson ? expression : printCast(scope, expression, { kind: "parameter", type: "STRING" });
}

/** `{ model: trained.outputs.model }`; `wanted` is what it must fit, where that is said. */
export function printReturned(scope: Scope, source: ReturnedSource, wanted: ValueType | undefined): string {
  if (source.kind === "oneOf") return printOneOf(scope, source, wanted);
  if (wanted === undefined) return printSource(scope, source);
  const type = staticType(scope, source);
  const isOfKind = typeof type === "string" || (type.kind === "parameter") === (wanted.kind === "parameter");
  return isOfKind ? printWanted(scope, source, wanted) : `${printSource(scope, source)} as never`;
}

/** What to give to `after`: a group that gives something is not a group in types, but its values are handles. */
export function printUpstream(scope: Scope, upstream: Upstream): string {
  if (upstream.kind === "source") return printSource(scope, upstream.source);
  const node = nodeOf(scope, upstream.node);
  const [output] = outputsOf(node);
  return `${constantOf(scope, node.id)}${output === undefined ? "" : member(output)}`;
}

function printOneOf(scope: Scope, { of }: OneOfSource, wanted: ValueType | undefined): string {
  const [first] = of;
  const type = wanted ?? (first && staticType(scope, first));
  const values = of.map((source) =>
    type === undefined || typeof type === "string"
      ? printSource(scope, source)
      : printReturned(scope, source, type),
  );
  return `${use(scope.module, "oneOf")}(${values.join(", ")})`;
}

function outputsOf(node: GraphNode): readonly string[] {
  if (node.kind === "task") return [];
  if (node.kind !== "branches") return Object.keys(node.body.returned);
  const isClosed = node.branches.at(-1)?.condition === undefined;
  return isClosed ? Object.keys(node.branches[0]?.body.returned ?? {}) : [];
}

/** Which fields there are TypeScript must know. */
function printField(scope: Scope, of: Source, name: string): string {
  const expression = printSource(scope, of);
  const struct = hasField(staticType(scope, of), name)
    ? expression
    : printCast(scope, expression, { kind: "parameter", type: "STRUCT" });
  return `${use(scope.module, "field")}(${struct}, ${stringLiteral(name)})`;
}

function printCast(scope: Scope, expression: string, type: ValueType, literals?: readonly Json[]): string {
  return `${use(scope.module, "cast")}(${expression}, ${printType(scope.module, type, literals)})`;
}

function nodeOf(scope: Scope, id: number): GraphNode {
  return known(scope.nodes.get(id), scope, id);
}

function constantOf(scope: Scope, id: number): string {
  return known(scope.constants.get(id), scope, id);
}

function parameterOf(scope: Scope, id: number): string {
  return known(scope.parameters.get(id), scope, id);
}

/** Code runs from top to bottom. */
function known<T>(value: T | undefined, { graph }: Scope, id: number): T {
  if (value === undefined) throw new Error(`${graph.name}: node ${id} is used before it is recorded`);
  return value;
}
