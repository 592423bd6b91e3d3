// Components that the golden pipelines are made of.
import { artifactList, component, Dataset, int, list, Model, string, taskFinalStatus } from "pollux";

/** Makes a text and a number. */
export const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string(), count: int() },
  container: ({ inputs, outputs }) => ({
    image: "example.com/make:1",
    args: ["--seed", inputs.seed, "--text", outputs.text.path, "--count", outputs.count.path],
  }),
});

/** Uses a text. */
export const use = component({
  name: "use",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "example.com/use:1", args: ["--text", inputs.text] }),
});

export const train = component({
  name: "train",
  inputs: { dataset: Dataset, rank: int({ default: 8 }) },
  outputs: { model: Model },
  container: ({ inputs, outputs }) => ({
    image: "example.com/train:1",
    args: ["--data", inputs.dataset.path, "--rank", inputs.rank, "--model", outputs.model.path],
  }),
});

export const evaluate = component({
  name: "evaluate",
  inputs: { model: Model },
  outputs: { score: int() },
  container: ({ inputs }) => ({ image: "example.com/evaluate:1", args: ["--model", inputs.model.path] }),
});

export const compare = component({
  name: "compare",
  inputs: { models: artifactList(Model), scores: list(int()) },
  outputs: { best: Model },
  container: ({ inputs }) => ({
    image: "example.com/compare:1",
    args: ["--models", inputs.models, "--scores", inputs.scores],
  }),
});

export const notify = component({
  name: "notify",
  inputs: { status: taskFinalStatus(), to: string() },
  container: ({ inputs }) => ({ image: "example.com/notify:1", args: ["--to", inputs.to, inputs.status] }),
});
