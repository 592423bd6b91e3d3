// Reads a greeting from YAML and says it to everybody, in as many ways as code can be imported.
import { component, Dataset, int, string, struct } from "pollux";

export const greet = component({
  name: "greet",
  inputs: { greeting: string(), mode: string({ default: "well" }) },
  outputs: { count: int(), facts: struct(), greetings: Dataset },
  run: { image: "node:24-slim", code: new URL("./run.ts", import.meta.url) },
});
