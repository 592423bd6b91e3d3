// What flows between tasks: parameters as JSON, artifacts as lists (one that is no list is a list of one).
import type { RuntimeArtifact } from "../ir/executor-input.ts";
import type { Json } from "../ir/pipeline-spec.ts";

export interface Artifact extends RuntimeArtifact {
  /**
   * Says what is in it, for the cache: what a task makes is new each time, for one that runs again writes to the same
   * place. Absent where nothing but the address is known.
   */
  readonly fingerprint?: string;
  /** There was a file or a folder at its address when its task ended; some artifacts are metadata alone. */
  readonly isStored?: true;
}

/** What a task is told of it. */
export function toRuntimeArtifact({ fingerprint: _, isStored: __, ...artifact }: Artifact): RuntimeArtifact {
  return artifact;
}

export interface Values {
  readonly parameters: { readonly [name: string]: Json };
  readonly artifacts: { readonly [name: string]: readonly Artifact[] };
}

export const noValues: Values = { parameters: {}, artifacts: {} };
