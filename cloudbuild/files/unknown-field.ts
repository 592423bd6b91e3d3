// A field that the API does not know -> what to write instead: a name that is near, or where the field belongs.
import { isObject } from "../../pipeline/ir/json-object.ts";
import { buildSchema } from "../format/build-schema.ts";
import { camelCase } from "../format/camel-case.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import { quoted } from "../findings/found.ts";
import type { Path } from "./build-file.ts";
import { nameOf } from "./name-of.ts";

export function unknownField(path: Path, field: string, properties: unknown) {
  const known = fieldsWritten(properties);
  return {
    code: "UNKNOWN_FIELD",
    message: `${nameOf(path)} has a field ${quoted(field)}, which the API does not know.`,
    remedy: remedyFor(field, known),
    path: [...path, field],
    key: true,
  };
}

function remedyFor(field: string, known: readonly string[]): string {
  const near = didYouMean(field, known);
  if (near !== "") return near.trim();
  const homes = homesOf(camelCase(field));
  if (homes.length > 0) return `Move it: it is a field of ${homes.join(" and of ")}.`;
  return `Remove it; the fields here are: ${known.join(", ")}.`;
}

/** Those that a person writes. */
function fieldsWritten(properties: unknown): readonly string[] {
  if (!isObject(properties)) return [];
  return Object.keys(properties).filter((name) => {
    const schema = properties[name];
    return !(isObject(schema) && schema["readOnly"] === true);
  });
}

function homesOf(field: string): readonly string[] {
  const { steps, options, artifacts } = buildSchema["properties"] as {
    readonly [name: string]: { readonly [keyword: string]: unknown };
  };
  const step = steps?.["items"] as { readonly properties: unknown };
  const homes = {
    "the build itself": buildSchema["properties"],
    "a step": step.properties,
    options: options?.["properties"],
    artifacts: artifacts?.["properties"],
  };
  return Object.entries(homes)
    .filter(([, properties]) => fieldsWritten(properties).includes(field))
    .map(([home]) => home);
}
