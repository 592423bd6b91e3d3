// Turns the input and output definitions of a component of the IR into declared ones.
import type {
  ArtifactSchema,
  InputDefinition,
  InputDefinitions,
  OutputDefinition,
  OutputDefinitions,
  ParameterValueType,
  PlatformParts,
  ValueType,
} from "../dsl/graph.ts";
import { isLegalTitle, isLegalVersion } from "../compiler/check-definition.ts";
import { mismatch } from "../compiler/type-mismatch.ts";
import { unknownType } from "../dsl/infer-type.ts";
import type {
  ArtifactTypeSchema,
  ComponentSpec,
  InputParameterDefinition,
  ParameterTypeName,
} from "../ir/pipeline-spec.ts";
import { hintedType, type TypeHint } from "./type-hints.ts";

/** What the use of a parameter says of its type beyond the IR, by the parameter's name. */
export type Hints = (side: "inputs" | "outputs", name: string) => TypeHint | undefined;

export function raiseInputs({ inputDefinitions = {} }: ComponentSpec, hints: Hints): InputDefinitions {
  const { parameters = {}, artifacts = {} } = inputDefinitions;
  const raised = [
    ...Object.entries(artifacts).map(([name, input]): [string, InputDefinition] => [
      name,
      {
        type: artifactType(input.artifactType, input.isArtifactList),
        optional: input.isOptional ?? false,
        ...(input.description !== undefined && { description: input.description }),
      },
    ]),
    ...Object.entries(parameters).map(([name, input]): [string, InputDefinition] => [
      name,
      {
        type: inputParameterType(input, hints("inputs", name)),
        optional: input.isOptional ?? false,
        ...raiseDefault(input),
        ...(input.literals !== undefined && { literals: input.literals }),
        ...(input.description !== undefined && { description: input.description }),
      },
    ]),
  ];
  return Object.fromEntries(raised);
}

export function raiseOutputs({ outputDefinitions = {} }: ComponentSpec, hints: Hints): OutputDefinitions {
  const { parameters = {}, artifacts = {} } = outputDefinitions;
  const raised = [
    ...Object.entries(artifacts).map(([name, output]): [string, OutputDefinition] => {
      const { artifactType: schema, isArtifactList, ...rest } = output;
      return [name, { type: artifactType(schema, isArtifactList), ...rest }];
    }),
    ...Object.entries(parameters).map(
      ([name, { parameterType: type, description }]): [string, OutputDefinition] => [
        name,
        {
          type: parameterType(type, hints("outputs", name)),
          ...(description !== undefined && { description }),
        },
      ],
    ),
  ];
  return Object.fromEntries(raised);
}

export function raisePlatformParts(component: ComponentSpec): PlatformParts {
  const { singlePlatformSpecs, taskConfigPassthroughs } = component;
  return {
    ...(singlePlatformSpecs && { singlePlatformSpecs }),
    ...(taskConfigPassthroughs && { taskConfigPassthroughs }),
  };
}

export function artifactType(schema: ArtifactTypeSchema, isList = false): ValueType {
  return { kind: isList ? "artifactList" : "artifact", ...raiseSchema(schema) };
}

/** A default that is not of the type that its use suggests shows that the use says too much. */
export function inputParameterType(
  { parameterType: type, defaultValue }: InputParameterDefinition,
  hint: TypeHint | undefined,
): ParameterValueType {
  const hinted = parameterType(type, hint);
  const fits = defaultValue === undefined || mismatch(defaultValue, hinted) === undefined;
  return fits ? hinted : parameterType(type, undefined);
}

function raiseDefault(input: InputParameterDefinition): Pick<InputDefinition, "default" | "isRawDefault"> {
  const { defaultValue } = input;
  if (defaultValue === undefined) return {};
  const isRaw = mismatch(defaultValue, inputParameterType(input, undefined)) !== undefined;
  return { default: defaultValue, ...(isRaw && { isRawDefault: true }) };
}

export function parameterType(
  type: ParameterTypeName | undefined,
  hint: TypeHint | undefined,
): ParameterValueType {
  return type === undefined ? unknownType : hintedType(type, hint);
}

function raiseSchema({
  schemaTitle,
  schemaUri,
  instanceSchema,
  schemaVersion,
}: ArtifactTypeSchema): ArtifactSchema {
  const version = schemaVersion === undefined ? {} : { schemaVersion };
  if (instanceSchema !== undefined) {
    return { schemaTitle: titleIn(instanceSchema), ...version, schema: { instance: instanceSchema } };
  }
  if (schemaUri !== undefined) return { schemaTitle: schemaUri, ...version, schema: { uri: schemaUri } };
  const isLegal = isLegalTitle(schemaTitle ?? "") && isLegalVersion(schemaVersion);
  return { schemaTitle: schemaTitle ?? "", ...version, ...(!isLegal && { isUnchecked: true }) };
}

/** `title: tfx.Examples` in the YAML that describes the type. */
function titleIn(instanceSchema: string): string {
  return /^"?title"?:\s*"?([\w.]+)/m.exec(instanceSchema)?.[1] ?? instanceSchema;
}
