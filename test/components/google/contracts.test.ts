// Our components are Google's, but for what is said about them; Google's files are beside the repository where it is
// developed.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as google from "../../../components/google/index.ts";
import { compile } from "../../../pipeline/compiler/compile.ts";
import type { AnyComponent } from "../../../pipeline/dsl/component-types.ts";
import { irDifferences } from "../../../pipeline/ir/compare/same-pipeline.ts";
import { readPipelineFile, writePipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";

const folder = join(import.meta.dirname, "../../../../shared/kfp/google-components");
const skipped = existsSync(folder) ? "" : " (skipped: Google's files are not beside this repository)";

const components: readonly (readonly [file: string, component: AnyComponent])[] = [
  ["v1.model.ModelUploadOp", google.modelUpload],
  ["v1.model.ModelGetOp", google.modelGet],
  ["v1.endpoint.EndpointCreateOp", google.endpointCreate],
  ["v1.endpoint.EndpointDeleteOp", google.endpointDelete],
  ["v1.endpoint.ModelDeployOp", google.modelDeploy],
  ["v1.endpoint.ModelUndeployOp", google.modelUndeploy],
  ["v1.custom_job.CustomTrainingJobOp", google.customTrainingJob],
  ["v1.batch_predict_job.ModelBatchPredictOp", google.modelBatchPredict],
  ["v1.vertex_notification_email.VertexNotificationEmailOp", google.notificationEmail],
  ["v1.wait_gcp_resources.WaitGcpResourcesOp", google.waitGcpResources],
];

/** A definition's description is a text; an input that is called `description` is an object, and stays. */
function withoutDescriptions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutDescriptions);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, field]) => name !== "description" || typeof field !== "string")
      .map(([name, field]) => [name, withoutDescriptions(field)]),
  );
}

function undescribed(file: PipelineFile): PipelineFile {
  const { pipeline } = readPipelineFile(writePipelineFile(file), "copy");
  const json = withoutDescriptions(JSON.parse(JSON.stringify(pipeline)));
  return { ...file, pipeline: json as unknown as PipelineFile["pipeline"] }; // a spec with fewer optional fields
}

describe.skipIf(skipped !== "")(`Google's components${skipped}`, () => {
  test.each(components)("%s compiles to the same interface and command", (name, component) => {
    const theirs = readPipelineFile(readFileSync(join(folder, `${name}.yaml`), "utf8"), name);
    const ours = compile(component);
    expect(irDifferences(undescribed(theirs), undescribed(ours))).toEqual([]);
    expect(ours.pipeline.deploymentSpec).toEqual(theirs.pipeline.deploymentSpec); // to the space
  });
});
