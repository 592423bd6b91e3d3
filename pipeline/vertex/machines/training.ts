// A Gemma to what each task of the trainer's image needs of a machine to work on it: `containers/trainer` loads the whole
// text model onto one device, in float32 but for training on a GPU, which is in bfloat16.
import { UserError } from "../../ir/user-error.ts";
import { accelerators, type AcceleratorType, countText } from "./accelerators.ts";
import { type Gemma, type GemmaName, gemmaNames, gemmas, gib } from "./gemma.ts";
import { allMachines, byPrice, firstOfEach, type Machine, machineText } from "./machine.ts";

export interface TrainingChoice {
  readonly machine: Machine;
  /** Examples in a step: the most, up to the trainer's usual 8, that leave room. */
  readonly batchSize: number;
  readonly needsGib: number;
  readonly hasGib: number;
}

export interface TrainingOptions {
  readonly accelerator?: AcceleratorType;
  /** Default false: some GPUs can be had for training as spot machines only. */
  readonly spot?: boolean;
}

/** Of a GPU's memory that JAX is told to take (`XLA_PYTHON_CLIENT_MEM_FRACTION`). */
export const memoryFraction = 0.92;

/** Of the trainer: `--maxLength`, and the part of it that a reply may have. */
const exampleTokens = 160;
const replyTokens = 120;
const usualBatch = 8;
/** GiB: what XLA and its kernels take. */
const overheadGib = 2;

/** Every machine with one GPU that can train LoRA on it, the cheapest first. */
export function trainingChoices(name: GemmaName, options: TrainingOptions = {}): readonly TrainingChoice[] {
  const gemma = gemmas[name];
  const { accelerator, spot = false } = options;
  const { shape } = gemma;
  if (shape === undefined) return [];
  const fitting = byPrice(allMachines("training", { spot }), { spot }).filter(
    ({ type, accelerators: has }) =>
      has?.count === 1 &&
      accelerators[has.type].hasBfloat16 &&
      (accelerator === undefined || has.type === accelerator) &&
      type.memoryGib >= Math.max(16, 1.5 * gib(gemma.weightsGb)),
  );
  return firstOfEach(fitting).flatMap((machine) => largestBatch(gemma, machine));
}

/** Throws `GEMMA_NOT_TRAINED` and `GEMMA_DOES_NOT_FIT`, which name what can be done. */
export function chooseTraining(
  where: string,
  name: GemmaName,
  options: TrainingOptions = {},
): TrainingChoice {
  const [first] = trainingChoices(name, options);
  if (first !== undefined) return first;
  const gemma = gemmas[name];
  if (gemma.shape === undefined) {
    const trained = gemmaNames.filter((other) => gemmas[other].shape !== undefined);
    throw new UserError(
      "GEMMA_NOT_TRAINED",
      `${where}: the trainer cannot train ${name}. Give one of ${trained.join(", ")}.`,
    );
  }
  const { accelerator, spot = false } = options;
  const others = trainingChoices(name, { spot }).map(({ machine }) => machineText(machine));
  const spotOthers = trainingChoices(name, { spot: true })
    .map(({ machine }) => machineText(machine))
    .filter((text) => !others.includes(text));
  const choices = [...others, ...(spot ? [] : spotOthers.map((text) => `${text} as a spot machine`))];
  throw new UserError(
    "GEMMA_DOES_NOT_FIT",
    `${where}: ${why(gemma, accelerator, choices)}. Give one of ${choices.join(", ")}.`,
  );
}

function why(gemma: Gemma, accelerator: AcceleratorType | undefined, choices: readonly string[]): string {
  if (accelerator === undefined) return `no machine trains ${gemma.name}`;
  const { shown, hasBfloat16, memoryGib, kind } = accelerators[accelerator];
  if (kind === "TPU") return `the trainer's image has no TPU's libraries, and ${shown} is asked for`;
  if (!hasBfloat16) return `${gemma.name} is trained in bfloat16, which the ${shown} does not compute`;
  if (choices.some((text) => text.includes(`(${countText(accelerator, 1)})`))) {
    return `machines with 1 x ${shown} can be had for training as spot machines only`;
  }
  const least = trainingGib(gemma, 1);
  return (
    `${gemma.name} does not fit on ${countText(accelerator, 1)}: to train it takes ${least.toFixed(0)} GiB even one ` +
    `example at a time, and ${(memoryFraction * memoryGib).toFixed(0)} GiB are there`
  );
}

function largestBatch(gemma: Gemma, machine: Machine): readonly TrainingChoice[] {
  const kind = machine.accelerators?.type;
  const hasGib = kind === undefined ? 0 : memoryFraction * accelerators[kind].memoryGib;
  for (let batchSize = usualBatch; batchSize >= 1; batchSize /= 2) {
    const needsGib = trainingGib(gemma, batchSize);
    if (needsGib <= hasGib) return [{ machine, batchSize, needsGib, hasGib }];
  }
  return [];
}

/** Weights in bfloat16, what the backward pass keeps of every layer, and the replies' logits. An estimate. */
function trainingGib({ shape, textParameters = 0 }: Gemma, batchSize: number): number {
  if (shape === undefined) return Infinity;
  const { layers, hidden, queries, inner, vocabulary } = shape;
  const perToken = layers * 2 * (6 * hidden + 4 * queries + 4 * inner);
  const activations = batchSize * exampleTokens * perToken;
  const logits = batchSize * replyTokens * vocabulary * 12;
  return gib((2e9 * textParameters + activations + logits) / 1e9) + overheadGib;
}

/** GiB of memory or of one GPU that holds the text model in float32, once, and what is computed with it. */
function float32Gib(gemma: Gemma): number {
  return 1.1 * gib(float32Gb(gemma)) + overheadGib;
}

/** Where nothing is learnt and few tokens are read: on processors, with the model in memory as it is converted. */
export function convertingMachine(name: GemmaName): Machine {
  const needed = 1.35 * gib(float32Gb(gemmas[name])) + 4;
  const [machine] = byPrice(
    allMachines("training").filter(
      ({ type, accelerators: has }) => has === undefined && type.vcpus >= 4 && type.memoryGib >= needed,
    ),
  );
  if (machine === undefined) throw new TypeError(`no machine holds ${name}`); // a test goes through them all
  return machine;
}

/** A GPU that holds it in float32, if there is one; otherwise processors, which take their time. */
export function evaluatingMachine(name: GemmaName): Machine {
  const needed = float32Gib(gemmas[name]);
  const [machine] = byPrice(
    allMachines("training").filter(
      ({ type, accelerators: has }) =>
        has?.count === 1 &&
        accelerators[has.type].hasBfloat16 &&
        memoryFraction * accelerators[has.type].memoryGib >= needed &&
        type.memoryGib >= 16,
    ),
  );
  return machine ?? convertingMachine(name);
}

const float32Gb = ({ textParameters, totalParameters }: Gemma): number =>
  4 * (textParameters ?? totalParameters);
