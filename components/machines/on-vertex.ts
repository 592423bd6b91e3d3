// A base model to what each of the trainer's tasks gets of Vertex AI: its machine, and what its program must know of it.
import type { Task } from "../../pipeline/index.ts";
import { pipelineRoot } from "../../pipeline/index.ts";
import {
  accelerators,
  type AcceleratorType,
  chooseTraining,
  convertingMachine,
  evaluatingMachine,
  type Machine,
  memoryFraction,
  requireGemma,
} from "../../pipeline/vertex/machines/index.ts";
import { train } from "../train/component.ts";
import { customJobOf } from "./custom-job.ts";

export interface OnVertexOptions {
  /** Default: the cheapest GPU that it can be trained on. */
  readonly accelerator?: AcceleratorType;
  /** Trains on a spot machine: a third of the price, and it may be stopped and started again. Default false. */
  readonly spot?: boolean;
}

export interface TwinMachines {
  readonly prepareBase: Machine;
  readonly train: Machine;
  readonly convert: Machine;
  readonly evaluate: Machine;
  /** Examples in a step of training that the machine has room for. */
  readonly batchSize: number;
  readonly spot: boolean;
}

/**
 * `base` names its size, as `hf://google/gemma-3-4b-it`. Throws `GEMMA_UNKNOWN`, `GEMMA_NOT_TRAINED` and
 * `GEMMA_DOES_NOT_FIT`, the last with the machines on which it does.
 */
export function onVertex(base: string, options: OnVertexOptions = {}): TwinMachines {
  const { name } = requireGemma("base", base);
  const { machine, batchSize } = chooseTraining("train", name, options);
  const convert = convertingMachine(name);
  return {
    prepareBase: convert,
    train: machine,
    convert,
    evaluate: evaluatingMachine(name),
    batchSize,
    spot: options.spot ?? false,
  };
}

/** The task asks for that machine's size and accelerators, by which Vertex AI finds it; locally it means nothing. */
export function place<T extends Task<unknown>>(task: T, machine: Machine | undefined): T {
  if (machine === undefined) return task;
  const { type, accelerators: has } = machine;
  return task
    .resources({
      cpu: type.vcpus,
      memory: `${type.memoryGib}G`,
      ...(has && { accelerator: { type: has.type, count: has.count } }),
    })
    .env(variables(machine));
}

/** `train` as a custom job on a spot machine: stopped and started again, it goes on from its last checkpoint. */
export function trainOnSpot(machine: Machine) {
  // Under the pipeline's root, and the same in every job: one that is submitted anew goes on as well.
  const env = { ...variables(machine), POLLUX_CHECKPOINTS: `${pipelineRoot}/checkpoints` };
  return customJobOf(train, { machine, spot: true, env });
}

/** JAX takes three quarters of a GPU's memory unless it is told otherwise. */
function variables({ accelerators: has }: Machine): { readonly [name: string]: string } {
  return has !== undefined && accelerators[has.type].kind === "GPU"
    ? { XLA_PYTHON_CLIENT_MEM_FRACTION: String(memoryFraction) }
    : {};
}
