// What flows between tasks: parameters as JSON, artifacts as lists (one that is no list is a list of one).
import type { RuntimeArtifact } from "../ir/executor-input.ts";
import type { Json } from "../ir/pipeline-spec.ts";

export interface Artifact extends RuntimeArtifact {
  /** Says what is in it, for the cache; absent where the address alone does, because no other run writes there. */
  readonly fingerprint?: string;
}

export interface Values {
  readonly parameters: { readonly [name: string]: Json };
  readonly artifacts: { readonly [name: string]: readonly Artifact[] };
}

export const noValues: Values = { parameters: {}, artifacts: {} };
