// What a pipeline says to Kubernetes alone: the workspace that its tasks share, and how long what it leaves is kept.
import type { Json } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { isQuantity } from "./kubernetes/check-settings.ts";

export interface PipelineConfig {
  /** A folder that all tasks of a run share; `workspacePath` is where it is. */
  readonly workspace?: {
    /** As `"10Gi"`. */
    readonly size: string;
    /** Changes to the volume claim, as `{ pvcSpecPatch: { storageClassName: "fast" } }`. */
    readonly kubernetes?: { readonly pvcSpecPatch?: { readonly [field: string]: Json } };
  };
  /** Seconds after which the finished run's resources go; without them, or with 0, they stay. */
  readonly resourceTtl?: {
    readonly onCompletion?: number;
    /** Instead of `onCompletion`, where the run succeeded. */
    readonly onSuccess?: number;
    /** Instead of `onCompletion`, where the run failed. */
    readonly onFailure?: number;
  };
  /** After so many seconds the run is ended; without it, or with 0, never. */
  readonly activeDeadlineSeconds?: number;
}

export type PlatformOfPipeline = { readonly pipelineConfig: { readonly [field: string]: Json } };

/** Of an int32. */
const maximum = 2 ** 31 - 1;

/**
 * Gives what `platforms` of a pipeline says to Kubernetes; throws a `UserError` that lists what is wrong with it.
 *
 *     pipeline({
 *       name: "nightly",
 *       platforms: { kubernetes: pipelineConfig({ workspace: { size: "10Gi" } }) },
 *       inputs: {},
 *     }, () => void train({ folder: workspacePath }));
 */
export function pipelineConfig(config: PipelineConfig): PlatformOfPipeline {
  const { workspace, resourceTtl = {}, activeDeadlineSeconds } = config;
  const seconds = {
    resourceTtlOnCompletion: resourceTtl.onCompletion,
    resourceTtlOnSuccess: resourceTtl.onSuccess,
    resourceTtlOnFailure: resourceTtl.onFailure,
    activeDeadlineSeconds,
  };
  requireLegal(workspace?.size, seconds);
  const given = Object.entries(seconds).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return {
    pipelineConfig: {
      ...Object.fromEntries(given),
      // Without `kubernetes` the backend makes no volume.
      ...(workspace && {
        workspace: {
          size: workspace.size,
          kubernetes: { pvcSpecPatch: workspace.kubernetes?.pvcSpecPatch ?? {} },
        },
      }),
    },
  };
}

function requireLegal(
  size: string | undefined,
  seconds: { readonly [name: string]: number | undefined },
): void {
  const mistakes = [
    ...(size === undefined || isQuantity(size)
      ? []
      : [`the workspace's size is "${size}". Give an amount, as "10Gi" or "500Mi".`]),
    ...Object.entries(seconds)
      .filter(([, value]) => value !== undefined && !isSeconds(value))
      .map(
        ([name, value]) => `${name} is ${JSON.stringify(value)}. Give whole seconds, from 0 to ${maximum}.`,
      ),
  ];
  if (mistakes.length === 0) return;
  throw new UserError("ILLEGAL_SETTING", mistakes.map((mistake) => `pipelineConfig: ${mistake}`).join("\n"));
}

function isSeconds(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= maximum;
}
