// What must be the same for a task's outputs to be taken from the cache.
import type { ComponentSpec, ExecutorSpec } from "../../ir/pipeline-spec.ts";
import { canonicalJson, sha256 } from "../canonical-json.ts";
import type { Artifact, Values } from "../values.ts";

export interface CacheKeyParts {
  readonly component: ComponentSpec;
  readonly executor: ExecutorSpec;
  readonly inputs: Values;
  /** The code behind the image, or what was found at an importer's address. */
  readonly code: string;
  /** The pipeline's own key, which stands for all else. */
  readonly cacheKey?: string | undefined;
}

/** Hexadecimal. Names of tasks and places of files do not count; an artifact counts by what it is. */
export function cacheKey({ component, executor, inputs, code, cacheKey: own }: CacheKeyParts): string {
  const { inputDefinitions, outputDefinitions } = component;
  if (own !== undefined && own !== "") return sha256(canonicalJson({ cacheKey: own, outputDefinitions }));
  const { image, command, args, env } = executor.container ?? {};
  return sha256(
    canonicalJson({
      interface: { inputDefinitions, outputDefinitions },
      container: executor.container && { image, command, args, env },
      importer: executor.importer,
      code,
      parameters: inputs.parameters,
      artifacts: Object.fromEntries(
        Object.entries(inputs.artifacts).map(([name, list]) => [name, list.map(identify)]),
      ),
    }),
  );
}

function identify({ type, uri, metadata, fingerprint }: Artifact): object {
  return { type, metadata, identity: fingerprint ?? uri };
}
