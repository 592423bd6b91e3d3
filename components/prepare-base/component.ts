// A reference to a Gemma, in; the base model as a Hugging Face folder, out.
import { component, Dataset, executorInput, int, Metrics, Model, string } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const prepareBase = component({
  name: "prepare-base",
  inputs: {
    base: string({
      default: "tiny",
      description:
        "`tiny` trains a small Gemma 3 here; otherwise a Hugging Face folder, a .gguf file, or gs://, hf://, kaggle://.",
    }),
    conversations: Dataset,
    steps: int({ default: 0, description: "Training steps of `tiny`; 0 takes the tuned number." }),
    seed: int({ default: 0 }),
  },
  outputs: { model: Model, metrics: Metrics },
  container: () => ({
    image: image("trainer"),
    command: ["python", "-m", "trainer.prepare_base"],
    args: ["--executor_input", executorInput],
  }),
});
