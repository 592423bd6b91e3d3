// A model to where it is kept, as text, for tasks that take an address and no artifact: an importer.
import { component, Model, string } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const modelAddress = component({
  name: "model-address",
  inputs: { model: Model },
  outputs: { uri: string() },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
