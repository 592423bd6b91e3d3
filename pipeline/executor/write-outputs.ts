// Gives a component's code places to write to, and puts what it wrote in its place when it has ended well.
import { cp, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { ComponentDefinition } from "../dsl/graph.ts";
import type { ExecutorInput, ExecutorOutput, RuntimeArtifact } from "../ir/executor-input.ts";
import type { Json } from "../ir/pipeline-spec.ts";
import { artifactPath } from "../ir/artifact-path.ts";
import { describeType, isOfType } from "../ir/parameter-types.ts";
import type { Metadata, OutputArtifact } from "./implement.ts";

export interface OutputStage {
  readonly artifacts: { readonly [name: string]: OutputArtifact };
  /** Moves artifacts to their places, then writes the parameters, then the ExecutorOutput. */
  readonly commit: (parameters: { readonly [name: string]: unknown }) => Promise<ExecutorOutput>;
  /** Leaves nothing behind of what was written. */
  readonly discard: () => Promise<void>;
}

interface StagedArtifact {
  readonly told: RuntimeArtifact;
  readonly place: string;
  readonly stagePath: string;
  metadata: Metadata;
}

/** A code's own defect, such as a parameter that it does not return, is an ordinary error. */
export async function stageOutputs(
  definition: ComponentDefinition,
  { outputs = {} }: ExecutorInput,
): Promise<OutputStage> {
  const staged = new Map<string, StagedArtifact>();
  for (const [name, { artifacts }] of Object.entries(outputs.artifacts ?? {})) {
    const [told] = artifacts;
    if (told === undefined) continue;
    const place = told.customPath ?? artifactPath(told.uri);
    staged.set(name, { told, place, stagePath: `${place}.partial`, metadata: told.metadata });
  }
  for (const { stagePath } of staged.values()) {
    await rm(stagePath, { recursive: true, force: true });
    await mkdir(dirname(stagePath), { recursive: true });
  }

  const commit: OutputStage["commit"] = async (parameters) => {
    const checked = checkParameters(definition, parameters);
    for (const { stagePath, place } of staged.values()) {
      if (existsSync(stagePath)) await putInPlace(stagePath, place);
    }
    for (const [name, { outputFile }] of Object.entries(outputs.parameters ?? {})) {
      const value = checked[name];
      if (value === undefined) continue;
      await writeWhole(outputFile, typeof value === "string" ? value : JSON.stringify(value));
    }
    const output: ExecutorOutput = {
      parameterValues: checked,
      artifacts: Object.fromEntries(
        [...staged].map(([name, { told, metadata }]) => [name, { artifacts: [{ ...told, metadata }] }]),
      ),
    };
    if (outputs.outputFile !== undefined) await writeWhole(outputs.outputFile, JSON.stringify(output));
    return output;
  };

  const discard = async (): Promise<void> => {
    for (const { stagePath } of staged.values()) await rm(stagePath, { recursive: true, force: true });
  };

  const artifacts = Object.fromEntries(
    [...staged].map(([name, artifact]): [string, OutputArtifact] => [
      name,
      {
        name: artifact.told.name,
        path: artifact.stagePath,
        uri: artifact.told.uri,
        setMetadata: (metadata) => {
          artifact.metadata = metadata;
        },
      },
    ]),
  );
  return { artifacts, commit, discard };
}

/** A mounted bucket cannot rename a folder that holds files: there it is copied. */
async function putInPlace(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  try {
    await rename(from, to);
  } catch {
    await cp(from, to, { recursive: true });
    await rm(from, { recursive: true, force: true });
  }
}

/** A reader sees the whole file or none. */
async function writeWhole(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.partial`, text);
  await rename(`${path}.partial`, path);
}

function checkParameters(
  { name: component, outputs }: ComponentDefinition,
  returned: { readonly [name: string]: unknown },
): { readonly [name: string]: Json } {
  const checked: { [name: string]: Json } = {};
  for (const [name, { type }] of Object.entries(outputs)) {
    if (type.kind !== "parameter") continue;
    const value = returned[name];
    if (!isOfType(value, type.type)) {
      throw new TypeError(
        `${component}: its code returned ${JSON.stringify(value)} as "${name}". Return ${describeType(type.type)}.`,
      );
    }
    checked[name] = value as Json; // `fits` has looked at its kind; what is inside is the code's word
  }
  const unknown = Object.keys(returned).filter((name) => !Object.hasOwn(checked, name));
  if (unknown.length > 0) {
    throw new TypeError(
      `${component}: its code returned "${unknown.join('", "')}", which the component does not declare. Declare or drop it.`,
    );
  }
  return checked;
}
