// Mistakes that are easily made, each with the first line of what `tsc` says of it; messages.test.ts compares them.
// Nothing here runs.
import { artifactList, component, Dataset, equals, int, list, Metrics, Model } from "pollux";
import { oneOf, parallelFor, pipeline, string, struct, when } from "pollux";

const container = () => ({ image: "example.com/step:1" });
const make = component({
  name: "make",
  inputs: { source: string(), rows: int({ default: 1000 }) },
  outputs: { data: Dataset, count: int() },
  container,
});
const train = component({
  name: "train",
  inputs: { data: Dataset, rank: int({ default: 8 }) },
  outputs: { model: Model, metrics: Metrics },
  container,
});
const use = component({ name: "use", inputs: { text: string() }, container });
const sum = component({ name: "sum", inputs: { numbers: list(int()) }, container });
const merge = component({ name: "merge", inputs: { sets: artifactList(Dataset) }, container });
const upload = component({ name: "upload", inputs: { model: Model }, container });

/** Never called: several of the mistakes would also throw. */
export const calls = () =>
  pipeline({ name: "calls", inputs: { source: string(), texts: list(string()) } }, (inputs) => {
    const made = make({ source: inputs.source });
    const trained = train({ data: made.outputs.data });
    // @ts-expect-error Type 'Ref<Metrics>' is not assignable to type 'Ref<Model>'.
    upload({ model: trained.outputs.metrics });
    // @ts-expect-error Type 'Ref<string>' is not assignable to type 'number | RawInput | Ref<number>'.
    make({ source: "s", rows: inputs.source });
    // @ts-expect-error Type 'number' is not assignable to type 'string | RawInput | Ref<string> | Text'.
    make({ source: 3 });
    // @ts-expect-error Type 'Ref<Dataset>' is not assignable to type 'string | RawInput | Ref<string> | Text'.
    use({ text: made.outputs.data });
    // @ts-expect-error Type 'Ref<string>' is not assignable to type 'Ref<Model>'.
    upload({ model: inputs.source });
    // @ts-expect-error Property 'data' is missing in type '{ rank: number; }' but required in type 'Arguments<{ data: Dataset; rank?: number; }>'.
    train({ rank: 8 });
    // @ts-expect-error Object literal may only specify known properties, but 'ranks' does not exist in type 'Arguments<{ data: Dataset; rank?: number; }>'. Did you mean to write 'rank'?
    train({ data: made.outputs.data, ranks: 8 });
    // @ts-expect-error Type 'string' is not assignable to type 'Ref<Model>'.
    upload({ model: "gs://models/gemma" });
    // @ts-expect-error Property '[handle]' is missing in type 'Task<{ model: Model; metrics: Metrics; }>' but required in type 'Ref<Model>'.
    upload({ model: trained });
    // @ts-expect-error Type 'Task<{ data: Dataset; count: number; }>' is not assignable to type 'string | RawInput | Ref<string> | Text'.
    use({ text: made });
    // @ts-expect-error Property '[handle]' is missing in type 'Refs<{ model: Model; metrics: Metrics; }>' but required in type 'Ref<Model>'.
    upload({ model: trained.outputs });
    // @ts-expect-error Property 'modle' does not exist on type 'Refs<{ model: Model; metrics: Metrics; }>'. Did you mean 'model'?
    upload({ model: trained.outputs.modle });
    // @ts-expect-error Type 'Ref<readonly string[]>' is not assignable to type 'RawInput | readonly (number | Ref<number>)[] | Ref<readonly number[]>'.
    sum({ numbers: inputs.texts });
    // @ts-expect-error Type 'string' is not assignable to type 'number | Ref<number>'.
    sum({ numbers: [1, "two"] });
    // @ts-expect-error Type 'Ref<string>' is not assignable to type 'number | Ref<number>'.
    sum({ numbers: [inputs.source] });
    // @ts-expect-error Type 'Ref<Dataset>' is not assignable to type 'Ref<readonly Dataset[]>'.
    merge({ sets: made.outputs.data });
    // @ts-expect-error Property '[handle]' is missing in type 'Ref<Dataset>[]' but required in type 'Ref<readonly Dataset[]>'.
    merge({ sets: [made.outputs.data] });
  });

export const flow = () =>
  pipeline({ name: "flow", inputs: { source: string() } }, (inputs) => {
    const made = make({ source: inputs.source });
    const { outputs } = train({ data: made.outputs.data });
    // @ts-expect-error Argument of type 'Ref<string>' is not assignable to parameter of type 'number | Ref<number>'.
    equals(made.outputs.count, inputs.source);
    // @ts-expect-error Argument of type 'number' is not assignable to parameter of type 'string | Ref<string>'.
    equals(inputs.source, 3);
    // @ts-expect-error Argument of type 'Ref<Model>' is not assignable to parameter of type 'Ref<string | number | boolean>'.
    equals(outputs.model, "gemma");
    const first = when(equals(inputs.source, "a"), () => ({ model: outputs.model }));
    // @ts-expect-error Property 'model' is missing in type '{ modle: Ref<Model>; }' but required in type '{ model: Ref<Model>; }'.
    first.otherwise(() => ({ modle: outputs.model }));
    // @ts-expect-error Type 'Ref<Metrics>' is not assignable to type 'Ref<Model>'.
    first.otherwise(() => ({ model: outputs.metrics }));
    // @ts-expect-error Argument of type '() => void' is not assignable to parameter of type '() => NoInfer<{ model: Ref<Model>; }>'.
    first.otherwise(() => {});
    // @ts-expect-error Property '[handle]' is missing in type 'OneOf<Model>' but required in type 'Ref<Model>'.
    upload({ model: oneOf(outputs.model, outputs.model) });
    // @ts-expect-error Argument of type 'Ref<Metrics>' is not assignable to parameter of type 'Ref<Model>'.
    oneOf(outputs.model, outputs.metrics);
    // @ts-expect-error Type 'Ref<string>' is not assignable to type 'readonly Json[] | Ref<readonly unknown[]>'.
    parallelFor({ items: inputs.source }, () => {});
    // @ts-expect-error Type 'Ref<number>' is not assignable to type 'string | RawInput | Ref<string> | Text'.
    parallelFor({ items: [1, 2] }, (item) => void use({ text: item }));
  });

