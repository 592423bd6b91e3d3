// Undeploys every model of the endpoint whose record `deploy` wrote.
import { readFile } from "node:fs/promises";
import { implement } from "../../pipeline/executor/index.ts";
import { environmentFor } from "../deploy/environment.ts";
import { endpoints, readEndpointRecord } from "../platform/endpoints/index.ts";
import { undeploy } from "./component.ts";

export default implement(undeploy, async (inputs, _, context) => {
  const { path, uri } = inputs.endpoint;
  const record = readEndpointRecord(JSON.parse(await readFile(path, "utf8")), uri);
  await endpoints(environmentFor(inputs, process.env)).undeploy(record, {
    onProgress: (text) => context.progress(1, 2, text),
    signal: context.signal,
  });
  return {};
});
