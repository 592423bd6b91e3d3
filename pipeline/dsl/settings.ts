// What can be set on a task.
import type { PipelineIdentity, Source } from "./source.ts";

export interface TaskSettings {
  readonly displayName?: string;
  /** Tasks and values that must be there first, although no data flows from them. */
  readonly after: readonly Upstream[];
  readonly retry?: RetrySettings;
  readonly caching: CachingSettings;
  readonly resources?: ResourceSettings;
  readonly env: { readonly [name: string]: string };
  readonly ignoreUpstreamFailure: boolean;
}

export type Upstream =
  | {
      readonly kind: "task";
      readonly pipeline: PipelineIdentity;
      readonly node: number;
      readonly name: string;
    }
  | { readonly kind: "source"; readonly source: Source };

/** Durations are text: `"60s"`, `"5m"`, `"1h"`. */
export interface RetrySettings {
  readonly maxRetryCount: number;
  /** Default `0s`. */
  readonly backoffDuration?: string;
  /** Default 2. */
  readonly backoffFactor?: number;
  /** Default `3600s`. */
  readonly backoffMaxDuration?: string;
}

export interface CachingSettings {
  readonly enabled: boolean;
  readonly key?: string;
}

/** CPU in cores or text as `"500m"`; memory as `"32G"`. */
export interface ResourceSettings {
  readonly cpu?: number | string;
  readonly memory?: string;
  readonly cpuRequest?: number | string;
  readonly memoryRequest?: string;
  readonly accelerator?: { readonly type: string; readonly count: number };
}