const text = { name: "text", inputs: { source: string() } };
const declared = { ...text, outputs: { data: Dataset } };
export const returned = () => [
  // @ts-expect-error Type 'number' is not assignable to type 'OneOf<unknown> | Ref<unknown>'.
  pipeline(text, () => ({ count: 3 })),
  // @ts-expect-error Type 'Task<{ data: Dataset; count: number; }>' is not assignable to type 'PipelineReturned'.
  pipeline(text, ({ source }) => make({ source })),
  // @ts-expect-error Type 'Task<{ data: Dataset; count: number; }>' is not assignable to type 'OneOf<unknown> | Ref<unknown>'.
  pipeline(text, ({ source }) => ({ data: make({ source }) })),
  // @ts-expect-error Argument of type '({ source }: Refs<{ source: string; }>) => { data: Ref<Dataset>; count: number; }' is not assignable to parameter of type '(inputs: Refs<{ source: string; }>) => PipelineReturned'.
  pipeline(text, ({ source }) => {
    const { data } = make({ source }).outputs;
    return { data, count: 3 };
  }),
  // @ts-expect-error Argument of type '() => Promise<void>' is not assignable to parameter of type '(inputs: Refs<{ source: string; }>) => PipelineReturned'.
  pipeline(text, async () => {}),
  // @ts-expect-error Type 'number' is not assignable to type 'OneOf<Dataset> | Ref<Dataset>'.
  pipeline(declared, () => ({ data: 3 })),
  // @ts-expect-error Property 'data' is missing in type 'Task<{ data: Dataset; count: number; }>' but required in type 'ReturnedRefs<{ data: Dataset; }>'.
  pipeline(declared, ({ source }) => make({ source })),
  // @ts-expect-error Type 'Task<{ data: Dataset; count: number; }>' is not assignable to type 'OneOf<Dataset> | Ref<Dataset>'.
  pipeline(declared, ({ source }) => ({ data: make({ source }) })),
  // @ts-expect-error Type 'Ref<number>' is not assignable to type 'OneOf<Dataset> | Ref<Dataset>'.
  pipeline(declared, ({ source }) => ({ data: make({ source }).outputs.count })),
  // @ts-expect-error Property 'data' is missing in type '{ set: Ref<Dataset>; }' but required in type 'ReturnedRefs<{ data: Dataset; }>'.
  pipeline(declared, ({ source }) => ({ set: make({ source }).outputs.data })),
  // @ts-expect-error Argument of type '() => void' is not assignable to parameter of type '(inputs: Refs<{ source: string; }>) => ReturnedRefs<{ data: Dataset; }>'.
  pipeline(declared, () => {}),
];

export const definitions = () => [
  // @ts-expect-error Object literal may only specify known properties, but 'inptus' does not exist in type 'Described<InputTypes, never>'. Did you mean to write 'inputs'?
  pipeline({ name: "p", inptus: {} }, () => {}),
  // @ts-expect-error Type 'string' is not assignable to type 'DescribedArtifact<unknown> | Optional<unknown> | PlainType'.
  pipeline({ name: "p", inputs: { source: "string" } }, () => {}),
  // @ts-expect-error Type 'number' is not assignable to type 'string'.
  string({ default: 3 }),
  // @ts-expect-error Type '"c"' is not assignable to type '"a" | "b" | undefined'.
  string({ literals: ["a", "b"], default: "c" }),
  // @ts-expect-error Type 'number' is not assignable to type 'string'.
  string({ literals: ["a", 3] }),
  // @ts-expect-error Object literal may only specify known properties, but 'defualt' does not exist in type 'OnlyLiterals<number, keyof LiteralOptions<unknown>>'. Did you mean to write 'default'?
  int({ defualt: 3 }),
  // @ts-expect-error Type 'string' is not assignable to type 'number'.
  list(int(), { default: ["a"] }),
  // @ts-expect-error Object literal may only specify known properties, but 'defualt' does not exist in type 'Only<ParameterOptions<readonly number[]>, keyof ParameterOptions<unknown>>'. Did you mean to write 'default'?
  list(int(), { defualt: [3] }),
  // @ts-expect-error Property 'type' is missing in type 'ArtifactType<Model>' but required in type 'ParameterType<Json>'.
  list(Model),
  // @ts-expect-error Type 'string' is not assignable to type 'number'.
  struct({ rank: int() }, { default: { rank: "x" } }),
  // @ts-expect-error Object literal may only specify known properties, but 'rnk' does not exist in type '{ rank: number; }'. Did you mean to write 'rank'?
  struct({ rank: int() }, { default: { rnk: 3 } }),
  // @ts-expect-error Object literal may only specify known properties, and 'more' does not exist in type '{ rank: number; }'.
  struct({ rank: int() }, { default: { rank: 3, more: 2 } }),
  // @ts-expect-error Object literal may only specify known properties, but 'defualt' does not exist in type 'Only<ParameterOptions<{ rank: number; }>, keyof ParameterOptions<unknown>>'. Did you mean to write 'default'?
  struct({ rank: int() }, { defualt: { rank: 3 } }),
];
