// The twin, its base and held-out conversations in; how much better the twin predicts the person's replies, out.
import {
  component,
  Dataset,
  double,
  executorInput,
  Html,
  int,
  Metrics,
  Model,
} from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const evaluate = component({
  name: "evaluate",
  inputs: {
    model: Model,
    base: Model,
    conversations: Dataset,
    samples: int({ default: 50, description: "Held-out prompts to sample a reply for." }),
    temperature: double({ default: 0.7 }),
    topK: int({ default: 20 }),
    seed: int({ default: 0 }),
  },
  /** In bits per character of the person's held-out replies; `gain` is base minus twin, paired. */
  outputs: {
    metrics: Metrics,
    report: Html,
    baseBits: double(),
    twinBits: double(),
    gain: double(),
    gainError: double(),
  },
  container: () => ({
    image: image("trainer"),
    command: ["python", "-m", "trainer.evaluate"],
    args: ["--executor_input", executorInput],
  }),
});
