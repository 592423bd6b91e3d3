// LoRA weights and their base in; one Hugging Face folder that any server can load, out.
import { component, double, executorInput, Model } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const convert = component({
  name: "convert",
  inputs: { model: Model, base: Model },
  /** `maxDifference`: the largest difference between a logit before and after. */
  outputs: { model: Model, maxDifference: double() },
  container: () => ({
    image: image("trainer"),
    command: ["python", "-m", "trainer.convert"],
    args: ["--executor_input", executorInput],
  }),
});
