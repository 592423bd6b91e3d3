// Components that the type tests wire together, rightly and wrongly.
import {
  Artifact,
  artifactList,
  artifactType,
  component,
  Dataset,
  double,
  Html,
  int,
  list,
  Metrics,
  Model,
  optional,
  string,
  struct,
  taskFinalStatus,
} from "pollux";

export interface VertexModel extends Artifact<"google.VertexModel"> {}
export const VertexModel = artifactType<VertexModel>("google.VertexModel");

export const ingest = component({
  name: "ingest",
  inputs: { source: string(), rows: int({ default: 1000 }) },
  outputs: { dataset: Dataset, rowCount: int(), report: Html },
  container: ({ inputs, outputs }) => ({
    image: "ingest:1",
    args: ["--source", inputs.source, "--rows", inputs.rows, "--dataset", outputs.dataset.path],
  }),
});

export const train = component({
  name: "train",
  inputs: { dataset: Dataset, preset: string(), rank: int({ default: 8 }), base: optional(Model) },
  outputs: { model: Model, metrics: Metrics, loss: double() },
  container: ({ inputs, outputs }) => ({
    image: "trainer:1",
    args: ["--dataset", inputs.dataset.path, "--rank", inputs.rank, "--model", outputs.model.path],
  }),
});

export const upload = component({
  name: "upload",
  inputs: { model: Model },
  outputs: { vertexModel: VertexModel },
  container: ({ inputs }) => ({ image: "upload:1", args: ["--model", inputs.model.uri] }),
});

export const deploy = component({
  name: "deploy",
  inputs: { model: VertexModel },
  container: () => ({ image: "deploy:1" }),
});

export const notify = component({
  name: "notify",
  inputs: { status: taskFinalStatus(), to: string() },
  container: () => ({ image: "notify:1" }),
});

export const archive = component({
  name: "archive",
  inputs: { artifact: Artifact },
  container: () => ({ image: "archive:1" }),
});

export const compare = component({
  name: "compare",
  inputs: { models: artifactList(Model), losses: list(double()) },
  outputs: { best: Model, settings: struct({ rank: int() }) },
  container: () => ({ image: "compare:1" }),
});
