// Names for what leaves a group: the IR's are made of tasks and outputs, an author's are short.
import { camelCase } from "./camel-case.ts";
import { branchOrder } from "./member-kind.ts";
import type { Scope } from "./scope.ts";

const names = new WeakMap<Scope, ReadonlyMap<string, string>>();

/** By the IR's name of the output the name that the body returns it under; in the order of the body. */
export function groupOutputs(scope: Scope): ReadonlyMap<string, string> {
  const known = names.get(scope);
  if (known !== undefined) return known;
  const made = scope.within?.member.kind === "branch" ? branchOutputs(scope) : undefined;
  const result = made ?? ownOutputs(scope);
  names.set(scope, result);
  return result;
}

function ownOutputs(scope: Scope): ReadonlyMap<string, string> {
  const { outputs = {} } = scope.dag;
  const keys = [...Object.keys(outputs.artifacts ?? {}), ...Object.keys(outputs.parameters ?? {})];
  const isBranches = scope.within?.member.kind === "branches";
  const sorted = isBranches ? keys.sort((a, b) => oneOfNumber(a) - oneOfNumber(b)) : keys;
  const taken = new Set<string>();
  return new Map(
    sorted.map((key) => {
      const wanted = camelCase(
        isBranches ? nameInFirstBranch(scope, key) : key.replace(/^pipelinechannel--/, ""),
      );
      let name = wanted;
      for (let index = 2; taken.has(name); index += 1) name = `${wanted}${index}`;
      taken.add(name);
      return [key, name] as const;
    }),
  );
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

function nameInFirstBranch({ dag }: Scope, key: string): string {
  const first = branchOrder(dag)[0]?.[0];
  const { parameters = {}, artifacts = {} } = dag.outputs ?? {};
  const selected = [
    ...(parameters[key]?.valueFromOneof?.parameterSelectors ?? []).map((one) => ({
      task: one.producerSubtask,
      key: one.outputParameterKey,
    })),
    ...(artifacts[key]?.artifactSelectors ?? []).map((one) => ({
      task: one.producerSubtask,
      key: one.outputArtifactKey,
    })),
  ].find(({ task }) => task === first);
  return (selected?.key ?? key).replace(/^pipelinechannel--/, "");
}
