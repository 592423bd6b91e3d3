// Inputs and outputs as the older format declares them, to IR's definitions of them.
import { isScalar, parseDocument } from "yaml";
import type {
  ComponentInputsSpec,
  ComponentOutputsSpec,
  InputParameterDefinition,
  Json,
  ParameterTypeName,
} from "../pipeline-spec.ts";
import type { InputDeclaration, OutputDeclaration } from "./component-document.ts";
import { declaredType } from "./declared-type.ts";
import { defaultValue } from "./default-value.ts";
import { portName } from "./sanitized-name.ts";

/** Adds to `problems`; `text` is the whole file, for the spelling of its numbers. */
export function inputDefinitions(
  inputs: readonly InputDeclaration[],
  text: string,
  problems: string[],
): ComponentInputsSpec {
  checkNames("inputs", inputs, problems);
  const definitions = inputs.map((input, index) => {
    const type = declaredType(input.type);
    const isOptional = input.optional === true || input.default !== undefined;
    const optional = isOptional ? { isOptional } : {};
    if (type.kind === "artifact") return { ...type, name: portName(input.name), definition: optional };
    const definition = { ...optional, ...ofDefault(input, type.parameterType, { index, text, problems }) };
    return { ...type, name: portName(input.name), definition };
  });
  return byKind(definitions);
}

export function outputDefinitions(
  outputs: readonly OutputDeclaration[],
  problems: string[],
): ComponentOutputsSpec {
  checkNames("outputs", outputs, problems);
  return byKind(
    outputs.map(({ name, type }) => ({ ...declaredType(type), name: portName(name), definition: {} })),
  );
}

type Definition = ReturnType<typeof declaredType> & { readonly name: string; readonly definition: Optional };
type Optional = Pick<InputParameterDefinition, "isOptional" | "defaultValue">;

function byKind(definitions: readonly Definition[]): ComponentInputsSpec {
  const parameters = definitions.flatMap((of) =>
    of.kind === "parameter"
      ? [[of.name, { parameterType: of.parameterType, ...of.definition }] as const]
      : [],
  );
  const artifacts = definitions.flatMap((of) =>
    of.kind === "artifact" ? [[of.name, { artifactType: of.artifactType, ...of.definition }] as const] : [],
  );
  return {
    ...(parameters.length > 0 ? { parameters: Object.fromEntries(parameters) } : {}),
    ...(artifacts.length > 0 ? { artifacts: Object.fromEntries(artifacts) } : {}),
  };
}

/** Two names may come to the same one, of which kfp keeps the last. */
function checkNames(side: string, ports: readonly OutputDeclaration[], problems: string[]): void {
  const seen = new Map<string, string>();
  for (const [index, { name }] of ports.entries()) {
    const ours = portName(name);
    const other = seen.get(ours);
    if (ours === "") problems.push(`${side}/${index}/name "${name}" has no letter and no digit.`);
    if (other !== undefined) {
      problems.push(`${side}/${index}/name "${name}" becomes "${ours}", as "${other}" does.`);
    }
    seen.set(ours, name);
  }
}

function ofDefault(
  { default: value }: InputDeclaration,
  type: ParameterTypeName,
  place: { readonly index: number; readonly text: string; readonly problems: string[] },
): Optional {
  if (type === "TASK_FINAL_STATUS") return { isOptional: true };
  if (value === undefined) return {};
  const source = typeof value === "number" && type === "STRING" ? sourceOf(place) : "";
  const converted = defaultValue(value, type, source);
  if (converted !== undefined) return { defaultValue: converted };
  place.problems.push(`inputs/${place.index}/default ${shown(value)} is not ${type}.`);
  return {};
}

/** `1.0` is not `1` as text. */
function sourceOf({ text, index }: { readonly text: string; readonly index: number }): string {
  const node = parseDocument(text, { version: "1.1" }).getIn(["inputs", index, "default"], true);
  return isScalar(node) ? (node.source ?? "") : "";
}

function shown(value: Json): string {
  return JSON.stringify(value).slice(0, 60);
}
