// Reads the chats and writes the conversations dataset with its report.
import { writeFile } from "node:fs/promises";
import { implement } from "../../pipeline/executor/index.ts";
import { buildDataset } from "../conversation/build-dataset.ts";
import { writeDataset } from "../conversation/dataset-folder.ts";
import { readChats } from "../conversation/read-folder.ts";
import { ingest } from "./component.ts";
import { renderReport } from "./report.ts";

export default implement(ingest, async (inputs, outputs, { progress }) => {
  progress(0, 3, "reading the chats");
  const { chats, skippedFiles } = await readChats(inputs.chats.path);
  progress(1, 3, "making examples");
  const dataset = buildDataset(chats, inputs, skippedFiles);
  progress(2, 3, "writing the dataset");
  await writeDataset(outputs.conversations.path, dataset);
  await writeFile(outputs.report.path, renderReport(dataset));
  const { statistics } = dataset;
  outputs.conversations.setMetadata({ me: statistics.me, ...statistics.examples });
  progress(3, 3, `${statistics.examples.train} examples, ${statistics.examples.validation} held out`);
  return {
    messages: chats.reduce((sum, { messages }) => sum + messages.length, 0),
    sessions: statistics.sessions.all,
    trainExamples: statistics.examples.train,
    validationExamples: statistics.examples.validation,
  };
});
