// A component that counts words: small enough to see, with every kind of input and output that the tests need.
import { readFile, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { implement } from "../../../pipeline/executor/index.ts";
import { component, Dataset, double, int, list, Model, optional, string } from "../../../pipeline/index.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";

export const countWords = component({
  name: "count-words",
  inputs: {
    text: Dataset,
    base: optional(Model),
    mode: string({ default: "count" }),
    factor: optional(double()),
  },
  outputs: { words: Dataset, count: int(), first: string(), all: list(string()) },
  run: { image: "example.com/node:1", code: new URL(import.meta.url) },
});

export default implement(countWords, async (inputs, outputs, { progress, log, signal }) => {
  const text = await readFile(inputs.text.path, "utf8");
  const words = text.split(/\s+/).filter((word) => word !== "");
  progress(0, words.length, "counting");
  await writeFile(outputs.words.path, words.join("\n"));
  outputs.words.setMetadata({ ...inputs.text.metadata, count: words.length });
  if (inputs.mode === "mistake")
    throw new UserError("NO_WORDS", "count-words: there are no words. Give some.");
  if (inputs.mode === "defect") throw new Error("a defect");
  if (inputs.mode === "wait") {
    log("waiting");
    await sleep(60_000, undefined, { signal });
  }
  progress(words.length, words.length, "done");
  const count = inputs.mode === "half" ? words.length / 2 : words.length * (inputs.factor ?? 1);
  return { count, first: words[0] ?? "", all: words };
});
