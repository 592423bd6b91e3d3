// What a task is told: KFP's ExecutorInput.
import type { ExecutorInput } from "../../ir/executor-input.ts";
import type { ComponentSpec } from "../../ir/pipeline-spec.ts";
import { typeOf } from "../../ir/parameter-types.ts";
import { toRuntimeArtifact, type Values } from "../values.ts";
import type { TaskFolder } from "./task-folder.ts";

export function buildExecutorInput(
  component: ComponentSpec,
  inputs: Values,
  folder: TaskFolder,
): ExecutorInput {
  const { parameters = {}, artifacts = {} } = component.outputDefinitions ?? {};
  return {
    inputs: {
      parameterValues: inputs.parameters,
      artifacts: mapValues(inputs.artifacts, (list) => ({ artifacts: list.map(toRuntimeArtifact) })),
    },
    outputs: {
      parameters: mapValues(parameters, (_, name) => ({ outputFile: folder.parameter(name) })),
      artifacts: mapValues(artifacts, ({ artifactType, metadata = {} }, name) => ({
        artifacts: [{ name, type: artifactType, uri: folder.artifact(name), metadata }],
      })),
      outputFile: folder.executorOutput,
    },
  };
}

/** The parameters that Python is to read as `float`: JSON's text has to say so where they are whole. */
export function doubleInputs({ inputDefinitions }: ComponentSpec): ReadonlySet<string> {
  const parameters = Object.entries(inputDefinitions?.parameters ?? {});
  return new Set(parameters.flatMap(([name, input]) => (typeOf(input) === "NUMBER_DOUBLE" ? [name] : [])));
}

function mapValues<A, B>(
  of: { readonly [name: string]: A },
  map: (value: A, name: string) => B,
): { readonly [name: string]: B } {
  return Object.fromEntries(Object.entries(of).map(([name, value]) => [name, map(value, name)]));
}
