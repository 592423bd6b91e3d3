// What raising one file has at hand: its components with what they are in full, and what was raised already.
import { createHash } from "node:crypto";
import type { ComponentDefinition } from "../dsl/graph.ts";
import { isObject, own } from "../ir/json-object.ts";
import type { PipelineFile } from "../ir/pipeline-file.ts";
import type { ComponentSpec, ExecutorSpec, Json, PipelineSpec } from "../ir/pipeline-spec.ts";
import { emptyHint, type TypeHint } from "./type-hints.ts";

/** What is so of a file however often it is raised. */
export interface FileFacts {
  readonly spec: PipelineSpec;
  readonly platforms: { readonly [platform: string]: Json };
  /** By component what `contentOf` gave, and what `definitionKey` gave. */
  readonly contents: Map<string, string>;
  readonly definitions: Map<string, string>;
  /** The environments that calls of a definition share, once somebody asked. */
  readonly found: { envs?: ReadonlyMap<string, string> };
}

export interface FileContext extends FileFacts {
  /** Tasks that are to be written as the IR has them, because their usual form gives another IR; see `plainKey`. */
  readonly plain: ReadonlySet<string>;
  /** By component and parameter. */
  readonly hints: Map<string, TypeHint>;
  /** What was raised already, by content: kfp repeats a component for each call. */
  readonly raised: Map<string, ComponentDefinition>;
}

export const rootKey = "";

export function fileFacts({ pipeline: spec, platforms }: PipelineFile): FileFacts {
  return {
    spec,
    platforms: isObject(platforms) ? platforms : {},
    contents: new Map(),
    definitions: new Map(),
    found: {},
  };
}

export function fileContext(
  facts: FileFacts,
  plain: ReadonlySet<string>,
  hints: Map<string, TypeHint>,
): FileContext {
  return { ...facts, plain, hints, raised: new Map() };
}

/** `key` is a component's name in the file, or `rootKey`. References were checked when the file was read. */
export function componentOf({ spec }: FileContext, key: string): ComponentSpec {
  const component = key === rootKey ? spec.root : own(spec.components, key);
  if (component === undefined) throw new Error(`there is no component ${key}`);
  return component;
}

export function executorOf({ spec }: FileContext, component: ComponentSpec): ExecutorSpec | undefined {
  const { executorLabel } = component;
  return executorLabel === undefined ? undefined : own(spec.deploymentSpec?.executors, executorLabel);
}

/** What a platform's document says of the executor. */
export function platformConfigs(
  { platforms }: FileContext,
  { executorLabel }: ComponentSpec,
): { readonly [platform: string]: Json } {
  if (executorLabel === undefined) return {};
  const configs = Object.entries(platforms).flatMap(([platform, document]) => {
    const executors = partOf(partOf(document, "deploymentSpec"), "executors");
    const config = partOf(executors, executorLabel);
    return config === undefined ? [] : [[platform, config] as const];
  });
  return Object.fromEntries(configs);
}

function partOf(value: Json | undefined, field: string): Json | undefined {
  return isObject(value) ? own(value, field) : undefined;
}

/** The same for components that are the same, whatever they and their executors are called. */
export function contentOf(file: FileContext, key: string): string {
  const known = file.contents.get(key);
  if (known !== undefined) return known;
  const { executorLabel: _, dag, ...component } = componentOf(file, key);
  const tasks = Object.entries(dag?.tasks ?? {}).map(([name, task]) => [
    name,
    { ...task, componentRef: contentOf(file, task.componentRef.name) },
  ]);
  const whole = [
    component,
    dag && { ...dag, tasks },
    executorOf(file, componentOf(file, key)),
    platformConfigs(file, componentOf(file, key)),
  ];
  const content = createHash("sha256").update(JSON.stringify(whole)).digest("base64");
  file.contents.set(key, content);
  return content;
}

/**
 * The same for components that one definition stands for: resources, and an environment that calls do not share, are
 * settings of tasks.
 */
export function definitionKey(file: FileContext, key: string): string {
  const known = file.definitions.get(key) ?? findDefinitionKey(file, key);
  file.definitions.set(key, known);
  return known;
}

function findDefinitionKey(file: FileContext, key: string): string {
  const component = componentOf(file, key);
  const { container } = executorOf(file, component) ?? {};
  if (container === undefined) return contentOf(file, key);
  const { executorLabel: _, ...definitions } = component;
  const { resources: _resources, env: _env, ...work } = container;
  return JSON.stringify([definitions, work]);
}

/** Names a task by the content of the DAG that it is in. */
export function plainKey(file: FileContext, dag: string, task: string): string {
  return `${dag === rootKey ? "root" : contentOf(file, dag)}/${task}`;
}

export function hintOf(file: FileContext, key: string): TypeHint {
  const hint = file.hints.get(key) ?? emptyHint();
  file.hints.set(key, hint);
  return hint;
}
