// Turns what a task was told into the inputs that its component declares.
import type { ComponentDefinition, InputDefinition } from "../dsl/graph.ts";
import type { ExecutorInput, RuntimeArtifact } from "../ir/executor-input.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { artifactPath } from "../ir/artifact-path.ts";
import { describeType, isOfType } from "../ir/parameter-types.ts";
import type { InputArtifact } from "./implement.ts";

export type InputValue = Json | InputArtifact | readonly InputArtifact[];

/** Defaults fill in what is absent. Throws `INPUT_MISSING` and `INPUT_INVALID`, all problems at once. */
export function readInputs(
  definition: ComponentDefinition,
  { inputs = {} }: ExecutorInput,
): { readonly [name: string]: InputValue } {
  const read = Object.entries(definition.inputs).map(([name, input]) => {
    const value = readInput(name, input, inputs);
    return { name, value, problem: findProblem(input, value) };
  });
  const problems = read.filter(({ problem }) => problem !== null);
  if (problems.length > 0) {
    throw new UserError(
      problems.some(({ value }) => value !== undefined) ? "INPUT_INVALID" : "INPUT_MISSING",
      problems.map(({ name, problem }) => `${definition.name}: input "${name}" ${problem}.`).join("\n"),
    );
  }
  return Object.fromEntries(read.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])));
}

function readInput(
  name: string,
  { type, default: byDefault }: InputDefinition,
  { parameterValues = {}, artifacts = {} }: NonNullable<ExecutorInput["inputs"]>,
): InputValue | undefined {
  switch (type.kind) {
    case "parameter":
      return (Object.hasOwn(parameterValues, name) ? parameterValues[name] : undefined) ?? byDefault;
    case "artifact": {
      const artifact = Object.hasOwn(artifacts, name) ? artifacts[name]?.artifacts[0] : undefined;
      return artifact === undefined ? undefined : toInputArtifact(artifact);
    }
    case "artifactList":
      return Object.hasOwn(artifacts, name) ? artifacts[name]?.artifacts.map(toInputArtifact) : undefined;
    default:
      return type satisfies never;
  }
}

function toInputArtifact({ name, uri, customPath, metadata }: RuntimeArtifact): InputArtifact {
  return { name, uri, path: customPath ?? artifactPath(uri), metadata };
}

function findProblem({ type, optional }: InputDefinition, value: InputValue | undefined): string | null {
  if (value === undefined) return optional ? null : "is missing. Give it a value";
  if (type.kind !== "parameter") return null;
  return isOfType(value, type.type) ? null : `is ${JSON.stringify(value)}. Give ${describeType(type.type)}`;
}
