// Conversations in, more of them in the same person's voice out: Gemini writes on from what was really said.
import { component, Dataset, double, int, optional, string } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const augment = component({
  name: "augment",
  inputs: {
    conversations: Dataset,
    model: string({ description: "Gemini model, as gemini-3.5-flash." }),
    rounds: int({ default: 1, description: "Times that Gemini goes over each session." }),
    temperature: optional(double()),
  },
  /** `added`: synthetic examples, all in the training part. */
  outputs: { conversations: Dataset, added: int() },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
