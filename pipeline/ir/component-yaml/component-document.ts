// KFP's older format for a component, one YAML document: what is in it, and what is wrong with it.
import { isObject, own, type JsonObject } from "../json-object.ts";
import { json, list, map, message, struct, text, truth, type Schema } from "../json-schema.ts";
import type { Json } from "../pipeline-spec.ts";
import { compileSchema } from "../schema-problems.ts";

export interface ComponentDocument {
  readonly name?: string;
  readonly description?: string;
  readonly inputs?: readonly InputDeclaration[];
  readonly outputs?: readonly OutputDeclaration[];
  readonly implementation: { readonly container: ContainerDeclaration };
}

export interface OutputDeclaration {
  readonly name: string;
  /** A mapping is a type with properties, of which KFP v2 knows none. */
  readonly type?: string | JsonObject;
  readonly description?: string;
}

export interface InputDeclaration extends OutputDeclaration {
  readonly default?: Json;
  readonly optional?: boolean;
}

export interface ContainerDeclaration {
  readonly image: string;
  /** Text and placeholders, which have not been checked. */
  readonly command?: readonly Json[];
  readonly args?: readonly Json[];
  readonly env?: { readonly [name: string]: string };
}

/** Tells the format from IR as kfp does, by its `implementation`. */
export function isComponentYaml(document: Json): boolean {
  return isObject(document) && own(document, "implementation") !== undefined;
}

/** The component without its empty fields, or a sentence for each problem. */
export function checkComponent(
  document: Json,
): { readonly component: ComponentDocument } | { readonly problems: readonly string[] } {
  const filled = withoutEmptyFields(document);
  const implementation = isObject(filled) ? own(filled, "implementation") : undefined;
  if (isObject(implementation) && own(implementation, "graph") !== undefined) {
    return {
      problems: [
        "implementation/graph is a pipeline of KFP v1, which KFP v2 does not run. Write a pipeline.",
      ],
    };
  }
  const problems = shapeProblems(filled);
  if (problems.length > 0) return { problems };
  return { component: filled as unknown as ComponentDocument }; // the schema says the same as the type
}

/** A field without a value is the same as none; but `executorInput`, among the arguments, never has one. */
function withoutEmptyFields(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutEmptyFields);
  if (!isObject(value)) return value;
  const filled = Object.entries(value).filter(([, field]) => field !== null);
  return Object.fromEntries(
    filled.map(([name, field]) => [name, given.has(name) ? field : withoutEmptyFields(field)]),
  );
}

/** Fields whose values are the component's own. */
const given = new Set(["default", "type", "command", "args", "annotations", "labels"]);

const output = {
  name: text,
  type: { type: ["string", "object"] },
  description: text,
  annotations: struct,
};

const componentSchema: Schema = message(
  {
    name: text,
    description: text,
    version: text,
    metadata: message({ annotations: struct, labels: struct }),
    inputs: list(message({ ...output, default: json, optional: truth }, ["name"])),
    outputs: list(message(output, ["name"])),
    implementation: message(
      {
        container: message(
          {
            image: text,
            command: list(json),
            args: list(json),
            env: map(text),
            // Where images wrote outputs to that could not be told: KFP v2 reads only what it has told.
            fileOutputs: map(text),
          },
          ["image"],
        ),
      },
      ["container"],
    ),
  },
  ["implementation"],
);
const shapeProblems = compileSchema(componentSchema, "the component");
