// Reads provider-schema.json: the arguments that the provider knows, as trees.
import { readFileSync } from "node:fs";
import { join } from "node:path";

export interface Block {
  readonly [argument: string]: { readonly isRequired: boolean; readonly block?: Block };
}

interface SchemaFile {
  readonly provider: string;
  readonly version: string;
  readonly types: { readonly [type: string]: { readonly arguments: string; readonly attributes: string } };
}

const file = JSON.parse(
  readFileSync(join(import.meta.dirname, "provider-schema.json"), "utf8"),
) as SchemaFile;

export const provider = { source: file.provider, version: file.version };

/** `data.google_project` is a type as well. */
export function schemaOf(
  type: string,
): { readonly arguments: Block; readonly attributes: ReadonlySet<string> } | undefined {
  const found = file.types[type];
  if (found === undefined) return undefined;
  const tokens = found.arguments.match(/[a-z0-9_]+|[!{}]/g) ?? [];
  return { arguments: blockOf(tokens[Symbol.iterator]()), attributes: new Set(found.attributes.split(" ")) };
}

function blockOf(tokens: Iterator<string>): Block {
  const block: { [argument: string]: { isRequired: boolean; block?: Block } } = {};
  let last = "";
  for (let next = tokens.next(); !next.done && next.value !== "}"; next = tokens.next()) {
    const argument = block[last];
    if (next.value === "!" && argument !== undefined) argument.isRequired = true;
    else if (next.value === "{" && argument !== undefined) argument.block = blockOf(tokens);
    else block[(last = next.value)] = { isRequired: false };
  }
  return block;
}

/** What of a body the provider does not know, and what it lacks: `google_pubsub_topic.uploads: no "nam"`. */
export function mistakesIn(where: string, body: unknown, block: Block): readonly string[] {
  if (Array.isArray(body)) return body.flatMap((one) => mistakesIn(where, one, block));
  if (typeof body !== "object" || body === null) return [`${where}: is no block`];
  const given = Object.entries(body).filter(([, value]) => value !== undefined);
  const names = new Set(given.map(([name]) => name));
  const missing = Object.entries(block).filter(([name, { isRequired }]) => isRequired && !names.has(name));
  return [
    ...missing.map(([name]) => `${where}: lacks "${name}"`),
    ...given.flatMap(([name, value]) => {
      const argument = block[name];
      if (argument === undefined) return [`${where}: no "${name}"`];
      return argument.block === undefined ? [] : mistakesIn(`${where}.${name}`, value, argument.block);
    }),
  ];
}
