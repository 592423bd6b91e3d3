// The types that the older format knows, by the names people gave them: a parameter's or an artifact's in IR.
import type { ArtifactTypeSchema, ParameterTypeName } from "../pipeline-spec.ts";
import type { OutputDeclaration } from "./component-document.ts";

export type DeclaredType =
  | { readonly kind: "parameter"; readonly parameterType: ParameterTypeName }
  | { readonly kind: "artifact"; readonly artifactType: ArtifactTypeSchema };

/** What is not known is an artifact of any kind, as in kfp. */
export function declaredType(type: OutputDeclaration["type"]): DeclaredType {
  const name = typeof type === "string" ? outerName(type) : "";
  const parameterType = parameterTypes.get(name.toLowerCase());
  if (parameterType !== undefined) return { kind: "parameter", parameterType };
  const isGoogle = /^google\.[A-Za-z]+$/.test(name);
  const schemaTitle = isGoogle ? name : `system.${artifactTypes.get(name.toLowerCase()) ?? "Artifact"}`;
  return { kind: "artifact", artifactType: { schemaTitle, schemaVersion: "0.0.1" } };
}

/** Of `typing.List[str]` it is `List`. */
function outerName(type: string): string {
  const name = type.replace(/^typing\./, "");
  return /^(list|dict)/i.test(name) ? name.replace(/\[.*$/s, "") : name;
}

const parameterTypes: ReadonlyMap<string, ParameterTypeName> = new Map([
  ["integer", "NUMBER_INTEGER"],
  ["int", "NUMBER_INTEGER"],
  ["double", "NUMBER_DOUBLE"],
  ["float", "NUMBER_DOUBLE"],
  ["string", "STRING"],
  ["str", "STRING"],
  ["text", "STRING"],
  ["bool", "BOOLEAN"],
  ["boolean", "BOOLEAN"],
  ["dict", "STRUCT"],
  ["jsonobject", "STRUCT"],
  ["list", "LIST"],
  ["jsonarray", "LIST"],
  ["pipelinetaskfinalstatus", "TASK_FINAL_STATUS"],
]);

const artifactTypes: ReadonlyMap<string, string> = new Map(
  [
    "Artifact",
    "Model",
    "Dataset",
    "Metrics",
    "ClassificationMetrics",
    "SlicedClassificationMetrics",
    "HTML",
    "Markdown",
  ].map((name) => [name.toLowerCase(), name]),
);
