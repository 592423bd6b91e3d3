// Names the artifact types of a pipeline: those of the toolkit by its names, others by declarations of their own.
import type { ArtifactSchema } from "../../dsl/graph.ts";
import { objectLiteral, stringLiteral, textLiteral } from "./literals.ts";
import { type Imported, type Module, use } from "./module.ts";
import { pascalCase, takeName } from "./names.ts";

const known: { readonly [title: string]: Exclude<Imported, "type Ref"> } = {
  "system.Artifact": "Artifact",
  "system.ClassificationMetrics": "ClassificationMetrics",
  "system.Dataset": "Dataset",
  "system.HTML": "Html",
  "system.Markdown": "Markdown",
  "system.Metrics": "Metrics",
  "system.Model": "Model",
};

/** `Model`, or a name that the module declares. */
export function artifactTypeName(module: Module, type: ArtifactSchema): string {
  const { schemaTitle, schemaVersion, schema } = type;
  const ours = Object.hasOwn(known, schemaTitle) ? known[schemaTitle] : undefined;
  if (ours !== undefined && schemaVersion === "0.0.1" && schema === undefined) return use(module, ours);
  const key = JSON.stringify([schemaTitle, schemaVersion ?? null, schema ?? null]);
  const declared = module.artifactTypes.get(key);
  if (declared !== undefined) return declared.name;
  const name = newName(module, type);
  module.artifactTypes.set(key, { name, code: declaration(module, name, type) });
  return name;
}

/** The last part of the title; all of it where that is taken. */
function newName(module: Module, { schemaTitle, schema }: ArtifactSchema): string {
  const title = schemaTitle !== "" ? schemaTitle : schema && "uri" in schema ? schema.uri : "";
  const last = title.split(/[./]/).findLast((part) => /[A-Za-z]/.test(part) && !/^ya?ml$/.test(part)) ?? "";
  const short = pascalCase(last, "Artifact");
  const isFree = !module.names.taken.has(short);
  return takeName(module.names, isFree ? short : pascalCase(title, "Artifact"), isFree ? "" : "Artifact");
}

function declaration(
  module: Module,
  name: string,
  { schemaTitle, schemaVersion, schema, isUnchecked }: ArtifactSchema,
): string {
  const title = stringLiteral(schemaTitle);
  const version = schemaVersion === undefined ? "null" : stringLiteral(schemaVersion);
  const more = objectLiteral([
    ["version", version === '"0.0.1"' ? undefined : version],
    ["schema", schema && schemaLiteral(schema)],
    ["unchecked", isUnchecked && "true"],
  ]);
  const isMore = schema !== undefined || version === "null" || isUnchecked === true;
  const options = isMore ? `, ${more}` : `, ${version}`;
  const call = `${title}${version === '"0.0.1"' && !isMore ? "" : options}`;
  const make = use(module, "artifactType");
  // Every artifact is one of these, so that they need no type of their own.
  if (schemaTitle === "system.Artifact") return `const ${name} = ${make}(${call});`;
  const base = use(module, "Artifact");
  return `interface ${name} extends ${base}<${title}> {}\nconst ${name} = ${make}<${name}>(${call});`;
}

function schemaLiteral(schema: NonNullable<ArtifactSchema["schema"]>): string {
  return "uri" in schema
    ? `{ uri: ${stringLiteral(schema.uri)} }`
    : `{ instance: ${textLiteral(schema.instance)} }`;
}
