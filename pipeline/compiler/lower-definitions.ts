// Turns declared inputs and outputs into the definitions that the IR has for them.
import type {
  ArtifactSchema,
  InputDefinitions,
  OutputDefinitions,
  PlatformParts,
  ValueType,
} from "../dsl/graph.ts";
import type {
  ArtifactTypeSchema,
  ComponentInputsSpec,
  ComponentOutputsSpec,
  ComponentSpec,
  InputArtifactDefinition,
  InputParameterDefinition,
  OutputArtifactDefinition,
  OutputParameterDefinition,
} from "../ir/pipeline-spec.ts";

type Definitions = Pick<
  ComponentSpec,
  "inputDefinitions" | "outputDefinitions" | "singlePlatformSpecs" | "taskConfigPassthroughs"
>;

/** Leaves out what is empty. */
export function lowerDefinitions(
  inputs: InputDefinitions,
  outputs: OutputDefinitions,
  { singlePlatformSpecs, taskConfigPassthroughs }: PlatformParts = {},
): Definitions {
  const inputDefinitions = lowerInputs(inputs);
  const outputDefinitions = lowerOutputs(outputs);
  return {
    ...(inputDefinitions && { inputDefinitions }),
    ...(outputDefinitions && { outputDefinitions }),
    ...(singlePlatformSpecs && { singlePlatformSpecs }),
    ...(taskConfigPassthroughs && { taskConfigPassthroughs }),
  };
}

function lowerInputs(inputs: InputDefinitions): ComponentInputsSpec | undefined {
  const parameters: { [name: string]: InputParameterDefinition } = {};
  const artifacts: { [name: string]: InputArtifactDefinition } = {};
  for (const [name, input] of Object.entries(inputs)) {
    const { type, optional, default: defaultValue, literals, description } = input;
    const rest = {
      ...(optional && { isOptional: true }),
      ...(description !== undefined && { description }),
    };
    if (type.kind === "parameter") {
      parameters[name] = {
        parameterType: type.type,
        ...(defaultValue !== undefined && { defaultValue }),
        ...(literals !== undefined && { literals }),
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
  for (const [name, { type, description, ...metadata }] of Object.entries(outputs)) {
    const rest = description === undefined ? {} : { description };
    if (type.kind === "parameter") parameters[name] = { parameterType: type.type, ...rest };
    else artifacts[name] = { ...lowerArtifactType(type), ...rest, ...metadata };
  }
  return byKind(parameters, artifacts);
}

function lowerArtifactType(type: Exclude<ValueType, { kind: "parameter" }>) {
  return {
    artifactType: lowerSchema(type),
    ...(type.kind === "artifactList" && { isArtifactList: true }),
  };
}

/** The title, or instead of it the schema that says what the metadata holds. */
export function lowerSchema({ schemaTitle, schemaVersion, schema }: ArtifactSchema): ArtifactTypeSchema {
  const version = schemaVersion === undefined ? {} : { schemaVersion };
  if (schema === undefined) return { ...(schemaTitle !== "" && { schemaTitle }), ...version };
  return {
    ...("uri" in schema ? { schemaUri: schema.uri } : { instanceSchema: schema.instance }),
    ...version,
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
