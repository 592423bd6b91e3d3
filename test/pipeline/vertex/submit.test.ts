// A program's submission with much wrong in it.
import { afterEach, expect, test, vi } from "vitest";
import { requirePipelineSpec } from "../../../pipeline/ir/validate.ts";
import { submitFile } from "../../../pipeline/vertex/submit.ts";
import { pipelineOf, writes } from "./local/pipelines.ts";

afterEach(() => vi.unstubAllEnvs());

test("settings and inputs that are wrong are said together, each once", async () => {
  for (const name of ["GOOGLE_CLOUD_PROJECT", "POLLUX_PROJECT", "POLLUX_PROFILE"]) vi.stubEnv(name, "");
  const pipeline = requirePipelineSpec(pipelineOf("greet", { greet: { code: writes } }), "greet");
  const options = { pipelineRoot: "/tmp/x", location: "moon", parameters: { txt: "hi" }, jobId: "Bad_ID" };
  await expect(submitFile({ pipeline }, options)).rejects.toMatchObject({
    code: "JOB_INVALID",
    problems: [
      { where: "location", message: '"moon" is no region. Give one as us-central1 or europe-west4.' },
      {
        where: "pipelineRoot",
        message: '"/tmp/x" is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER.',
      },
      {
        where: "project",
        message: "it is not given. Set --project, GOOGLE_CLOUD_PROJECT or pollux.json's profile.",
      },
      { where: "greet", message: 'parameter "txt" is not known. The parameters are: text.' },
      {
        where: "job id",
        message:
          '"Bad_ID" is no id of a job. Give a small letter, then up to 127 of them, digits and dashes.',
      },
    ],
  });
});
