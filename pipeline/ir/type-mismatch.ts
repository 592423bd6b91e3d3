// Compares the types at the two ends of a wire: gives the sentence that `begin` begins if they do not fit.
import { isOfType, typeOf } from "./parameter-types.ts";
import type {
  InputArtifactDefinition,
  InputParameterDefinition,
  Json,
  OutputArtifactDefinition,
  OutputParameterDefinition,
  ParameterTypeName,
  ValueOrRuntimeParameter,
} from "./pipeline-spec.ts";

type Parameter = InputParameterDefinition | OutputParameterDefinition | undefined;
type Artifact = InputArtifactDefinition | OutputArtifactDefinition | undefined;

export function parameterMismatch(begin: string, given: Parameter, wanted: Parameter): readonly string[] {
  const [from, to] = [knownType(given), knownType(wanted)];
  if (from === undefined || to === undefined || fits(from, to)) return [];
  return [`${begin}, which is ${from} and not ${to}.`];
}

/** As `STRING`, schema 2.0.0 passed lists, structs and booleans too. */
function knownType(definition: Parameter): ParameterTypeName | undefined {
  const isText = definition?.parameterType === undefined && definition?.type === "STRING";
  return isText ? undefined : typeOf(definition);
}

/** kfp wants the same type, and knows a final status as a struct; but a whole number is a number all the same. */
function fits(from: ParameterTypeName, to: ParameterTypeName): boolean {
  const [given, wanted] = [from, to].map((type) => (type.startsWith("TASK_") ? "STRUCT" : type));
  return given === wanted || (given === "NUMBER_INTEGER" && wanted === "NUMBER_DOUBLE");
}

export function constantMismatch(
  begin: string,
  { constant, constantValue }: ValueOrRuntimeParameter,
  wanted: InputParameterDefinition,
): readonly string[] {
  const { stringValue, doubleValue, intValue } = constantValue ?? {};
  const value =
    constant ?? stringValue ?? doubleValue ?? (intValue === undefined ? undefined : Number(intValue));
  const type = knownType(wanted);
  if (value === undefined || isTemplate(value) || isOfType(value, type) || isExponent(value, type)) return [];
  return [`${begin}the constant ${shortened(value)}, which is not ${type}.`];
}

/** What stands in the place of a placeholder is known at run time. */
function isTemplate(value: Json): boolean {
  return typeof value === "string" && value.includes("{{$");
}

/** JSON's `3e-06` is a number, of which readers of YAML 1.1 make text. */
function isExponent(value: Json, type: ParameterTypeName | undefined): boolean {
  const isNumber = type === "NUMBER_DOUBLE" || type === "NUMBER_INTEGER";
  return isNumber && typeof value === "string" && /^-?\d+(\.\d+)?e[-+]?\d+$/i.test(value);
}

function shortened(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

/** Versions are not compared: older files mix those of Google's types. */
export function artifactMismatch(begin: string, given: Artifact, wanted: Artifact): readonly string[] {
  if (given === undefined || wanted === undefined) return [];
  const [from, to] = [given, wanted].map(({ artifactType }) => artifactType.schemaTitle);
  const isSameKind = (given.isArtifactList ?? false) === (wanted.isArtifactList ?? false);
  if (isSameKind && (from === to || isOpen(from) || isOpen(to))) return [];
  return [`${begin}, which is ${described(given)} and not ${described(wanted)}.`];
}

/** Any artifact, or one of a type that is not kfp's: those who make types may cast them. */
function isOpen(title: string | undefined): boolean {
  return title === undefined || title === "system.Artifact" || !/^(system|google)\./.test(title);
}

function described({ artifactType, isArtifactList = false }: NonNullable<Artifact>): string {
  const title = artifactType.schemaTitle ?? "an artifact";
  return isArtifactList ? `a list of ${title}` : title;
}
