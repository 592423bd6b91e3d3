// Stops the run when the twin is not better than its base: what comes after the gate needs its success.
import { component, double } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const gate = component({
  name: "gate",
  /** In bits per character of held-out replies, as `evaluate` gives them. */
  inputs: {
    baseBits: double(),
    twinBits: double(),
    gain: double({ description: "Base minus twin, paired." }),
    gainError: double({ description: "Standard error of the gain." }),
    minimumGain: double({ default: 0, description: "The gain must be greater than this." }),
  },
  outputs: {},
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
