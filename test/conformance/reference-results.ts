// What kfp.local gave for pipelines, beside what came of a run here, in one form that can be compared.
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { ArtifactResult, RunResult, TaskResult } from "../../pipeline/runner/index.ts";

export interface ReferenceFile {
  readonly pipelines: { readonly [file: string]: ReferenceResult };
  readonly failures_in_reference: {
    readonly [file: string]: { readonly error: string; readonly inner_error: readonly string[] };
  };
}

export interface ReferenceResult {
  readonly args: { readonly [name: string]: Json };
  readonly pipeline_outputs: { readonly [name: string]: Json };
  readonly task_outputs: readonly (readonly [string, string, Json])[];
  /** False: two runs there differ. */
  readonly deterministic: boolean;
}

/** Task, output and value, in no order; what depends on places of files is written as the name of the file alone. */
export function taskOutputs(result: RunResult): readonly Json[] {
  return result.tasks.flatMap((task) =>
    [...Object.entries(task.parameters), ...Object.entries(task.artifacts)].map(([name, value]) => [
      nameThere(task),
      name,
      comparable(value),
    ]),
  );
}

/** kfp.local calls a round of a loop `for-loop-2-iteration-0`. */
function nameThere({ path }: TaskResult): string {
  return basename(path).replace(/\[(\d+)\]$/, "-iteration-$1");
}

export function comparable(value: unknown): Json {
  if (typeof value === "string") return value.includes("/runs/") ? `<path>/${basename(value)}` : value;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== "object" || value === null) return value as Json; // a result is JSON
  if (isArtifact(value)) return artifactThere(value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, comparable(each)]));
}

/** The reference's paths start with `<ROOT>`; the name an artifact has in its ExecutorInput is no result here. */
export function comparableThere(value: Json): Json {
  if (typeof value === "string") return value.startsWith("<ROOT>") ? `<path>/${basename(value)}` : value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(comparableThere); // JSON's lists
  if (typeof value !== "object" || value === null) return value;
  const { __artifact__: title, ...rest } = value as { readonly [key: string]: Json };
  if (title === undefined) {
    return Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, comparableThere(each)]));
  }
  const { metadata = {}, uri_basename: name = "", content = null } = rest;
  return { title, metadata: comparableThere(metadata), name, content };
}

function isArtifact(value: object): value is ArtifactResult {
  return "schemaTitle" in value && "uri" in value && "metadata" in value;
}

function artifactThere({ schemaTitle, uri, path, metadata }: ArtifactResult): Json {
  const isFile = existsSync(path) && statSync(path).isFile();
  const content = isFile ? readFileSync(path, "utf8") : null;
  return { title: schemaTitle, metadata: comparable(metadata), name: basename(uri), content };
}

/** What is in one list and not in the other, each as often as it is there. */
export function difference(ours: readonly Json[], theirs: readonly Json[]) {
  const missing = [...theirs];
  const extra = ours.filter((one) => {
    const at = missing.findIndex((other) => isDeepStrictEqual(one, other));
    if (at !== -1) missing.splice(at, 1);
    return at === -1;
  });
  return { missing, extra };
}
