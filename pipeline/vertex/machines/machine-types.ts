// The machines of Compute Engine that tasks and endpoints of Vertex AI can have, as far as this system uses them. Sizes:
// https://cloud.google.com/compute/docs/accelerator-optimized-machines, .../general-purpose-machines,
// https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus
import type { AcceleratorType } from "./accelerators.ts";

export type Family =
  "e2" | "n1" | "n2" | "g2" | "a2-highgpu" | "a2-ultragpu" | "a3-highgpu" | "ct5lp" | "ct6e";
export type Use = "training" | "prediction";

export interface MachineType {
  readonly name: string;
  readonly family: Family;
  readonly vcpus: number;
  readonly memoryGib: number;
  /** What is built in, or of n1 what can be attached. Absent: none. */
  readonly accelerator?: { readonly type: AcceleratorType; readonly counts: readonly number[] };
  /** What it can be had for as an ordinary machine: training includes the tasks of a pipeline. */
  readonly uses: readonly Use[];
  /** What it can be had for as a spot machine. */
  readonly spot: readonly Use[];
  /** Of TPUs: how the chips of one machine are laid out, which a deployment must say. */
  readonly tpuTopology?: string;
}

const both: readonly Use[] = ["training", "prediction"];

/** Vertex AI Pipelines runs a task on this one unless the task says what it needs. */
export const defaultMachineType = "e2-standard-4";

export const machineTypes: readonly MachineType[] = [
  ...general("e2", "standard", 4, [2, 4, 8, 16, 32]),
  ...general("e2", "highmem", 8, [2, 4, 8, 16]),
  ...general("n2", "standard", 4, [4, 8, 16, 32, 48, 64, 80]),
  ...general("n2", "highmem", 8, [4, 8, 16, 32, 48, 64, 80]),
  ...general("n1", "standard", 3.75, [4, 8, 16, 32]).map((machine) => ({
    ...machine,
    accelerator: { type: "NVIDIA_TESLA_T4" as const, counts: machine.vcpus > 16 ? [2, 4] : [1, 2, 4] },
  })),
  ...[
    [4, 1],
    [8, 1],
    [12, 1],
    [16, 1],
    [24, 2],
    [32, 1],
    [48, 4],
    [96, 8],
  ].map(([vcpus = 0, count = 0]) =>
    gpu("g2", `g2-standard-${vcpus}`, { vcpus, memoryGib: 4 * vcpus, type: "NVIDIA_L4", count }),
  ),
  ...[1, 2, 4, 8].map((count) =>
    gpu("a2-highgpu", `a2-highgpu-${count}g`, { ...perGpu(count, 12, 85), type: "NVIDIA_TESLA_A100" }),
  ),
  ...[1, 2, 4, 8].map((count) =>
    gpu("a2-ultragpu", `a2-ultragpu-${count}g`, { ...perGpu(count, 12, 170), type: "NVIDIA_A100_80GB" }),
  ),
  ...[1, 2, 4, 8].map((count) => ({
    ...gpu("a3-highgpu", `a3-highgpu-${count}g`, { ...perGpu(count, 26, 234), type: "NVIDIA_H100_80GB" }),
    // With fewer than eight GPUs Compute Engine gives them to batch work as spot machines only.
    uses: count < 8 ? ["prediction" as const] : both,
  })),
  tpu("ct5lp", "ct5lp-hightpu-1t", { vcpus: 24, memoryGib: 48, count: 1, tpuTopology: "1x1" }),
  tpu("ct5lp", "ct5lp-hightpu-4t", { vcpus: 112, memoryGib: 192, count: 4, tpuTopology: "2x2" }),
  tpu("ct5lp", "ct5lp-hightpu-8t", { vcpus: 224, memoryGib: 384, count: 8, tpuTopology: "2x4" }),
  tpu("ct6e", "ct6e-standard-1t", { vcpus: 44, memoryGib: 176, count: 1, tpuTopology: "1x1" }),
  tpu("ct6e", "ct6e-standard-4t", { vcpus: 180, memoryGib: 720, count: 4, tpuTopology: "2x2" }),
  tpu("ct6e", "ct6e-standard-8t", { vcpus: 180, memoryGib: 1440, count: 8, tpuTopology: "2x4" }),
];

function general(
  family: "e2" | "n1" | "n2",
  kind: string,
  gibPerVcpu: number,
  sizes: readonly number[],
): readonly MachineType[] {
  return sizes.map((vcpus) => ({
    name: `${family}-${kind}-${vcpus}`,
    family,
    vcpus,
    memoryGib: gibPerVcpu * vcpus,
    uses: both,
    spot: both,
  }));
}

function perGpu(count: number, vcpus: number, memoryGib: number) {
  return { count, vcpus: count * vcpus, memoryGib: count * memoryGib };
}

interface Size {
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly count: number;
}

function gpu(
  family: Family,
  name: string,
  { vcpus, memoryGib, type, count }: Size & { readonly type: AcceleratorType },
): MachineType {
  return { name, family, vcpus, memoryGib, accelerator: { type, counts: [count] }, uses: both, spot: both };
}

/** They serve; the trainer's image has no TPU's libraries. */
function tpu(
  family: "ct5lp" | "ct6e",
  name: string,
  { count, ...size }: Size & { readonly tpuTopology: string },
): MachineType {
  const type = family === "ct5lp" ? "TPU_V5_LITEPOD" : "TPU_V6E";
  return { name, family, ...size, accelerator: { type, counts: [count] }, uses: ["prediction"], spot: [] };
}
