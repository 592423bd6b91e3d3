// Accelerators by the names that Vertex AI's API gives them (`AcceleratorType`), with what a model finds in one.

export interface Accelerator {
  /** What people call it. */
  readonly shown: string;
  readonly kind: "GPU" | "TPU";
  /** GiB that programs can have; the name on the box counts some that drivers and error correction take. */
  readonly memoryGib: number;
  /** False: Gemma, whose weights are bfloat16, does not run on it as it was trained. */
  readonly hasBfloat16: boolean;
}

const table = {
  NVIDIA_TESLA_T4: { shown: "T4", kind: "GPU", memoryGib: 15, hasBfloat16: false },
  NVIDIA_L4: { shown: "L4", kind: "GPU", memoryGib: 22, hasBfloat16: true },
  NVIDIA_TESLA_A100: { shown: "A100 40 GB", kind: "GPU", memoryGib: 39, hasBfloat16: true },
  NVIDIA_A100_80GB: { shown: "A100 80 GB", kind: "GPU", memoryGib: 79, hasBfloat16: true },
  NVIDIA_H100_80GB: { shown: "H100 80 GB", kind: "GPU", memoryGib: 79, hasBfloat16: true },
  TPU_V5_LITEPOD: { shown: "TPU v5e", kind: "TPU", memoryGib: 15.75, hasBfloat16: true },
  // The API's enumeration has no name for it: its machines say it all by their type and topology.
  TPU_V6E: { shown: "TPU v6e", kind: "TPU", memoryGib: 31.25, hasBfloat16: true },
} as const satisfies { readonly [type: string]: Accelerator };

export type AcceleratorType = keyof typeof table;

export const accelerators: { readonly [type in AcceleratorType]: Accelerator } = table;

export function isAcceleratorType(text: string): text is AcceleratorType {
  return Object.hasOwn(accelerators, text);
}

/** `2 x L4` */
export function countText(type: AcceleratorType, count: number): string {
  return `${count} x ${accelerators[type].shown}`;
}
