// Copies the conversations to its output: an IR's branch must make what it gives.
import { cp } from "node:fs/promises";
import { implement } from "../../pipeline/executor/index.ts";
import { keep } from "./component.ts";

export default implement(keep, async (inputs, outputs) => {
  await cp(inputs.conversations.path, outputs.conversations.path, { recursive: true });
  return {};
});
