// The outputs of a group from those of its tasks, and of a loop from those of its iterations, as far as they are known.
import type { ComponentSpec } from "../../ir/pipeline-spec.ts";
import { own } from "../../ir/json-object.ts";
import { selectorsOf } from "../../runner/scheduler/group-outputs.ts";
import { openOf, type Value, type Values } from "./value.ts";
import type { Outcome } from "./walk.ts";

/** `path` is the group's. */
export function groupValues(
  { dag, outputDefinitions }: ComponentSpec,
  outcomes: ReadonlyMap<string, Outcome>,
  path: string,
): Values {
  const parameters = Object.entries(dag?.outputs?.parameters ?? {}).flatMap(([name, spec]) => {
    const found = selectorsOf(spec).map(({ producerSubtask, outputParameterKey }) => ({
      outcome: outcomes.get(producerSubtask),
      value: outcomes.get(producerSubtask)?.outputs.parameters.get(outputParameterKey),
      path: `${path}/${producerSubtask}`,
    }));
    return entry(name, oneOf(found));
  });
  const artifacts = Object.entries(dag?.outputs?.artifacts ?? {}).flatMap(([name, { artifactSelectors }]) => {
    const found = artifactSelectors.map(({ producerSubtask, outputArtifactKey }) => ({
      outcome: outcomes.get(producerSubtask),
      value: outcomes.get(producerSubtask)?.outputs.artifacts.get(outputArtifactKey),
      path: `${path}/${producerSubtask}`,
    }));
    const isList = own(outputDefinitions?.artifacts, name)?.isArtifactList === true;
    return entry(name, isList ? listOf(found) : oneOf(found));
  });
  return { parameters: new Map(parameters), artifacts: new Map(artifacts) };
}

interface Found {
  readonly outcome: Outcome | undefined;
  readonly value: Value | undefined;
  readonly path: string;
}

function entry(name: string, value: Value | undefined): readonly (readonly [string, Value])[] {
  return value === undefined ? [] : [[name, value]];
}

/** The one whose task runs; where that is not known, none is. */
function oneOf(found: readonly Found[]): Value | undefined {
  const undecided = found.filter(({ outcome }) => outcome?.state === "maybe");
  if (found.length > 1 && undecided.length > 0) {
    return { kind: "open", from: undecided.map(({ path }) => path) };
  }
  return found.find(({ value }) => value !== undefined)?.value;
}

function listOf(found: readonly Found[]): Value | undefined {
  const values = found.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const [first] = values;
  if (values.length === 1 && first !== undefined) return first;
  return { kind: "list", items: values.flatMap(flat) };
}

function flat(value: Value): readonly Value[] {
  return value.kind === "list" ? value.items : [value];
}

/** `undefined`: it is not known which iterations there are. Parameters one level deeper, artifacts in one flat list. */
export function collectIterations(
  { outputDefinitions }: ComponentSpec,
  outcomes: readonly Outcome[] | undefined,
  path: string,
): Values {
  const collect = (kind: "parameters" | "artifacts", name: string): Value => {
    if (outcomes === undefined) return { kind: "open", from: [path] };
    const values = outcomes.flatMap(({ outputs }) => outputs[kind].get(name) ?? []);
    if (outcomes.some(({ state }) => state === "maybe")) {
      return openOf([...values, { kind: "open", from: [path] }]);
    }
    return { kind: "list", items: kind === "artifacts" ? values.flatMap(flat) : values };
  };
  const names = (kind: "parameters" | "artifacts") => Object.keys(outputDefinitions?.[kind] ?? {});
  return {
    parameters: new Map(names("parameters").map((name) => [name, collect("parameters", name)])),
    artifacts: new Map(names("artifacts").map((name) => [name, collect("artifacts", name)])),
  };
}
