// Makes an endpoint of Vertex AI, still without a model: the interface of EndpointCreateOp of
// google-cloud-pipeline-components 2.22.0 (Apache-2.0).
import { component, concat, executorInput, string } from "../../pipeline/index.ts";
import { VertexEndpoint } from "./artifact-types.ts";
import {
  description,
  displayName,
  encryptionKey,
  gcpResources,
  labels,
  location,
  project,
} from "./inputs.ts";
import { launch } from "./launch.ts";

export const endpointCreate = component({
  name: "endpoint-create",
  inputs: {
    description,
    display_name: displayName,
    encryption_spec_key_name: encryptionKey,
    labels,
    location,
    network: string({
      default: "",
      description: "To peer with: `projects/NUMBER/global/networks/NAME`. Empty: none.",
    }),
    project,
  },
  outputs: { endpoint: VertexEndpoint, gcp_resources: gcpResources },
  container: ({ inputs, outputs }) =>
    launch("endpoint.create_endpoint.launcher", [
      "--type",
      "CreateEndpoint",
      "--payload",
      concat(
        "{",
        '"display_name": "',
        inputs.display_name,
        '"',
        ', "description": "',
        inputs.description,
        '"',
        ', "labels": ',
        inputs.labels,
        ', "encryption_spec": {"kms_key_name":"',
        inputs.encryption_spec_key_name,
        '"}',
        ', "network": "',
        inputs.network,
        '"',
        "}",
      ),
      "--project",
      inputs.project,
      "--location",
      inputs.location,
      "--gcp_resources",
      outputs.gcp_resources.path,
      "--executor_input",
      executorInput,
    ]),
});
