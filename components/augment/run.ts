// Copies the conversations and adds what Gemini writes on from the training part; the held-out part stays as it is.
import { UserError } from "../../pipeline/ir/user-error.ts";
import { implement } from "../../pipeline/executor/index.ts";
import {
  copyDataset,
  readExamples,
  readStatistics,
  writeStatistics,
  writeTrain,
} from "../conversation/dataset-folder.ts";
import { connectGemini } from "../platform/gemini/index.ts";
import { augmentDataset } from "./augment-dataset.ts";
import { augment } from "./component.ts";

export default implement(augment, async (inputs, outputs, context) => {
  const { model, rounds, temperature } = inputs;
  if (rounds < 1) {
    throw new UserError("SETTING_INVALID", `augment: rounds is ${rounds}. Give a whole number above 0.`);
  }
  const [from, to] = [inputs.conversations.path, outputs.conversations.path];
  const train = await readExamples(from, "train");
  const validation = await readExamples(from, "validation");
  const gemini = connectGemini({ env: process.env });
  const settings = { model, rounds, ...(temperature === undefined ? {} : { temperature }) };
  const { examples, ...counts } = await augmentDataset(gemini, { train, validation }, settings, context);
  await copyDataset(from, to);
  await writeTrain(to, [...train, ...examples]);
  const augmentation = { model, rounds, added: examples.length, ...counts };
  await writeStatistics(to, { ...(await readStatistics(from)), augmentation });
  outputs.conversations.setMetadata({ ...inputs.conversations.metadata, synthetic: examples.length });
  context.log(`${examples.length} examples added, ${counts.duplicates} left out as repetitions`);
  return { added: examples.length };
});
