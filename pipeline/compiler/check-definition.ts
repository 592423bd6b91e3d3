// Names, defaults and code of a component.
import type { ComponentDefinition } from "../dsl/graph.ts";
import { codeProblem } from "./code-path.ts";
import type { Problem } from "./problem.ts";
import { mismatch } from "./type-mismatch.ts";

const legalName = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
/** They stand inside quotes in placeholders and conditions. */
const legalInput = /^[A-Za-z_][A-Za-z0-9_-]*$/;

export function checkDefinition(component: ComponentDefinition): readonly Problem[] {
  return [...checkName(component), ...checkDefaults(component), ...checkCode(component)];
}

function checkName(component: ComponentDefinition): readonly Problem[] {
  const { name } = component;
  const illegal = (where: string, message: string): Problem => ({ code: "ILLEGAL_NAME", where, message });
  const own = legalName.test(name)
    ? []
    : [illegal(name, `"${name}" is no name. Use small letters, digits and dashes, a letter first.`)];
  const parts = [...Object.keys(component.inputs), ...Object.keys(component.outputs)]
    .filter((part) => !legalInput.test(part))
    .map((part) =>
      illegal(
        name,
        `"${part}" is no name for an input or output. Use letters, digits, "_" and "-", a letter first.`,
      ),
    );
  return [...own, ...parts];
}

function checkDefaults({ name, inputs }: ComponentDefinition): readonly Problem[] {
  return Object.entries(inputs).flatMap(([input, { type, default: value }]) => {
    if (value === undefined || type.kind !== "parameter") return [];
    const wrong = mismatch(value, type);
    if (wrong === undefined) return [];
    const message = `the default of input "${input}" ${wrong}. Give a default of that type.`;
    return [{ code: "PARAMETER_TYPE_MISMATCH", where: name, message }];
  });
}

function checkCode(component: ComponentDefinition): readonly Problem[] {
  if (component.kind !== "container" || component.work.kind !== "code") return [];
  const message = codeProblem(component.work.code);
  return message === undefined ? [] : [{ code: "CODE_NOT_FOUND", where: component.name, message }];
}
