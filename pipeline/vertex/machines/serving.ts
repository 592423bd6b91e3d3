// A Gemma to the machines that can serve it with vLLM, the cheapest first, each with the arguments that vLLM needs there.
import { UserError } from "../../ir/user-error.ts";
import { accelerators, type AcceleratorType, countText } from "./accelerators.ts";
import { cacheGb, type Gemma, type GemmaName, gemmas, gib } from "./gemma.ts";
import { allMachines, byPrice, firstOfEach, type Machine } from "./machine.ts";

export interface ServingMachine {
  readonly machineType: string;
  /** Absent for TPUs, whose machine type says it all. */
  readonly acceleratorType?: AcceleratorType;
  readonly acceleratorCount?: number;
  readonly tpuTopology?: string;
  /** Of a vLLM server, after the model: what depends on machine and model. */
  readonly vllmArgs: readonly string[];
  /** MB of /dev/shm, by which GPUs that share a model talk. */
  readonly sharedMemoryMb: number;
}

export interface ServingChoice extends ServingMachine {
  /** GiB of each accelerator that weights and cache take, of those that vLLM may have. */
  readonly needsGib: number;
  readonly hasGib: number;
}

export interface ServingOptions {
  /** Tokens that a conversation may have; default 8192. */
  readonly context?: number;
  /** Only on these. */
  readonly accelerator?: AcceleratorType;
  /** With `accelerator`: exactly so many. */
  readonly count?: number;
}

const defaultContext = 8192;
/** Conversations of full length that have room at once; more wait, or are shorter. */
const conversations = 4;
/** Of an accelerator's memory; the rest is for what vLLM does not count. */
const utilization = 0.92;
/** GiB on each accelerator: activations and CUDA graphs. */
const overheadGib = 2;

/**
 * Of each accelerator the fewest that serve it, the cheapest first; with `count` only machines with so many. None may be
 * left. Throws `CONTEXT_TOO_LONG`.
 */
export function servingChoices(name: GemmaName, options: ServingOptions = {}): readonly ServingChoice[] {
  const gemma = gemmas[name];
  const { accelerator, count, context = defaultContext } = options;
  requireContext(gemma, context);
  const fitting = byPrice(allMachines("prediction")).filter(
    (machine) =>
      (accelerator === undefined || machine.accelerators?.type === accelerator) &&
      (count === undefined || machine.accelerators?.count === count) &&
      serves(gemma, machine, context),
  );
  return firstOfEach(fitting).flatMap((machine) => choice(gemma, machine, context));
}

/** The cheapest that serves it. Throws `GEMMA_DOES_NOT_FIT`, which names those that would. */
export function chooseServing(where: string, name: GemmaName, options: ServingOptions = {}): ServingChoice {
  const [first] = servingChoices(name, options);
  if (first !== undefined) return first;
  const gemma = gemmas[name];
  const { accelerator, count, context = defaultContext } = options;
  const asked = allMachines("prediction").find(
    ({ accelerators: has }) => has?.type === accelerator && (count === undefined || has?.count === count),
  );
  const others = servingChoices(name, { context });
  throw new UserError(
    "GEMMA_DOES_NOT_FIT",
    `${where}: ${why(gemma, asked, options)}. ${listChoices(others)}`,
  );
}

function why(gemma: Gemma, asked: Machine | undefined, options: ServingOptions): string {
  const { accelerator, count, context = defaultContext } = options;
  const has = asked?.accelerators;
  if (has === undefined) {
    const what = accelerator === undefined ? "accelerators" : accelerators[accelerator].shown;
    return `no machine has ${count === undefined ? what : `${count} x ${what}`}`;
  }
  const { shown, hasBfloat16 } = accelerators[has.type];
  if (!hasBfloat16) return `${gemma.name} is served in bfloat16, which the ${shown} does not compute`;
  const number = count ?? has.count;
  if (gemma.heads % number !== 0) {
    return `${gemma.name} has ${gemma.heads} attention heads, which ${number} accelerators cannot share evenly`;
  }
  const { needsGib, hasGib } = memory(gemma, { type: has.type, count: number }, context);
  return (
    `${gemma.name} does not fit on ${countText(has.type, number)}: weights, the cache of ${conversations} ` +
    `conversations of ${context} tokens and what vLLM takes are ${needsGib.toFixed(0)} GiB on each, and ` +
    `${hasGib.toFixed(0)} GiB are there`
  );
}

function listChoices(choices: readonly ServingChoice[]): string {
  if (choices.length === 0) return "Give a shorter context, or a smaller Gemma.";
  const names = choices.map(({ machineType, acceleratorType, acceleratorCount }) =>
    acceleratorType === undefined || acceleratorCount === undefined
      ? machineType
      : `${machineType} (${countText(acceleratorType, acceleratorCount)})`,
  );
  return `Give one of ${names.join(", ")}.`;
}

function serves(gemma: Gemma, { type, accelerators: has }: Machine, context: number): boolean {
  if (has === undefined || !accelerators[has.type].hasBfloat16 || gemma.heads % has.count !== 0) return false;
  const { needsGib, hasGib } = memory(gemma, has, context);
  // The weights pass through the machine's own memory.
  return needsGib <= hasGib && type.memoryGib >= Math.max(16, 1.2 * weightsGib(gemma));
}

type Accelerators = NonNullable<Machine["accelerators"]>;

function memory(gemma: Gemma, { type, count }: Accelerators, context: number) {
  return {
    needsGib: (weightsGib(gemma) + cacheGib(gemma, context)) / count + overheadGib,
    hasGib: utilization * accelerators[type].memoryGib,
  };
}

function choice(gemma: Gemma, machine: Machine, context: number): readonly ServingChoice[] {
  const { accelerators: has } = machine;
  if (has === undefined) return [];
  const serving = servingOn(machine);
  return [
    {
      ...serving,
      vllmArgs: [
        ...serving.vllmArgs,
        `--max-model-len=${context}`,
        `--gpu-memory-utilization=${utilization}`,
        "--dtype=bfloat16",
      ],
      ...memory(gemma, has, context),
    },
  ];
}

/** Of the machine alone, whichever model it serves. */
export function servingOn({ type, accelerators: has }: Machine): ServingMachine {
  const count = has?.count ?? 1;
  const isGpu = has !== undefined && accelerators[has.type].kind === "GPU";
  return {
    machineType: type.name,
    ...(isGpu && { acceleratorType: has.type, acceleratorCount: count }),
    ...(type.tpuTopology !== undefined && { tpuTopology: type.tpuTopology }),
    vllmArgs: [`--tensor-parallel-size=${count}`],
    sharedMemoryMb: count > 1 ? 16 * 1024 : 2 * 1024,
  };
}

const weightsGib = ({ weightsGb }: Gemma): number => gib(weightsGb);
const cacheGib = (gemma: Gemma, context: number): number => gib(conversations * cacheGb(gemma, context));

function requireContext(gemma: Gemma, context: number): void {
  if (Number.isInteger(context) && context > 0 && context <= gemma.longestContext) return;
  throw new UserError(
    "CONTEXT_TOO_LONG",
    `${gemma.name}: a context of ${context} tokens is asked for. Give 1 to ${gemma.longestContext}.`,
  );
}
