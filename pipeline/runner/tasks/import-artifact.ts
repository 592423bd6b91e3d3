// The work of an importer: an address becomes an artifact.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ArtifactTypeSchema, ImporterSpec, Json } from "../../ir/pipeline-spec.ts";
import { type PlaceholderValues, resolveJson, resolveText } from "../../ir/placeholders.ts";
import type { Artifact, Values } from "../values.ts";
import { own } from "../values.ts";
import { contentHash } from "./content-hash.ts";

/** There is nothing to import. */
export class ImportError extends Error {}

/** A path starts at `cwd` and must exist; `gs://` and other addresses are taken as they are. Throws `ImportError`. */
export async function importArtifact(
  importer: ImporterSpec,
  inputs: Values,
  values: PlaceholderValues,
  cwd: string,
): Promise<Artifact> {
  const { constant, constantValue, runtimeParameter } = importer.artifactUri;
  const given =
    runtimeParameter === undefined
      ? fillIn(constant ?? constantValue?.stringValue, values)
      : own(inputs.parameters, runtimeParameter);
  if (typeof given !== "string" || given === "") {
    throw new ImportError(
      `its address is ${JSON.stringify(given) ?? "missing"}. Give a file, a folder or a URI`,
    );
  }
  const metadata = resolveJson(importer.metadata ?? {}, values);
  return artifactAt(given, importer.typeSchema, cwd, metadata as Artifact["metadata"]); // an object stays one
}

function fillIn(constant: Json | undefined, values: PlaceholderValues): Json | undefined {
  return typeof constant === "string" ? resolveText(constant, values) : constant;
}

export async function artifactAt(
  address: string,
  type: ArtifactTypeSchema,
  cwd: string,
  metadata: Artifact["metadata"] = {},
): Promise<Artifact> {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "file") return { name: "artifact", type, uri: address, metadata };
  const path = scheme === "file" ? fileURLToPath(address) : resolve(cwd, address);
  try {
    const fingerprint = `${path}#${await contentHash(path)}`;
    return { name: "artifact", type, uri: path, metadata, fingerprint };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    throw new ImportError(
      `there is no file or folder "${address}"${address === path ? "" : ` (looked for ${path})`}. Give one that exists`,
    );
  }
}
