// Waits for what a task before it started in Google's cloud, as a Dataflow job: the interface of WaitGcpResourcesOp of
// google-cloud-pipeline-components 2.22.0 (Apache-2.0).
import { component } from "../../pipeline/index.ts";
import { gcpResources } from "./inputs.ts";
import { launch } from "./launch.ts";

export const waitGcpResources = component({
  name: "wait-gcp-resources",
  inputs: { gcp_resources: gcpResources },
  outputs: { gcp_resources: gcpResources },
  container: ({ inputs, outputs }) =>
    launch("wait_gcp_resources.launcher", [
      "--type",
      "Wait",
      "--project",
      "",
      "--location",
      "",
      "--payload",
      inputs.gcp_resources,
      "--gcp_resources",
      outputs.gcp_resources.path,
    ]),
});
