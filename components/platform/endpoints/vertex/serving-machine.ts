// The machine that serves a twin: by the size of its base from the table, or the one that is named.
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import {
  accelerators,
  chooseServing,
  isAcceleratorType,
  requireGemma,
  requireMachine,
  servingChoices,
  type ServingMachine,
  servingOn,
} from "../../../../pipeline/vertex/machines/index.ts";

export interface AskedServing {
  /** As `hf://google/gemma-3-4b-it`. */
  readonly base?: string | undefined;
  /** As `NVIDIA_L4`. Default: the cheapest GPU that serves the base. */
  readonly accelerator?: string | undefined;
  /** As `g2-standard-12`, whatever the base needs. */
  readonly machine?: string | undefined;
}

/** Throws `GEMMA_UNKNOWN`, `GEMMA_DOES_NOT_FIT`, `MACHINE_UNKNOWN` and `MACHINE_ACCELERATORS`. */
export function servingMachine({ base, accelerator, machine }: AskedServing): ServingMachine {
  if (machine !== undefined) return servingOn(requireMachine("deploy", { machineType: machine }));
  if (accelerator !== undefined && !isAcceleratorType(accelerator)) {
    throw new UserError(
      "MACHINE_ACCELERATORS",
      `deploy: the accelerator "${accelerator}" is not in the table. Give one of ${Object.keys(accelerators).join(", ")}.`,
    );
  }
  const { name } = requireGemma("deploy", base ?? "");
  if (accelerator !== undefined) return chooseServing("deploy", name, { accelerator });
  // For TPUs there is no image of which the tag is known.
  const gpu = servingChoices(name).find(({ tpuTopology }) => tpuTopology === undefined);
  return gpu ?? chooseServing("deploy", name);
}

/** `DedicatedResources` of the API. */
export interface Resources {
  readonly machineSpec: {
    readonly machineType: string;
    readonly acceleratorType?: string;
    readonly acceleratorCount?: number;
    readonly tpuTopology?: string;
  };
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
}

export function resourcesOf(machine: ServingMachine, mostReplicas: number): Resources {
  const { machineType, acceleratorType, acceleratorCount, tpuTopology } = machine;
  return {
    machineSpec: {
      machineType,
      ...(acceleratorType !== undefined && { acceleratorType }),
      ...(acceleratorCount !== undefined && { acceleratorCount }),
      ...(tpuTopology !== undefined && { tpuTopology }),
    },
    minReplicaCount: 1,
    maxReplicaCount: mostReplicas,
  };
}
