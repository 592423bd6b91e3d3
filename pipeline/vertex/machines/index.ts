// Machines: which there are, what they cost, and which of them a Gemma needs. It imports nothing that runs.
export {
  accelerators,
  type Accelerator,
  type AcceleratorType,
  countText,
  isAcceleratorType,
} from "./accelerators.ts";
export { defaultMachineType, type MachineType, machineTypes } from "./machine-types.ts";
export {
  type AskedMachine,
  type Machine,
  machineFor,
  machineText,
  type Need,
  requireAccelerators,
  requireMachine,
} from "./machine.ts";
export { pricedRegions, priceList, pricePerHour, pricePerRun } from "./prices.ts";
// Gemmas
export { type Gemma, type GemmaName, gemmaNamed, gemmaNames, gemmas, requireGemma } from "./gemma.ts";
export {
  chooseServing,
  type ServingChoice,
  servingChoices,
  type ServingMachine,
  servingOn,
  type ServingOptions,
} from "./serving.ts";
export {
  chooseTraining,
  convertingMachine,
  evaluatingMachine,
  memoryFraction,
  type TrainingChoice,
  trainingChoices,
  type TrainingOptions,
} from "./training.ts";
