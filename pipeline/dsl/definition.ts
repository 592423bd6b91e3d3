// A component value carries its definition; everything that works on components starts from it.
import type { AnyComponent } from "./component-types.ts";
import type {
  ComponentDefinition,
  InputDefinition,
  InputDefinitions,
  OutputDefinition,
  OutputDefinitions,
  ValueType,
} from "./graph.ts";
import { mapEntries } from "./map-entries.ts";
import type { InputTypes, OutputTypes, PlainType } from "./value-types.ts";

export const definition: unique symbol = Symbol.for("pollux.definition");

/**
 * What the component is: its name, and its inputs and outputs with their types.
 *
 *     componentDefinition(train).outputs["model"]?.type // { kind: "artifact", schemaTitle: "system.Model", ... }
 */
export function componentDefinition(component: AnyComponent): ComponentDefinition {
  return component[definition];
}

export function isComponent(value: unknown): value is AnyComponent {
  return typeof value === "function" && definition in value;
}

export function inputDefinitions(types: InputTypes): InputDefinitions {
  return mapEntries(types, inputDefinition);
}

export function outputDefinitions(types: OutputTypes): OutputDefinitions {
  return mapEntries(types, outputDefinition);
}

function outputDefinition(declared: OutputTypes[string]): OutputDefinition {
  if (declared.kind === "artifactOutput") return declared.definition;
  if (declared.kind === "described") return { type: declared.type, description: declared.description };
  const description = "description" in declared ? declared.description : undefined;
  return { type: valueType(declared), ...(description !== undefined && { description }) };
}

export function inputDefinition(declared: InputTypes[string]): InputDefinition {
  if (declared.kind === "described") {
    return { type: declared.type, optional: false, description: declared.description };
  }
  const description = "description" in declared ? declared.description : undefined;
  const literals = "literals" in declared ? declared.literals : undefined;
  const words = {
    ...(description !== undefined && { description }),
    ...(literals !== undefined && { literals }),
  };
  if (declared.kind !== "optional") return { type: valueType(declared), optional: false, ...words };
  return {
    type: declared.type,
    optional: declared.isOptional ?? true,
    ...("default" in declared && { default: declared.default as NonNullable<InputDefinition["default"]> }),
    ...(declared.isRawDefault && { isRawDefault: true }),
    ...words,
  };
}

/** Only what the value is, without words about the input or output. */
export function valueType(declared: PlainType): ValueType {
  if (declared.kind === "parameter") {
    const { kind, type, item, fields } = declared;
    return { kind, type, ...(item && { item }), ...(fields && { fields }) };
  }
  const { kind, schemaTitle, schemaVersion, schema, isUnchecked } = declared;
  return {
    kind,
    schemaTitle,
    ...(schemaVersion !== undefined && { schemaVersion }),
    ...(schema !== undefined && { schema }),
    ...(isUnchecked && { isUnchecked }),
  };
}
