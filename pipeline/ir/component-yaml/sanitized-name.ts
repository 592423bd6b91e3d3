// People's names for things, as "Learning Rate", to names that IR takes; the same ones as kfp makes of them.

/** Of an input or output: `learning_rate`. */
export function portName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^_0-9a-z]+/g, "_")
    .replace(/^_+|_+$/g, "");
}

/** Of a component: `learning-rate`. */
export function componentName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^0-9a-z]+/g, "-")
    .replace(/^-|-$/g, "");
}
