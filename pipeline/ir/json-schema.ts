// The pieces that the JSON schemas of file formats are made of.

export type Schema = { readonly [keyword: string]: unknown };

export const text: Schema = { type: "string" };
export const truth: Schema = { type: "boolean" };
export const number: Schema = { type: "number" };
export const integer: Schema = { type: "integer" };
export const json: Schema = {};
export const struct: Schema = { type: "object" };
export const texts: Schema = list(text);

/** With these fields and no others. */
export function message(
  properties: { readonly [field: string]: Schema },
  required: readonly string[] = [],
): Schema {
  return { type: "object", properties, required, additionalProperties: false };
}

/** At most one of `choices`, as in a proto's `oneof`. */
export function oneOf(
  choices: { readonly [field: string]: Schema },
  rest: { readonly [field: string]: Schema } = {},
): Schema {
  const names = Object.keys(choices);
  const pairs = names.flatMap((first, index) =>
    names.slice(index + 1).map((second) => ({ not: { required: [first, second] } })),
  );
  return { ...message({ ...choices, ...rest }), allOf: pairs };
}

export function map(value: Schema): Schema {
  return { type: "object", additionalProperties: value };
}

export function list(items: Schema): Schema {
  return { type: "array", items };
}
