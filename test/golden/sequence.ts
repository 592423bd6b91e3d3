// One task takes what another makes.
import { pipeline, string } from "pollux";
import { make, use } from "./parts/steps.ts";

export default pipeline({ name: "sequence", inputs: { seed: string() } }, (inputs) => {
  const made = make({ seed: inputs.seed });
  use({ text: made.outputs.text });
  use({ text: "a constant" });
  return { count: made.outputs.count };
});
