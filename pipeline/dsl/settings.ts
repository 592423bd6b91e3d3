// What can be set on a task.
import type { ResourceSpec } from "../ir/pipeline-spec.ts";
import type { Composite, PipelineIdentity, Source } from "./source.ts";

export interface TaskSettings {
  /** Empty: the task is shown under no name. */
  readonly displayName?: string;
  /** Tasks and values that must be there first, although no data flows from them. */
  readonly after: readonly Upstream[];
  readonly retry?: RetrySettings;
  readonly caching: CachingSettings;
  readonly resources?: ResourceSettings;
  /** As the IR spells them, instead of `resources`. */
  readonly resourceSpec?: ResourceSpec;
  readonly env: { readonly [name: string]: string };
  readonly ignoreUpstreamFailure: boolean;
  /** CEL over the task's own inputs: it runs only if this holds. */
  readonly condition?: string;
  /** The condition is of a kind that we cannot read; only the backend knows whether it can. */
  readonly isUncheckedCondition?: true;
  /** The task runs once per item. */
  readonly iterator?: IteratorSettings;
  /** By platform, as `kubernetes`: what its second document says of the task. Handles in it become inputs. */
  readonly platforms: { readonly [platform: string]: Composite };
}

export interface IteratorSettings {
  /** The input that gets the item. */
  readonly itemInput: string;
  /** JSON of a list, or the name of the input that holds the list. */
  readonly items:
    { readonly raw: string } | { readonly inputParameter: string } | { readonly inputArtifact: string };
  readonly parallelism?: number;
}

export type Upstream =
  | {
      readonly kind: "task";
      readonly pipeline: PipelineIdentity;
      readonly node: number;
      readonly name: string;
    }
  | { readonly kind: "source"; readonly source: Source };

/** Durations are text: `"60s"`, `"5m"`, `"1h"`. `null` leaves a setting to the platform. */
export interface RetrySettings {
  readonly maxRetryCount: number;
  /** Default `0s`. */
  readonly backoffDuration?: string | null;
  /** Default 2. */
  readonly backoffFactor?: number | null;
  /** Default `3600s`. */
  readonly backoffMaxDuration?: string | null;
}

export interface CachingSettings {
  readonly enabled: boolean;
  readonly key?: string;
}

/** CPU in cores or text as `"500m"`; memory as `"32G"`; a source gives text of that kind. */
export interface ResourceSettings {
  readonly cpu?: number | string | Source;
  readonly memory?: string | Source;
  readonly cpuRequest?: number | string | Source;
  readonly memoryRequest?: string | Source;
  readonly accelerator?: { readonly type: string | Source; readonly count: number | string | Source };
}

/** What can be said of a group. */
export interface GroupSettings {
  /** Of its task; default as kfp's SDK names it. */
  readonly name?: string;
  readonly displayName?: string;
  readonly after: readonly Upstream[];
}
