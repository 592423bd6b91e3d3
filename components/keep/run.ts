// Copies the conversations to its output: an IR's branch must make what it gives.
import { implement } from "../../pipeline/executor/index.ts";
import { copyDataset } from "../conversation/dataset-folder.ts";
import { keep } from "./component.ts";

export default implement(keep, async (inputs, outputs) => {
  await copyDataset(inputs.conversations.path, outputs.conversations.path);
  return {};
});
