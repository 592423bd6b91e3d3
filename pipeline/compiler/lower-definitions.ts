// Turns declared inputs and outputs into the definitions that the IR has for them.
import type { InputDefinitions, OutputDefinitions, ValueType } from "../dsl/graph.ts";
import type {
  ComponentInputsSpec,
  ComponentOutputsSpec,
  ComponentSpec,
  InputArtifactDefinition,
  InputParameterDefinition,
  OutputArtifactDefinition,
  OutputParameterDefinition,
} from "../ir/pipeline-spec.ts";

/** Leaves out what is empty. */
export function lowerDefinitions(
  inputs: InputDefinitions,
  outputs: OutputDefinitions,
): Pick<ComponentSpec, "inputDefinitions" | "outputDefinitions"> {
  const inputDefinitions = lowerInputs(inputs);
  const outputDefinitions = lowerOutputs(outputs);
  return {
    ...(inputDefinitions && { inputDefinitions }),
    ...(outputDefinitions && { outputDefinitions }),
  };
}

function lowerInputs(inputs: InputDefinitions): ComponentInputsSpec | undefined {
  const parameters: { [name: string]: InputParameterDefinition } = {};
  const artifacts: { [name: string]: InputArtifactDefinition } = {};
  for (const [name, { type, optional, default: defaultValue, description }] of Object.entries(inputs)) {
    const rest = {
      ...(optional && { isOptional: true }),
      ...(description !== undefined && { description }),
    };
    if (type.kind === "parameter") {
      parameters[name] = {
        parameterType: type.type,
        ...(defaultValue !== undefined && { defaultValue }),
        ...rest,
      };
    } else {
      artifacts[name] = { ...lowerArtifactType(type), ...rest };
    }
  }
  return byKind(parameters, artifacts);
}

function lowerOutputs(outputs: OutputDefinitions): ComponentOutputsSpec | undefined {
  const parameters: { [name: string]: OutputParameterDefinition } = {};
  const artifacts: { [name: string]: OutputArtifactDefinition } = {};
  for (const [name, { type, description }] of Object.entries(outputs)) {
    const rest = description === undefined ? {} : { description };
    if (type.kind === "parameter") parameters[name] = { parameterType: type.type, ...rest };
    else artifacts[name] = { ...lowerArtifactType(type), ...rest };
  }
  return byKind(parameters, artifacts);
}

function lowerArtifactType(type: Exclude<ValueType, { kind: "parameter" }>) {
  const { schemaTitle, schemaVersion } = type;
  return {
    artifactType: { schemaTitle, schemaVersion },
    ...(type.kind === "artifactList" && { isArtifactList: true }),
  };
}

/** `undefined` where there is neither. */
export function byKind<P extends object, A extends object>(
  parameters: P,
  artifacts: A,
): { readonly parameters?: P; readonly artifacts?: A } | undefined {
  const some = {
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(Object.keys(artifacts).length > 0 && { artifacts }),
  };
  return Object.keys(some).length > 0 ? some : undefined;
}
