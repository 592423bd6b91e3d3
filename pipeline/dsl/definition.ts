// A component value carries its definition; everything that works on components starts from it.
import type { AnyComponent } from "./component-types.ts";
import type { ComponentDefinition, InputDefinition, InputDefinitions, OutputDefinitions } from "./graph.ts";
import { mapEntries } from "./map-entries.ts";
import type { InputTypes, OutputTypes } from "./value-types.ts";

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
  return mapEntries(types, (declared) => {
    const { description, ...type } = { description: undefined, ...declared };
    return { type, ...(description !== undefined && { description }) };
  });
}

function inputDefinition(declared: InputTypes[string]): InputDefinition {
  if (declared.kind !== "optional") {
    const { description, ...type } = { description: undefined, ...declared };
    return { type, optional: false, ...(description !== undefined && { description }) };
  }
  const { type, description } = declared;
  return {
    type,
    optional: true,
    ...("default" in declared && { default: declared.default as NonNullable<InputDefinition["default"]> }),
    ...(description !== undefined && { description }),
  };
}
