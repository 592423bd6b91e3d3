// What a command line can say: text with placeholders in it, joined text, arguments that depend on an input.
import { component, concat, Dataset, executorInput, ifPresent, int, list, Model, optional, pipeline, string } from "pollux";

const train = component({
  name: "train",
  inputs: { dataset: Dataset, label: string(), ranks: list(int()), base: optional(Model) },
  outputs: { model: Model, loss: string() },
  container: ({ inputs, outputs }) => ({
    image: "example.com/train:1",
    command: ["sh", "-c"],
    args: [
      `echo ${inputs.label} > ${outputs.loss.path}`,
      concat("--data=", inputs.dataset.uri, "/", inputs.label),
      ifPresent("base", ["--base", inputs.base.path], ["--base", concat("default-", inputs.label)]),
      inputs.ranks,
      outputs.model.uri,
      executorInput,
    ],
    env: { PYTHONUNBUFFERED: "1" },
  }),
});

export default pipeline({ name: "container", inputs: { data: Dataset } }, (inputs) => {
  train({ dataset: inputs.data, label: "a", ranks: [1] }).env({ LEVEL: "2" });
});
