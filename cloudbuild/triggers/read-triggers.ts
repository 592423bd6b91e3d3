// What `gcloud builds triggers list --format=json`, `export` and `import` write and read, in YAML or JSON -> triggers.
import { camelCase } from "../format/camel-case.ts";
import { type Document, parseAllDocuments, visit } from "yaml";
import { isObject } from "../../pipeline/ir/json-object.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { ExistingTrigger } from "./trigger.ts";

/** Takes a list, the API's page `{triggers: [...]}`, one trigger, and documents of them. `file` is for errors. */
export function readTriggers(text: string, file: string): readonly ExistingTrigger[] {
  const documents = parseAllDocuments(text, { uniqueKeys: false });
  if (!Array.isArray(documents)) return []; // there is nothing in it
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const [first = ""] = error.message.split("\n");
      throw new UserError("NOT_TRIGGERS", `${file}: cannot be read: ${first.replace(/:$/, "")}. Correct it.`);
    }
    keepNumbers(document);
    return listIn(document.toJS({ maxAliasCount: 1000 })).map((value) => asTrigger(value, file));
  });
}

/** A trigger has no numbers: what reads like one, as a tag's `1e3`, is a text that gcloud has not quoted. */
function keepNumbers(document: Document.Parsed): void {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === "number") node.value = node.source ?? node.value;
    },
  });
}

function listIn(value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value;
  const triggers = isObject(value) && value["name"] === undefined ? value["triggers"] : undefined;
  return Array.isArray(triggers) ? triggers : [value];
}

/** What the service, or somebody, says: only what names it is looked at; one without a name is known by its id. */
export function asTrigger(value: unknown, file: string): ExistingTrigger {
  const spelled = canonicalKeys(value);
  const { name, id } = isObject(spelled) ? spelled : {};
  const known = typeof name === "string" && name !== "" ? name : id;
  if (isObject(spelled) && typeof known === "string" && known !== "") {
    return { ...spelled, name: known }; // its other fields are compared as they are, whatever they say
  }
  throw new UserError(
    "NOT_TRIGGERS",
    `${file}: holds something that is no trigger. Give what gcloud builds triggers list --format=json prints.`,
  );
}

/** `included_files` is `includedFiles`. Names of substitutions and variables have no such form. */
function canonicalKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonicalKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      /^[a-z]+(?:_[a-z]+)+$/.test(key) ? camelCase(key) : key,
      canonicalKeys(inner),
    ]),
  );
}
