// A task that runs however its body ended, and a body whose output passes through.
import { exitHandler, pipeline, string } from "pollux";
import { make, notify, use } from "./parts/steps.ts";

export default pipeline({ name: "exit-handler", inputs: { seed: string(), to: string() } }, (inputs) => {
  const made = exitHandler(
    (status) => notify({ status, to: inputs.to }),
    () => ({ text: make({ seed: inputs.seed }).outputs.text }),
  );
  use({ text: made.text });
  return made;
});
