// A pipeline called twice is written once; both it and its caller hold branches.
import { equals, pipeline, string, when } from "pollux";
import { make, use } from "./parts/steps.ts";

const inner = pipeline({ name: "inner", inputs: { seed: string(), mode: string({ default: "fast" }) } }, (inputs) => {
  const made = make({ seed: inputs.seed });
  when(equals(inputs.mode, "fast"), () => void use({ text: made.outputs.text }));
  return { text: made.outputs.text };
});

export default pipeline({ name: "nested-pipelines", inputs: { seed: string() } }, (inputs) => {
  const first = inner({ seed: inputs.seed });
  const second = inner({ seed: first.outputs.text, mode: "slow" });
  when(equals(second.outputs.text, "fast"), () => void use({ text: "done" }));
});
