// A handle from an outer scope becomes an input of each scope between; `after` binds what stands side by side.
import { equals, parallelFor, pipeline, string, when } from "pollux";
import { make, use } from "./parts/steps.ts";

export default pipeline({ name: "scopes", inputs: { seed: string(), mode: string() } }, (inputs) => {
  const made = make({ seed: inputs.seed });
  const slow = make({ seed: "slow" });
  parallelFor({ items: ["a", "b"] }, (outer) => {
    when(equals(inputs.mode, "deep"), () => {
      parallelFor({ items: ["c"] }, () => {
        use({ text: made.outputs.text }).after(slow);
        use({ text: outer });
      });
    });
  });
});
