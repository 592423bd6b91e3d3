// Names, types and defaults of a component.
import type { ComponentDefinition } from "../dsl/graph.ts";
import { checkCode, type EmbeddedCode } from "./check-code.ts";
import type { Problem } from "./problem.ts";
import { mismatch, outOfLiterals } from "./type-mismatch.ts";

const legalName = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
/** As kfp's backend wants it. */
const legalPipelineName = /^[a-z0-9][a-z0-9-]{0,127}$/;
/** They stand inside quotes in placeholders and conditions. */
const legalInput = /^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_\-. ]*$/u;
const legalTitle = /^[A-Za-z][\w-]*(\.[A-Za-z][\w-]*)+$/;
const legalVersion = /^\d+\.\d+\.\d+$/;

export function checkDefinition(component: ComponentDefinition, embedded: EmbeddedCode): readonly Problem[] {
  return [
    ...checkName(component),
    ...checkArtifactTypes(component),
    ...checkDefaults(component),
    ...checkCode(component, embedded),
  ];
}

function checkName(component: ComponentDefinition): readonly Problem[] {
  const { name } = component;
  const illegal = (where: string, message: string): Problem => ({ code: "ILLEGAL_NAME", where, message });
  const [pattern, rule] =
    component.kind === "pipeline"
      ? [
          legalPipelineName,
          "no name of a pipeline. Use up to 128 small letters, digits and dashes, no dash first.",
        ]
      : [legalName, "no name. Use small letters, digits and dashes, a letter first."];
  const own = pattern.test(name) ? [] : [illegal(name, `"${name}" is ${rule}`)];
  const parts = [...Object.keys(component.inputs), ...Object.keys(component.outputs)]
    .filter((part) => !legalInput.test(part))
    .map((part) =>
      illegal(
        name,
        `"${part}" is no name for an input or output. Use letters, digits, "_", "-", "." and spaces, a letter, digit or "_" first.`,
      ),
    );
  return [...own, ...parts];
}

/** Files may name no type, or a schema instead. Of containers, those without code may know how to make lists. */
function checkArtifactTypes(component: ComponentDefinition): readonly Problem[] {
  const { name, inputs, outputs } = component;
  const isCode = component.kind === "container" && component.work.kind !== "container";
  const lists = Object.entries(outputs)
    .filter(([, { type }]) => isCode && type.kind === "artifactList")
    .map(([output]): Problem => {
      const message = `output "${output}" is a list of artifacts, which its code cannot make. Make one artifact, and collect several with parallelFor().`;
      return { code: "ARTIFACT_LIST_OUTPUT", where: name, message };
    });
  const types = Object.entries({ ...inputs, ...outputs }).flatMap(([part, { type }]): readonly Problem[] => {
    if (type.kind === "parameter" || type.schema !== undefined || type.isUnchecked) return [];
    const { schemaTitle, schemaVersion } = type;
    const problem = (message: string): Problem => ({ code: "ILLEGAL_ARTIFACT_TYPE", where: name, message });
    const title = isLegalTitle(schemaTitle)
      ? []
      : [
          problem(
            `the type of "${part}" is "${schemaTitle}". Give a namespace and a name, as "example.Model".`,
          ),
        ];
    const version = isLegalVersion(schemaVersion)
      ? []
      : [
          problem(
            `the type of "${part}" has the version "${schemaVersion}". Give three numbers, as "0.0.1".`,
          ),
        ];
    return [...title, ...version];
  });
  return [...lists, ...types];
}

/** Files may name no type. */
export function isLegalTitle(schemaTitle: string): boolean {
  return schemaTitle === "" || legalTitle.test(schemaTitle);
}

export function isLegalVersion(schemaVersion: string | undefined): boolean {
  return schemaVersion === undefined || legalVersion.test(schemaVersion);
}

function checkDefaults({ name, inputs }: ComponentDefinition): readonly Problem[] {
  return Object.entries(inputs).flatMap(([input, { type, default: value, literals, isRawDefault }]) => {
    if (isRawDefault) return [];
    if (value === undefined || type.kind !== "parameter") return [];
    const wrong = mismatch(value, type) ?? outOfLiterals(value, literals);
    if (wrong === undefined) return [];
    const message = `the default of input "${input}" ${wrong}. Give a default of that type.`;
    return [{ code: "PARAMETER_TYPE_MISMATCH", where: name, message }];
  });
}
