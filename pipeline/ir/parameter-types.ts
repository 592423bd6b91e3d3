// The types of parameters: which values they take, and how text becomes one.
import type {
  InputParameterDefinition,
  Json,
  OutputParameterDefinition,
  ParameterTypeName,
} from "./pipeline-spec.ts";

/** The spelling of schema 2.0.0 is read as well. Absent where the definition names none. */
export function typeOf(
  definition: InputParameterDefinition | OutputParameterDefinition | undefined,
): ParameterTypeName | undefined {
  if (definition?.parameterType !== undefined) return definition.parameterType;
  switch (definition?.type) {
    case "INT":
      return "NUMBER_INTEGER";
    case "DOUBLE":
      return "NUMBER_DOUBLE";
    case "STRING":
      return "STRING";
    case undefined:
      return undefined;
  }
}

/** `value` may come from code, so it need not be JSON. */
export function isOfType(value: unknown, type: ParameterTypeName | undefined): boolean {
  switch (type) {
    case undefined:
      return true;
    case "NUMBER_INTEGER":
      return Number.isInteger(value);
    case "NUMBER_DOUBLE":
      return Number.isFinite(value);
    case "STRING":
      return typeof value === "string";
    case "BOOLEAN":
      return typeof value === "boolean";
    case "LIST":
      return Array.isArray(value) && isNestedWithin(value, deepestValue);
    case "STRUCT":
    case "TASK_FINAL_STATUS":
    case "TASK_CONFIG":
      return (
        typeof value === "object" &&
        value !== null &&
        !Array.isArray(value) &&
        isNestedWithin(value, deepestValue)
      );
  }
}

/** Of lists and objects in each other: what is deeper exhausts the stack of whoever writes it as JSON. */
export const deepestValue = 500;

export function isNestedWithin(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((item) => isNestedWithin(item, depth - 1));
}

export function describeType(type: ParameterTypeName): string {
  const names: { readonly [T in ParameterTypeName]: string } = {
    NUMBER_INTEGER: "a whole number",
    NUMBER_DOUBLE: "a number",
    STRING: "text",
    BOOLEAN: "true or false",
    LIST: "a list",
    STRUCT: "an object",
    TASK_FINAL_STATUS: "a final status",
    TASK_CONFIG: "a task configuration",
  };
  return names[type];
}

/**
 * Between tasks, as KFP's driver does it: any value can be consumed as text, which is its JSON. The other way, text
 * that is JSON of the right type is taken for it. `undefined`: the value does not fit.
 */
export function convertParameter(value: Json, type: ParameterTypeName | undefined): Json | undefined {
  if (isOfType(value, type)) return value;
  if (type === "STRING") return isNestedWithin(value, deepestValue) ? JSON.stringify(value) : undefined;
  return typeof value === "string" ? parseParameter(value, type) : undefined;
}

/** Reads what a task wrote to a parameter's file, or what somebody typed. `undefined`: it is not of the type. */
export function parseParameter(text: string, type: ParameterTypeName | undefined): Json | undefined {
  if (type === "STRING" || type === undefined) return text;
  const trimmed = text.trim();
  if (type === "BOOLEAN" && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true";
  try {
    const value = JSON.parse(trimmed) as Json; // JSON.parse gives nothing else
    return isOfType(value, type) ? value : undefined;
  } catch {
    return undefined;
  }
}
