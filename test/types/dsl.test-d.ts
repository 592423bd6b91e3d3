// Wiring that must compile, and the mistakes that `tsc` must reject. Nothing here runs: `npm run test:types` is the test.
import {
  Artifact,
  cast,
  component,
  Dataset,
  equals,
  exitHandler,
  field,
  greaterThan,
  importer,
  int,
  list,
  Model,
  parallelFor,
  pipeline,
  string,
  struct,
  when,
} from "pollux";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { Component, InputsOf, OutputsOf, Ref, Task } from "pollux";
import { archive, compare, deploy, ingest, notify, train, upload } from "./components.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

export const finetune = pipeline(
  { name: "finetune", inputs: { source: string(), mode: string({ default: "large" }) } },
  (inputs) => {
    const ingested = ingest({ source: inputs.source });
    const base = importer({ type: Model, uri: "gs://models/gemma" }).outputs.artifact;
    same<typeof ingested, Task<{ dataset: Dataset; rowCount: number; report: import("pollux").Html }>>(true);

    const sweep = parallelFor({ items: [{ rank: 4 }, { rank: 16 }], parallelism: 2 }, (item) => {
      same<typeof item, Ref<{ rank: number }>>(true);
      const trained = train({
        dataset: ingested.outputs.dataset,
        preset: "gemma3_1b",
        rank: field(item, "rank"),
        base,
      })
        .retry({ maxRetryCount: 2, backoffDuration: "60s" })
        .resources({ cpu: 8, memory: "32G", accelerator: { type: "NVIDIA_L4", count: 1 } });
      return { model: trained.outputs.model, loss: trained.outputs.loss };
    });
    same<typeof sweep, { model: Ref<readonly Model[]>; loss: Ref<readonly number[]> }>(true);
    const compared = compare({ models: sweep.model, losses: sweep.loss });
    train({ dataset: ingested.outputs.dataset, preset: "p", rank: field(compared.outputs.settings, "rank") });

    const chosen = when(greaterThan(ingested.outputs.rowCount, 100), () => ({ model: compared.outputs.best }))
      .elseIf(equals(inputs.mode, "none"), () => ({ model: base }))
      .otherwise(() => ({ model: base }));
    same<typeof chosen, { model: Ref<Model> }>(true);

    exitHandler(
      (status) => notify({ status, to: "ml@example.com" }),
      () => {
        const uploaded = upload({ model: chosen.model }).caching(false);
        deploy({ model: uploaded.outputs.vertexModel }).after(ingested, chosen.model);
      },
    );
    archive({ artifact: ingested.outputs.report }); // an Artifact input takes any artifact
    upload({ model: cast(ingested.outputs.dataset, Model) });
    return { model: chosen.model };
  },
);
same<
  typeof finetune,
  Component<{ source: string; mode?: string }, { model: Model }, { source: string; mode: string }>
>(true);
same<InputsOf<typeof train>, { dataset: Dataset; preset: string; rank: number; base?: Model }>(true);
same<OutputsOf<typeof train>["loss"], number>(true);

export const nightly = pipeline({ name: "nightly", inputs: {} }, () => {
  return { model: finetune({ source: "gs://bucket/chats" }).outputs.model }; // a pipeline is a component
});

/** An input with a default may be left out, whichever options stand beside it, and is there for the component. */
export const settings = component({
  name: "settings",
  inputs: {
    mode: string({ literals: ["fast", "slow"], default: "fast" }),
    size: string({ literals: ["tiny", "large"], description: "..." }),
    rate: int({ rawDefault: "1" }),
    ranks: list(int(), { default: [4, 16] }),
    names: list(string({ literals: ["a", "b"] }), { description: "..." }),
    adapter: struct({ rank: int() }, { default: { rank: 8 } }),
    any: struct(),
  },
  container: () => ({ image: "settings:1" }),
});
same<
  Parameters<typeof settings>[0],
  Parameters<
    Component<
      {
        mode?: "fast" | "slow";
        size: "tiny" | "large";
        rate?: number;
        ranks?: readonly number[];
        names: readonly ("a" | "b")[];
        adapter?: { rank: number };
        any: { readonly [name: string]: Json };
      },
      {}
    >
  >[0]
