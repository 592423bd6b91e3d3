// Machines and the container that they run, as an item of the `worker_pool_specs` of a custom job.
import type { Holding } from "../../pipeline/dsl/value-types.ts";
import type { Ref } from "../../pipeline/index.ts";

/** A constant, or a handle, or for text one with handles in it. */
type Given<T> = Holding<T> | Ref<T>;

export interface WorkerPool {
  /** As `g2-standard-8`. */
  readonly machineType: Given<string>;
  /** As `NVIDIA_L4`; default none. */
  readonly acceleratorType?: Given<string>;
  /** Per replica; default 1 where there is a type. */
  readonly acceleratorCount?: Given<number>;
  /** Machines; default 1. The first pool of a job, its chief, has one. */
  readonly replicas?: Given<number>;
  readonly image: Given<string>;
  /** Default the image's own. */
  readonly command?: readonly Given<string>[];
  readonly args?: readonly Given<string>[];
  readonly env?: { readonly [name: string]: Given<string> };
}

/** `WorkerPoolSpec` of Vertex AI's API, as Google's launcher takes it; more fields of it can be spread in. */
export type WorkerPoolSpec = {
  readonly machine_spec: {
    readonly machine_type: Given<string>;
    readonly accelerator_type?: Given<string>;
    readonly accelerator_count?: Given<number>;
  };
  readonly replica_count: Given<number>;
  readonly container_spec: {
    readonly image_uri: Given<string>;
    readonly command?: readonly Given<string>[];
    readonly args?: readonly Given<string>[];
    readonly env?: readonly { readonly name: string; readonly value: Given<string> }[];
  };
};

/**
 * One pool of a custom job; handles may stand for any part of it.
 *
 *     customTrainingJob({
 *       display_name: "tune",
 *       worker_pool_specs: [workerPool({ machineType: "g2-standard-8", image, args: [text`--rank=${inputs.rank}`] })],
 *     });
 */
export function workerPool(pool: WorkerPool): WorkerPoolSpec {
  const {
    machineType,
    acceleratorType,
    acceleratorCount = 1,
    replicas = 1,
    image,
    command,
    args,
    env,
  } = pool;
  return {
    machine_spec: {
      machine_type: machineType,
      ...(acceleratorType !== undefined && {
        accelerator_type: acceleratorType,
        accelerator_count: acceleratorCount,
      }),
    },
    replica_count: replicas,
    container_spec: {
      image_uri: image,
      ...(command && { command }),
      ...(args && { args }),
      ...(env && { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
    },
  };
}
