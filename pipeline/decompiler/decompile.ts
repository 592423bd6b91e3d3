// Turns an IR file back into the pipeline that compiles to it.
import { CompileError } from "../compiler/problem.ts";
import { compileGraph } from "../compiler/compile.ts";
import type { ComponentDefinition, PipelineGraph } from "../dsl/graph.ts";
import { type IrDifference, irDifferences } from "../ir/compare/same-pipeline.ts";
import { groupBy } from "../ir/group-by.ts";
import { platformReferenceProblems } from "../ir/check-platform-references.ts";
import { own } from "../ir/json-object.ts";
import type { PipelineFile } from "../ir/pipeline-file.ts";
import { UserError } from "../ir/user-error.ts";
import {
  type FileContext,
  fileContext,
  type FileFacts,
  fileFacts,
  plainKey,
  rootKey,
} from "./file-context.ts";
import { NotRaised } from "./not-raised.ts";
import { raiseRoot } from "./raise-pipeline.ts";
import { spellAsIn210 } from "./spell-as-in-210.ts";
import type { TypeHint } from "./type-hints.ts";

/**
 * Gives a pipeline, or a component if that is all there is, whose IR is `file`, told apart only by what components and
 * executors are called. Groups become bodies where that gives the same IR; where it does not, they are written as the IR
 * has them. Throws a `UserError` for IR that the DSL cannot say.
 */
export function decompile(file: PipelineFile, where: string): ComponentDefinition {
  requirePlatformReferences(file, where);
  const today = fileFacts({ ...file, pipeline: spellAsIn210(file.pipeline) });
  const plain = new Set<string>();
  for (;;) {
    const before = plain.size;
    const { graph, problem, context } = attempt(file, today, plain);
    if (graph !== undefined) return onlyComponent(graph, file) ?? graph;
    if (plain.size === before) throw notSaid(where, problem, context);
  }
}

function requirePlatformReferences({ pipeline, platforms }: PipelineFile, where: string): void {
  const problems = platformReferenceProblems(pipeline, platforms);
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `${where}: ${problem}`);
  throw new UserError("NOT_IR", `${lines.join("\n")}\nCompile the pipeline again, or correct the file.`);
}

/** A pipeline that does no more than call a component was compiled from that component. */
function onlyComponent(graph: PipelineGraph, file: PipelineFile): ComponentDefinition | undefined {
  const [task, ...more] = graph.body.nodes;
  if (task?.kind !== "task" || more.length > 0) return undefined;
  const { kind, name } = task.component;
  if ((kind !== "container" && kind !== "executor") || name !== graph.name || graph.displayName)
    return undefined;
  const { description } = graph;
  const component = {
    ...task.component,
    inputs: graph.inputs, // what is known of their types is known of the pipeline's
    outputs: graph.outputs,
    ...(description !== undefined && { description }),
  };
  try {
    return irDifferences(file, compileGraph(component)).length === 0 ? component : undefined;
  } catch (error) {
    if (error instanceof CompileError) return undefined;
    throw error;
  }
}

interface Attempt {
  readonly graph?: PipelineGraph;
  readonly problem?: IrDifference | CompileError;
  readonly context: FileContext;
}

/** One try; what it could not write in its usual form is added to `plain`. */
function attempt(file: PipelineFile, today: FileFacts, plain: Set<string>): Attempt {
  const hints = new Map<string, TypeHint>();
  raise(fileContext(today, plain, hints), plain); // learns the types that the next raising needs
  const context = fileContext(today, plain, hints);
  const graph = raise(context, plain);
  if (graph === undefined) return { context };
  try {
    const differences = irDifferences(file, compileGraph(graph));
    const [first] = differences;
    if (first === undefined) return { graph, context };
    addDeepest(context, plain, differences);
    return { problem: first, context };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    for (const { where } of error.problems) {
      const [, ...path] = where.split("/"); // behind the pipeline's own name
      const [task] = path.slice(-1);
      if (task !== undefined) addPlain(context, plain, { dag: path.slice(0, -1), task, path: "" });
    }
    return { problem: error, context };
  }
}

function raise(context: FileContext, plain: Set<string>): PipelineGraph | undefined {
  try {
    return raiseRoot(context);
  } catch (error) {
    if (!(error instanceof NotRaised)) throw error;
    for (const { key, task } of error.places) plain.add(plainKey(context, key, task));
    return undefined;
  }
}

/** What differs deepest inside may be the cause of what differs around it, unless it was written plainly already. */
function addDeepest(context: FileContext, plain: Set<string>, differences: readonly IrDifference[]): void {
  const before = plain.size;
  const byDepth = groupBy(differences, depthOf);
  const depths = [...byDepth.keys()].sort((a, b) => b - a);
  for (const depth of depths) {
    for (const difference of byDepth.get(depth) ?? []) addPlain(context, plain, difference);
    if (plain.size > before) return;
  }
}

function depthOf({ dag, task }: IrDifference): number {
  return dag.length + (task === undefined ? 0 : 1);
}

/** The task that differs; for what differs in a DAG itself, the task that the DAG is. */
function addPlain(context: FileContext, plain: Set<string>, { dag, task }: IrDifference): void {
  const path = task === undefined ? dag : [...dag, task];
  const keys: string[] = [rootKey];
  for (const name of path) {
    const component =
      keys.at(-1) === rootKey ? context.spec.root : own(context.spec.components, keys.at(-1) ?? "");
    const called = own(component?.dag?.tasks, name)?.componentRef.name;
    if (called === undefined) return;
    keys.push(called);
  }
  const [last] = path.slice(-1);
  const around = keys.at(-2);
  if (last !== undefined && around !== undefined) plain.add(plainKey(context, around, last));
}

function notSaid(
  where: string,
  problem: IrDifference | CompileError | undefined,
  context: FileContext,
): UserError {
  if (problem instanceof CompileError) {
    const lines = problem.problems.map(({ where: place, message }) => `${where}: ${place}: ${message}`);
    return new UserError("NOT_IMPORTED", lines.join("\n"));
  }
  const place = problem
    ? [...problem.dag, problem.task ?? "", problem.path].join("/")
    : context.spec.pipelineInfo.name;
  return new UserError(
    "NOT_IMPORTED",
    `${where}: ${place} has no form in TypeScript that compiles to the same IR. Write that part anew, or report the file.`,
  );
}
