// The artifacts that a pipeline itself takes, from files, folders or URIs.
import type { PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { artifactAt, ImportError, type ImportOptions } from "./tasks/import-artifact.ts";
import type { Artifact } from "./values.ts";
import { own } from "../ir/json-object.ts";

/** Throws `ARTIFACTS_INVALID` with all that is missing, unknown or not there. Once aborted, gives what it has. */
export async function importInputs(
  spec: PipelineSpec,
  given: { readonly [name: string]: string },
  options: ImportOptions,
): Promise<{ readonly [name: string]: readonly Artifact[] }> {
  const declared = spec.root.inputDefinitions?.artifacts ?? {};
  const problems: string[] = [];
  const artifacts = new Map<string, readonly Artifact[]>();
  for (const [name, { artifactType, isOptional }] of Object.entries(declared)) {
    const address = own(given, name);
    if (address === undefined) {
      if (isOptional !== true) problems.push(`"${name}" is missing. Give a file, a folder or a URI.`);
      continue;
    }
    try {
      artifacts.set(name, [{ ...(await artifactAt(address, artifactType, options)), name }]);
    } catch (error) {
      if (options.signal?.aborted === true) return Object.fromEntries(artifacts); // the run is cancelled before a task starts
      if (!(error instanceof ImportError)) throw error;
      problems.push(`"${name}": ${error.message}.`);
    }
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) problems.push(`"${name}" is not known. Leave it out.`);
  }
  if (problems.length === 0) return Object.fromEntries(artifacts);
  throw new UserError(
    "ARTIFACTS_INVALID",
    problems.map((problem) => `${spec.pipelineInfo.name}: artifact ${problem}`).join("\n"),
  );
}
