// Deploys the model to an endpoint, sees that it answers, and writes down how to reach it.
import { writeFile } from "node:fs/promises";
import { implement } from "../../pipeline/executor/index.ts";
import { endpoints } from "../platform/endpoints/index.ts";
import { environmentFor } from "./environment.ts";
import { deploy } from "./component.ts";

export default implement(deploy, async (inputs, outputs, context) => {
  const steps = 5;
  let done = 0;
  const record = await endpoints(environmentFor(inputs, process.env)).deploy(
    { name: inputs.endpoint, model: inputs.model.uri },
    {
      onProgress: (text) => context.progress(Math.min(++done, steps), steps, text),
      signal: context.signal,
    },
  );
  await writeFile(outputs.endpoint.path, `${JSON.stringify(record, null, 2)}\n`);
  outputs.endpoint.setMetadata({ ...record });
  return {};
});
