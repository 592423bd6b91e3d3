// The outputs of a DAG from those of its tasks, and of a loop from those of its iterations.
import type { DagOutputParameter, Json } from "../../ir/pipeline-spec.ts";
import { type Artifact, noValues, type Values } from "../values.ts";
import { hasSucceeded, type Instance } from "./schedule.ts";
import { own } from "../../ir/json-object.ts";

/** What a task that was skipped would have given is absent. Throws an error if a OneOf has several values. */
export function groupOutputs(group: Instance): Values {
  const { parameters: parameterSpecs = {}, artifacts: artifactSpecs = {} } =
    group.component.dag?.outputs ?? {};
  const parameters = new Map<string, Json>();
  for (const [name, spec] of Object.entries(parameterSpecs)) {
    const values = selectorsOf(spec).flatMap(({ producerSubtask, outputParameterKey }) => {
      const value = own(group.children.get(producerSubtask)?.outputs.parameters, outputParameterKey);
      return value === undefined ? [] : [value];
    });
    if (values.length > 1) throw severalValues(name);
    if (values[0] !== undefined) parameters.set(name, values[0]);
  }
  const artifacts = new Map<string, readonly Artifact[]>();
  for (const [name, { artifactSelectors }] of Object.entries(artifactSpecs)) {
    const lists = artifactSelectors.flatMap(({ producerSubtask, outputArtifactKey }) => {
      const list = own(group.children.get(producerSubtask)?.outputs.artifacts, outputArtifactKey);
      return list === undefined ? [] : [list];
    });
    const isList = own(group.component.outputDefinitions?.artifacts, name)?.isArtifactList === true;
    if (lists.length > 1 && !isList) throw severalValues(name);
    if (lists.length > 0) artifacts.set(name, lists.flat());
  }
  return { parameters: Object.fromEntries(parameters), artifacts: Object.fromEntries(artifacts) };
}

export function selectorsOf({ valueFromParameter, valueFromOneof }: DagOutputParameter) {
  return valueFromParameter === undefined ? (valueFromOneof?.parameterSelectors ?? []) : [valueFromParameter];
}

function severalValues(output: string): Error {
  return new Error(`output "${output}" takes one of several tasks' values, and more than one of them ran`);
}

/** Lists in the order of the items: parameters one level deeper, artifacts in one flat list. */
export function loopOutputs(loop: Instance): Values {
  const done = loop.iterations.filter(hasSucceeded).map(({ outputs }) => outputs);
  const { parameters = {}, artifacts = {} } = loop.component.outputDefinitions ?? {};
  if (loop.component.outputDefinitions === undefined) return noValues;
  return {
    parameters: Object.fromEntries(
      Object.keys(parameters).map((name) => [
        name,
        done.flatMap((outputs) => present(outputs.parameters, name)),
      ]),
    ),
    artifacts: Object.fromEntries(
      Object.keys(artifacts).map((name) => [
        name,
        done.flatMap((outputs) => own(outputs.artifacts, name) ?? []),
      ]),
    ),
  };
}

function present(parameters: Values["parameters"], name: string): readonly Json[] {
  const value = own(parameters, name);
  return value === undefined ? [] : [value];
}
