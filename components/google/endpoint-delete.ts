// Deletes an endpoint of Vertex AI: the interface of EndpointDeleteOp of google-cloud-pipeline-components 2.22.0
// (Apache-2.0).
import { component, concat, metadataOf } from "../../pipeline/index.ts";
import { VertexEndpoint } from "./artifact-types.ts";
import { gcpResources } from "./inputs.ts";
import { launch } from "./launch.ts";

export const endpointDelete = component({
  name: "endpoint-delete",
  inputs: { endpoint: VertexEndpoint },
  outputs: { gcp_resources: gcpResources },
  container: ({ inputs, outputs }) =>
    launch("endpoint.delete_endpoint.launcher", [
      "--type",
      "DeleteEndpoint",
      "--payload",
      concat("{", '"endpoint": "', metadataOf(inputs.endpoint, "resourceName"), '"', "}"),
      "--project",
      "",
      "--location",
      "",
      "--gcp_resources",
      outputs.gcp_resources.path,
    ]),
});
