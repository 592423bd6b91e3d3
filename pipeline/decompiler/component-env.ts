// Tells which environment is a component's own, and which its tasks set: the IR has no more than one per executor.
import type { ComponentSpec } from "../ir/pipeline-spec.ts";
import { own } from "../ir/json-object.ts";
import { componentOf, definitionKey, executorOf, type FileContext } from "./file-context.ts";

export type Env = { readonly [name: string]: string };

/** What all calls of the definition have in the same way is its own; the rest are settings of tasks. */
export function componentEnv(file: FileContext, key: string): Env {
  const component = componentOf(file, key);
  const env = envOf(file, component);
  const isShared = sharedEnvs(file).get(definitionKey(file, key)) === JSON.stringify(env);
  return isShared && isOwn(component, env) ? env : {};
}

export function taskEnv(file: FileContext, key: string): Env {
  const env = envOf(file, componentOf(file, key));
  return Object.keys(componentEnv(file, key)).length > 0 ? {} : env;
}

function envOf(file: FileContext, component: ComponentSpec): Env {
  const { env = [] } = executorOf(file, component)?.container ?? {};
  return Object.fromEntries(env.map(({ name, value = "" }) => [name, value]));
}

/** By definition; empty text where calls differ. */
function sharedEnvs(file: FileContext): ReadonlyMap<string, string> {
  if (file.found.envs !== undefined) return file.found.envs;
  const envs = new Map<string, string>();
  for (const [key, component] of Object.entries(file.spec.components ?? {})) {
    if (executorOf(file, component)?.container === undefined) continue;
    const definition = definitionKey(file, key);
    const env = JSON.stringify(envOf(file, component));
    envs.set(definition, (envs.get(definition) ?? env) === env ? env : "");
  }
  file.found.envs = envs;
  return envs;
}

/** A component's texts refer to its own inputs and outputs only, and what it passes on is what a task sets. */
function isOwn(component: ComponentSpec, env: Env): boolean {
  const { inputDefinitions = {}, outputDefinitions = {}, taskConfigPassthroughs = [] } = component;
  if (taskConfigPassthroughs.some(({ field }) => field === "ENV")) return false;
  const sides = { inputs: inputDefinitions, outputs: outputDefinitions };
  const reference = /\{\{\$\.(inputs|outputs)\.(parameters|artifacts)\[(?:'([^']*)'|"([^"]*)")\]/g;
  return Object.values(env).every((text) =>
    [...text.matchAll(reference)].every(([, side, kind, single, double]) => {
      const definitions = side === "inputs" ? sides.inputs : sides.outputs;
      const declared = kind === "parameters" ? definitions.parameters : definitions.artifacts;
      return own<unknown>(declared, single ?? double ?? "") !== undefined;
    }),
  );
}
