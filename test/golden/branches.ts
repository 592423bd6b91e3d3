// One of three branches gives a value and an artifact: KFP's OneOf.
import { Dataset, equals, importer, lessThan, Model, pipeline, string, when } from "pollux";
import { evaluate, make, train } from "./parts/steps.ts";

export default pipeline({ name: "branches", inputs: { seed: string(), data: Dataset } }, (inputs) => {
  const made = make({ seed: inputs.seed });
  const chosen = when(lessThan(made.outputs.count, 10), () => ({
    model: train({ dataset: inputs.data }).outputs.model,
    text: make({ seed: "few" }).outputs.text,
  }))
    .elseIf(equals(made.outputs.text, "it's \\ so"), () => ({
      model: train({ dataset: inputs.data, rank: 16 }).outputs.model,
      text: make({ seed: "so" }).outputs.text,
    }))
    .otherwise(() => ({
      model: importer({ type: Model, uri: "gs://models/small" }).outputs.artifact,
      text: make({ seed: "many" }).outputs.text,
    }));
  evaluate({ model: chosen.model });
  return { text: chosen.text };
});
