// The DAGs of one pipeline as a tree of scopes: which tasks are groups of it, and which call components.
import type { PipelineIdentity, Source } from "../dsl/graph.ts";
import type { ComponentSpec, DagSpec, PipelineTaskSpec } from "../ir/pipeline-spec.ts";
import { componentOf, type FileContext, plainKey } from "./file-context.ts";
import { classify, type MemberKind } from "./member-kind.ts";

export interface PipelineContext {
  readonly file: FileContext;
  readonly identity: PipelineIdentity;
  /** What hints of its inputs are found by. */
  readonly key: string;
  ids: number;
  readonly nodes: Map<number, { readonly scope: Scope; readonly member: ScopeMember }>;
}

/** One DAG: the pipeline's own, or that of a group. */
export interface Scope {
  readonly pipeline: PipelineContext;
  /** Of its component. */
  readonly key: string;
  readonly component: ComponentSpec;
  readonly dag: DagSpec;
  readonly members: ReadonlyMap<string, ScopeMember>;
  /** The task that it is in the scope around it. */
  readonly within?: { readonly scope: Scope; readonly member: ScopeMember };
  /** What its inputs are, by `parameter NAME` and `artifact NAME`, as far as somebody asked. */
  readonly inputs: Map<string, Source | undefined>;
  /** What leaves it, by the IR's names, once somebody asked. */
  readonly found: { outputs?: ReadonlyMap<string, string> };
}

export interface ScopeMember {
  readonly id: number;
  readonly name: string;
  readonly task: PipelineTaskSpec;
  readonly kind: MemberKind;
  /** Of what it calls. */
  readonly key: string;
  readonly component: ComponentSpec;
  /** Of a group. */
  readonly scope?: Scope;
  /** Of an exit handler: the task that runs after it. */
  readonly exit?: string;
  /** Of the task of an exit handler: the handler. */
  readonly exitOf?: string;
}

export function buildScope(
  pipeline: PipelineContext,
  key: string,
  within?: { readonly scope: Scope; readonly member: ScopeMember },
): Scope {
  const { file } = pipeline;
  const component = componentOf(file, key);
  const dag = component.dag ?? { tasks: {} };
  const members = new Map<string, ScopeMember>();
  const scope: Scope = {
    pipeline,
    key,
    component,
    dag,
    members,
    ...(within && { within }),
    inputs: new Map(),
    found: {},
  };
  const isPlain = (name: string) => file.plain.has(plainKey(file, key, name));
  const kinds = classify(file, dag, isPlain);
  for (const [name, task] of Object.entries(dag.tasks)) {
    const called = task.componentRef.name;
    const { kind, exit, exitOf } = kinds.get(name) ?? { kind: "task" };
    const member: ScopeMember = {
      id: ++pipeline.ids,
      name,
      task,
      kind,
      key: called,
      component: componentOf(file, called),
      ...(exit !== undefined && { exit }),
      ...(exitOf !== undefined && { exitOf }),
    };
    const inner = kind === "task" ? undefined : buildScope(pipeline, called, { scope, member });
    const whole = inner ? { ...member, scope: inner } : member;
    members.set(name, whole);
    pipeline.nodes.set(whole.id, { scope, member: whole });
  }
  return scope;
}
