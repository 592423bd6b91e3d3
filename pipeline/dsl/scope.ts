// The pipeline whose body is running, and what it has recorded so far: the only mutable state of the DSL.
import { UserError } from "../ir/user-error.ts";
import type { Body, GraphNode, PipelineBody, PipelineIdentity, ReturnedSource, Source } from "./graph.ts";
import { isRef, sourceOf } from "./handle.ts";
import { omitted } from "./omitted.ts";
import { node } from "./upstream.ts";
import { oneOfSourceOf } from "./one-of.ts";

/** Nodes are built when the pipeline's body has ended: until then their settings may change. */
type BuildNode = () => GraphNode;

export interface Recording {
  readonly pipeline: PipelineIdentity;
  /** Names of tasks, each with the number to try next where it is wanted again. */
  readonly taskNames: Map<string, number>;
  /** Of the body that is running now. */
  nodes: BuildNode[];
  ids: number;
  numbers: number;
  ended: boolean;
}

export interface RecordedBody<R, B extends PipelineBody = Body> {
  readonly result: R;
  readonly build: () => B;
}

let current: Recording | undefined;

/** `where` names what needs a pipeline around it. */
export function currentRecording(where: string): Recording {
  if (current === undefined) {
    throw new UserError(
      "TASK_OUTSIDE_PIPELINE",
      `${where}: called outside of a pipeline. Call it in the function that is given to pipeline().`,
    );
  }
  return current;
}

/** Runs a pipeline's body, which may stand inside the body of another. */
export function recordPipeline<R>(pipeline: PipelineIdentity, run: () => R): RecordedBody<R, PipelineBody> {
  const outer = current;
  const recording: Recording = {
    pipeline,
    taskNames: new Map<string, number>(),
    nodes: [],
    ids: 0,
    numbers: 0,
    ended: false,
  };
  current = recording;
  try {
    return recordNodes(recording, pipeline.name, run, (value) => oneOfSourceOf(value) ?? handleSource(value));
  } finally {
    recording.ended = true;
    current = outer;
  }
}

/** Runs the body of a group. */
export function recordBody<R>(where: string, run: () => R): RecordedBody<R> {
  return recordNodes(currentRecording(where), where, run, handleSource);
}

function recordNodes<R, S extends ReturnedSource>(
  recording: Recording,
  where: string,
  run: () => R,
  sourceOfReturned: (value: unknown) => S | undefined,
) {
  const outer = recording.nodes;
  const nodes: BuildNode[] = [];
  recording.nodes = nodes;
  try {
    const result = run();
    const returned = returnedSources(where, result, sourceOfReturned);
    return { result, build: () => ({ nodes: nodes.map((build) => build()), returned }) };
  } finally {
    recording.nodes = outer;
  }
}

export function addNode(recording: Recording, build: BuildNode): void {
  recording.nodes.push(build);
}

export function nextId(recording: Recording): number {
  return ++recording.ids;
}

/** Groups are numbered through the pipeline, in the order in which kfp's SDK numbers them. */
export function nextNumber(recording: Recording): number {
  return ++recording.numbers;
}

/** The name that the author wants, or one made of the component's. */
export function taskName(taken: Map<string, number>, component: string, wanted: string | undefined): string {
  if (wanted === undefined) return uniqueTaskName(taken, component);
  if (!taken.has(wanted)) taken.set(wanted, 1);
  return wanted;
}

/** `print`, `print-2`, `print-3`: each name once in a pipeline. `taken` has the number to try next for each. */
function uniqueTaskName(taken: Map<string, number>, name: string): string {
  let index = taken.get(name) ?? 1;
  let unique = name;
  while (taken.has(unique)) unique = `${name}-${++index}`;
  taken.set(name, index);
  if (unique !== name) taken.set(unique, 1);
  return unique;
}

function handleSource(value: unknown): Source | undefined {
  return isRef(value) ? sourceOf(value) : undefined;
}

function returnedSources<S extends ReturnedSource>(
  where: string,
  result: unknown,
  sourceOfReturned: (value: unknown) => S | undefined,
): { readonly [name: string]: S } {
  if (result === undefined) return {};
  if (result instanceof Promise) {
    result.catch(() => {}); // what fails in the rest of it comes of this mistake
    throw new UserError(
      "ASYNC_BODY",
      `${where}: its body is asynchronous. Do what takes time before, and give a function that returns at once.`,
    );
  }
  if (typeof result !== "object" || result === null) {
    throw new UserError(
      "NOT_A_HANDLE",
      `${where}: its body returns ${String(result)}. Return nothing, or handles by name, as { model: task.outputs.model }.`,
    );
  }
  if (node in result && "outputs" in result) {
    throw new UserError(
      "NOT_A_HANDLE",
      `${where}: its body returns a task. Return its outputs, as task.outputs or { model: task.outputs.model }.`,
    );
  }
  const given = Object.entries(result).filter(([, value]) => value !== omitted);
  return Object.fromEntries(
    given.map(([name, value]): [string, S] => {
      const source = sourceOfReturned(value);
      if (source !== undefined) return [name, source];
      throw new UserError(
        "NOT_A_HANDLE",
        `${where}: its body returns "${name}", which is not a handle. Return outputs of tasks, as task.outputs.NAME.`,
      );
    }),
  );
}
