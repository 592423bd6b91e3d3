// Names for what leaves a group: the IR's are made of tasks and outputs, an author's are short.
import { camelCase } from "./camel-case.ts";
import { own } from "../ir/json-object.ts";
import { componentName } from "./component-name.ts";
import { branchOrder } from "./member-kind.ts";
import type { Scope } from "./scope.ts";

/** By the IR's name of the output the name that the body returns it under; in the order of the body. */
export function groupOutputs(scope: Scope): ReadonlyMap<string, string> {
  scope.found.outputs ??=
    (scope.within?.member.kind === "branch" ? branchOutputs(scope) : undefined) ?? ownOutputs(scope);
  return scope.found.outputs;
}

function ownOutputs(scope: Scope): ReadonlyMap<string, string> {
  const { artifacts = {}, parameters = {} } = scope.dag.outputs ?? {};
  const keys = [
    ...Object.keys(artifacts).map((key) => ["artifacts", key] as const),
    ...Object.keys(parameters).map((key) => ["parameters", key] as const),
  ];
  const isBranches = scope.within?.member.kind === "branches";
  const sorted = isBranches ? keys.sort(([, a], [, b]) => oneOfNumber(a) - oneOfNumber(b)) : keys;
  const taken = new Set<string>();
  return new Map(
    sorted.map(([kind, key]) => {
      const wanted = wantedNames(scope, kind, key);
      const [last = ""] = wanted.slice(-1);
      let name = wanted.find((one) => !taken.has(one)) ?? last;
      for (let index = 2; taken.has(name); index += 1) name = `${last}${index}`;
      taken.add(name);
      return [key, name] as const;
    }),
  );
}

/** What the task far inside calls the output, and what the task itself is called. */
function wantedNames(scope: Scope, kind: Kind, key: string): readonly string[] {
  const [selected] = selectedOutputs(scope, kind, key);
  const member = selected && scope.members.get(selected.task);
  if (selected === undefined || member === undefined) return [shortName(key)];
  if (member.scope !== undefined) {
    // What a branch gives is named after what the branches around it give.
    const isOneOfSeveral = member.kind === "branch" && scope.within?.member.kind === "branches";
    const inner = isOneOfSeveral ? undefined : groupOutputs(member.scope).get(selected.key);
    return inner === undefined ? wantedNames(member.scope, kind, selected.key) : [inner];
  }
  const output = shortName(selected.key);
  const task = camelCase(componentName(scope.pipeline.file, member.key));
  return /^(output)?$/i.test(output) ? [task] : [output, task];
}

function shortName(key: string): string {
  return camelCase(key.replace(/^pipelinechannel--/, ""));
}

/** A branch gives what the group of branches takes from it, under the same names. */
function branchOutputs(scope: Scope): ReadonlyMap<string, string> | undefined {
  const { within } = scope;
  if (within === undefined || within.scope.within?.member.kind !== "branches") return undefined;
  const { outputs = {} } = within.scope.dag;
  const pairs = [...groupOutputs(within.scope)].flatMap(([key, name]) => {
    const parameters = outputs.parameters?.[key]?.valueFromOneof?.parameterSelectors ?? [];
    const artifacts = outputs.artifacts?.[key]?.artifactSelectors ?? [];
    const isOurs = ({ producerSubtask }: { readonly producerSubtask: string }) =>
      producerSubtask === within.member.name;
    const own = parameters.find(isOurs)?.outputParameterKey ?? artifacts.find(isOurs)?.outputArtifactKey;
    return own === undefined ? [] : [[own, name] as const];
  });
  return new Map(pairs);
}

/** `pipelinechannel--condition-branches-1-oneof-2` is the second. */
function oneOfNumber(key: string): number {
  return Number(/-oneof-(\d+)$/.exec(key)?.[1] ?? 0);
}

export type Kind = "parameters" | "artifacts";

interface Selected {
  readonly task: string;
  readonly key: string;
}

/** The tasks in a DAG that make one of its outputs. */
export function selectedOutputs(scope: Scope, kind: Kind, key: string): readonly Selected[] {
  const { outputs } = scope.dag;
  if (kind === "artifacts") {
    const selectors = own(outputs?.artifacts, key)?.artifactSelectors ?? [];
    return selectors.map((one) => ({ task: one.producerSubtask, key: one.outputArtifactKey }));
  }
  const { valueFromParameter: only, valueFromOneof: several } = own(outputs?.parameters, key) ?? {};
  const selectors = several?.parameterSelectors ?? (only ? [only] : []);
  const selected = selectors.map((one) => ({ task: one.producerSubtask, key: one.outputParameterKey }));
  if (scope.within?.member.kind !== "branches") return selected;
  const order = branchOrder(scope.dag).map(([name]) => name);
  return [...selected].sort((a, b) => order.indexOf(a.task) - order.indexOf(b.task));
}
