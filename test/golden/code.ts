// A component whose work is a TypeScript module.
import { component, pipeline, string } from "pollux";

const shout = component({
  name: "shout",
  inputs: { text: string() },
  outputs: { loud: string() },
  run: { image: "example.com/node:1", code: new URL("./parts/shout.ts", import.meta.url) },
});

export default pipeline({ name: "code", inputs: {} }, () => {
  shout({ text: "hello" });
});
