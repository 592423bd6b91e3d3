// Conversations as they are: the branch beside `augment`, so that both give a dataset.
import { component, Dataset } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const keep = component({
  name: "keep",
  inputs: { conversations: Dataset },
  outputs: { conversations: Dataset },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
