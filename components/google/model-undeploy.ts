// Takes a model away from an endpoint of Vertex AI: the interface of ModelUndeployOp of google-cloud-pipeline-components
// 2.22.0 (Apache-2.0).
import { component, concat, metadataOf, struct } from "../../pipeline/index.ts";
import { VertexEndpoint, VertexModel } from "./artifact-types.ts";
import { gcpResources } from "./inputs.ts";
import { launch } from "./launch.ts";

export const modelUndeploy = component({
  name: "model-undeploy",
  inputs: {
    endpoint: VertexEndpoint,
    model: VertexModel,
    traffic_split: struct(undefined, {
      default: {},
      description: "Percent by id of the deployed models that stay, 100 together. Empty: as it was.",
    }),
  },
  outputs: { gcp_resources: gcpResources },
  container: ({ inputs, outputs }) =>
    launch("endpoint.undeploy_model.launcher", [
      "--type",
      "UndeployModel",
      "--payload",
      concat(
        "{",
        '"endpoint": "',
        metadataOf(inputs.endpoint, "resourceName"),
        '"',
        ', "model": "',
        metadataOf(inputs.model, "resourceName"),
        '"',
        ', "traffic_split": ',
        inputs.traffic_split,
        "}",
      ),
      "--project",
      "",
      "--location",
      "",
      "--gcp_resources",
      outputs.gcp_resources.path,
    ]),
});
