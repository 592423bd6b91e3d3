// The pipelines that the benchmark compiles, in terms that both languages can say.

/** Chains and fans of one component; loops with conditions; pipelines in a pipeline; as many components as tasks. */
export const shapeNames = ["chain", "fan", "nested", "pipelines", "distinct"] as const;

export type ShapeName = (typeof shapeNames)[number];

/** The input of the pipeline, the item of the loop around the task, or what the task of that number makes. */
export type Value = "input" | "item" | number;

export interface Call {
  /** Of the task, through its pipeline. */
  readonly number: number;
  readonly component: string;
  readonly text: Value;
  /** Within a loop over constants and a condition on the item. */
  readonly nested: boolean;
}

export interface BenchPipeline {
  readonly name: string;
  /** Each takes a text and makes one. */
  readonly components: readonly string[];
  /** A pipeline that is called as if it were a component. */
  readonly inner: { readonly name: string; readonly calls: readonly Call[] } | undefined;
  readonly calls: readonly Call[];
}

/** How many tasks a pipeline in a pipeline has. */
const innerSize = 10;

/** A pipeline of `size` tasks; of the shape "pipelines" in tens, where there are as many. */
export function benchPipeline(shape: ShapeName, size: number): BenchPipeline {
  const parts = { name: `${shape}-${size}`, components: ["step"], inner: undefined };
  switch (shape) {
    case "chain":
      return { ...parts, calls: chain(size, () => "step") };
    case "fan":
      return { ...parts, calls: calls(size, (number) => ({ text: number === 1 ? "input" : 1 })) };
    case "nested":
      return { ...parts, calls: calls(size, () => ({ text: "item", nested: true })) };
    case "pipelines": {
      const inner = { name: "part", calls: chain(Math.min(size, innerSize), () => "step") };
      return { ...parts, inner, calls: chain(Math.ceil(size / innerSize), () => inner.name) };
    }
    case "distinct": {
      const components = Array.from({ length: size }, (_, index) => `step_${index + 1}`);
      return { ...parts, components, calls: chain(size, (number) => `step_${number}`) };
    }
    default:
      return shape satisfies never;
  }
}

function chain(length: number, component: (number: number) => string): readonly Call[] {
  return calls(length, (number) => ({
    component: component(number),
    text: number === 1 ? "input" : number - 1,
  }));
}

function calls(count: number, call: (number: number) => Partial<Call>): readonly Call[] {
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    component: "step",
    text: "input",
    nested: false,
    ...call(index + 1),
  }));
}
