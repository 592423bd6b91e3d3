// The benchmark's own components: one passes on its text, in TypeScript; one sleeps, as a plain program.
import { component, int, string } from "../../../pipeline/index.ts";
import { image } from "../../../components/images.ts";

export const step = component({
  name: "step",
  /** No two tasks have the same number: what one gave is not in the cache for another. */
  inputs: { text: string(), number: int() },
  outputs: { result: string() },
  run: { image: image("node"), code: new URL("./step-run.ts", import.meta.url) },
});

export const nap = component({
  name: "nap",
  inputs: { seconds: string() },
  container: ({ inputs }) => ({ image: image("node"), command: ["sleep", inputs.seconds] }),
});
