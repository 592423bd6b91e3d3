// Conversations and a base model in; LoRA weights that make the base answer as the person, out.
import {
  component,
  Dataset,
  double,
  executorInput,
  Html,
  int,
  Metrics,
  Model,
  optional,
} from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const train = component({
  name: "train",
  inputs: {
    conversations: Dataset,
    base: Model,
    rank: int({ default: 8, description: "Rank of the LoRA matrices." }),
    epochs: int({ default: 0, description: "0: three, and more where examples are few." }),
    learningRate: optional(double()),
    batchSize: int({ default: 8, description: "Examples in a step." }),
    maxLength: int({ default: 160, description: "Tokens in an example; older turns are left out to fit." }),
    seed: int({ default: 0 }),
  },
  outputs: { model: Model, metrics: Metrics, lossCurve: Html },
  container: () => ({
    image: image("trainer"),
    command: ["python", "-m", "trainer.train"],
    args: ["--executor_input", executorInput],
  }),
});