>(true);
same<InputsOf<typeof settings>["rate"], number>(true);

/** Declared outputs are typed as they are declared. */
export const wider = pipeline({ name: "wider", inputs: {}, outputs: { any: Artifact } }, () => ({
  any: finetune({ source: "gs://bucket/chats" }).outputs.model,
}));
same<OutputsOf<typeof wider>, { any: Artifact }>(true);

/** Never called: several of the mistakes would also throw. */
export const mistakes = () =>
  pipeline({ name: "mistakes", inputs: { source: string(), rows: list(int()) } }, (inputs) => {
    const ingested = ingest({ source: inputs.source });
    const trained = train({ dataset: ingested.outputs.dataset, preset: "gemma3_1b" });
    // @ts-expect-error a Metrics is not a Model
    upload({ model: trained.outputs.metrics });
    // @ts-expect-error a Model is not a VertexModel
    deploy({ model: trained.outputs.model });
    // @ts-expect-error an artifact input takes no constant
    upload({ model: "gs://models/gemma" });
    // @ts-expect-error a declared type is no handle
    upload({ model: Model });
    // @ts-expect-error a string does not fit an integer input
    ingest({ source: "s", rows: inputs.source });
    // @ts-expect-error required input `preset` is missing
    train({ dataset: ingested.outputs.dataset });
    // @ts-expect-error there is no input `ranks`
    train({ dataset: ingested.outputs.dataset, preset: "p", ranks: 8 });
    // @ts-expect-error there is no output `modle`
    upload({ model: trained.outputs.modle });
    // @ts-expect-error a task is not a handle; pick an output
    upload({ model: trained });
    // @ts-expect-error only numbers can be ordered
    when(greaterThan(inputs.source, 3), () => {});
    // @ts-expect-error compared values must have one type
    equals(inputs.source, 3);
    const open = when(equals(inputs.source, "a"), () => ({ out: trained.outputs.model }));
    // @ts-expect-error both branches must return the same shape
    open.otherwise(() => ({ out: trained.outputs.metrics }));
    // @ts-expect-error without `otherwise` the branches have no value
    upload({ model: open.out });
    // @ts-expect-error a string is not a list of items
    parallelFor({ items: inputs.source }, () => {});
    const sweep = parallelFor({ items: inputs.rows }, (rows) => ({
      dataset: ingest({ source: "s", rows }).outputs.dataset,
    }));
    // @ts-expect-error a collected output is a list of datasets
    train({ dataset: sweep.dataset, preset: "p" });
    // @ts-expect-error a pipeline body is synchronous
    pipeline({ name: "async", inputs: {} }, async () => {});
    // @ts-expect-error a handle is no JavaScript value: plain comparisons cannot steer `when`
    when(inputs.source === "a", () => {});
    // @ts-expect-error a handle to text is no condition
    when(inputs.source, () => {});
    parallelFor({ items: [{ rank: 1 }] }, (item) => {
      // @ts-expect-error the items have no field `ranks`
      field(item, "ranks");
    });
  });

component({
  name: "typo",
  inputs: { dataset: Dataset },
  // @ts-expect-error there is no input `datset`
  container: ({ inputs }) => ({ image: "i", args: [inputs.datset.path] }),
});
component({
  name: "half",
  inputs: {},
  outputs: { settings: struct({ rank: int() }) },
  // @ts-expect-error a container names its image
  container: () => ({ args: [] }),
});
// @ts-expect-error a default is of the input's type
int({ default: "8" });
// @ts-expect-error a component has a container or a module
component({ name: "idle", inputs: {} });
