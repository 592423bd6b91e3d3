// The work of an importer: an address becomes an artifact.
import { cp } from "node:fs/promises";
import { isAbsolute, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { artifactPath } from "../../ir/artifact-path.ts";
import type { ArtifactTypeSchema, ImporterSpec, Json } from "../../ir/pipeline-spec.ts";
import { type PlaceholderValues, resolveJson, resolveText } from "../../ir/placeholders.ts";
import type { Artifact, Values } from "../values.ts";
import { ContentError, contentHash } from "./content-hash.ts";
import { own } from "../../ir/json-object.ts";

/** There is nothing to import, or it cannot be read. */
export class ImportError extends Error {}

export interface ImportOptions {
  /** Where relative paths start. */
  readonly cwd: string;
  /** Aborting stops the reading: what then is thrown is no `ImportError`. Default: none. */
  readonly signal?: AbortSignal | undefined;
}

/** A path starts at `cwd` and must exist; `gs://` and other addresses are taken as they are. Throws `ImportError`. */
export async function importArtifact(
  importer: ImporterSpec,
  inputs: Values,
  values: PlaceholderValues,
  options: ImportOptions,
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
  const artifact = await artifactAt(given, importer.typeSchema, options, metadata as Artifact["metadata"]); // an object stays one
  const workspace = values.names["workspace_path"];
  if (importer.downloadToWorkspace !== true || workspace === undefined) return artifact;
  return copyToWorkspace(artifact, workspace);
}

/** As KFP's backend lays it out: below `.artifacts`, at the path that it is copied from. */
async function copyToWorkspace(artifact: Artifact, workspace: string): Promise<Artifact> {
  const path = artifactPath(artifact.uri);
  const copy = join(workspace, ".artifacts", resolve("/", path)); // which has no ".." in it
  try {
    if (!isAbsolute(path)) throw new TypeError(`${path} is on no disk`);
    await cp(path, copy, { recursive: true });
  } catch (error) {
    throw new ImportError(
      `"${artifact.uri}" cannot be copied to the workspace (${(error as NodeJS.ErrnoException).code ?? "it is not on this machine"}). ` +
        "Give a file or a folder of this machine, or leave out downloadToWorkspace",
    );
  }
  return { ...artifact, uri: copy };
}

function fillIn(constant: Json | undefined, values: PlaceholderValues): Json | undefined {
  return typeof constant === "string" ? resolveText(constant, values) : constant;
}

export async function artifactAt(
  address: string,
  type: ArtifactTypeSchema,
  { cwd, signal }: ImportOptions,
  metadata: Artifact["metadata"] = {},
): Promise<Artifact> {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(address)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== "file") return { name: "artifact", type, uri: address, metadata };
  const path = scheme === "file" ? pathOf(address) : resolve(cwd, address);
  try {
    const fingerprint = `${path}#${await contentHash(path, signal)}`;
    return { name: "artifact", type, uri: path, metadata, fingerprint };
  } catch (error) {
    const message = signal?.aborted === true ? undefined : explain(address, path, error);
    throw message === undefined ? error : new ImportError(message);
  }
}

function pathOf(address: string): string {
  try {
    return fileURLToPath(address);
  } catch {
    throw new ImportError(
      `"${address}" is no address of a file on this machine. Give the path alone, or file:///path with "%" written as "%25"`,
    );
  }
}

/** `undefined`: the error is none of files. */
function explain(address: string, path: string, error: unknown): string | undefined {
  if (error instanceof ContentError) return `"${address}" cannot be imported: ${error.message}`;
  if (!(error instanceof Error && "code" in error)) return undefined;
  const { code = "", path: culprit = path } = error as NodeJS.ErrnoException;
  const looked = address === path ? "" : ` (looked for ${path})`;
  switch (code) {
    case "ENOENT":
      return culprit === path
        ? `there is no file or folder "${address}"${looked}. Give one that exists`
        : `"${address}" cannot be imported: ${culprit} is a link to what does not exist. Mend or remove it`;
    case "ENOTDIR":
      return `there is no file or folder "${address}"${looked}: a part of it is a file. Give one that exists`;
    case "ELOOP":
      return `"${address}" cannot be imported: ${culprit} is a link that leads back to itself. Mend or remove it`;
    case "EACCES":
    case "EPERM":
      return `"${address}" cannot be imported: ${culprit} may not be read. Change its permissions`;
    default:
      return `"${address}" cannot be imported: ${culprit} cannot be read (${code}). Give another file or folder`;
  }
}
