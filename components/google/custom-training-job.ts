// Runs containers as a custom job of Vertex AI: the interface of CustomTrainingJobOp of google-cloud-pipeline-components
// 2.22.0 (Apache-2.0). `workerPool` writes an item of `worker_pool_specs`.
import { boolean, component, googleCloudLocation, list, string, struct } from "../../pipeline/index.ts";
import { encryptionKey, gcpResources, labels, project } from "./inputs.ts";
import { launch } from "./launch.ts";

export const customTrainingJob = component({
  name: "custom-training-job",
  inputs: {
    base_output_directory: string({
      default: "",
      description: "`gs://BUCKET/PATH`; the containers get folders of it as `AIP_MODEL_DIR` and so on.",
    }),
    display_name: string(),
    enable_web_access: boolean({ default: false, description: "Lets one into the containers with a shell." }),
    encryption_spec_key_name: encryptionKey,
    labels,
    location: string({ default: googleCloudLocation, description: "Default: where the pipeline runs." }),
    max_wait_duration: string({
      default: "86400s",
      description: 'How long to wait for machines with `strategy: "FLEX_START"`; `"0s"` is for ever.',
    }),
    network: string({
      default: "",
      description: "To peer with: `projects/NUMBER/global/networks/NAME`. Empty: none.",
    }),
    persistent_resource_id: string({
      default: "{{$.pipeline_persistent_resource_id}}",
      description: "Of machines that are up already. Default: the run's, or none.",
    }),
    project,
    psc_interface_config: struct(undefined, {
      default: {},
      description: "`PscInterfaceConfig` of Vertex AI's API: a network attachment.",
    }),
    reserved_ip_ranges: list(string(), { default: [], description: "Names of ranges in the network." }),
    restart_job_on_worker_restart: boolean({
      default: false,
      description: "For workers that cannot go on without one that was restarted.",
    }),
    service_account: string({ default: "", description: "E-mail address; whom the containers run as." }),
    strategy: string({
      default: "STANDARD",
      description: "`STANDARD`, `SPOT` or `FLEX_START`.",
    }),
    tensorboard: string({
      default: "",
      description: "Gets the logs: `projects/P/locations/L/tensorboards/T`; needs `service_account`.",
    }),
    timeout: string({ default: "604800s", description: "Of the whole job, in seconds." }),
    worker_pool_specs: list(undefined, {
      default: [],
      description: "The first is the chief; see `workerPool`.",
    }),
  },
  outputs: { gcp_resources: gcpResources },
  container: ({ inputs, outputs }) =>
    launch("custom_job.launcher", [
      "--type",
      "CustomJob",
      "--payload",
      `{"display_name": "${inputs.display_name}", "job_spec": {` +
        `"worker_pool_specs": ${inputs.worker_pool_specs}, ` +
        `"scheduling": {"timeout": "${inputs.timeout}", ` +
        `"restart_job_on_worker_restart": ${inputs.restart_job_on_worker_restart}, ` +
        `"strategy": "${inputs.strategy}", "max_wait_duration": "${inputs.max_wait_duration}"}, ` +
        `"service_account": "${inputs.service_account}", "tensorboard": "${inputs.tensorboard}", ` +
        `"enable_web_access": ${inputs.enable_web_access}, "network": "${inputs.network}", ` +
        `"reserved_ip_ranges": ${inputs.reserved_ip_ranges}, ` +
        `"base_output_directory": {"output_uri_prefix": "${inputs.base_output_directory}"}, ` +
        `"persistent_resource_id": "${inputs.persistent_resource_id}", ` +
        `"psc_interface_config": ${inputs.psc_interface_config}}, ` +
        `"labels": ${inputs.labels}, ` +
        `"encryption_spec": {"kms_key_name": "${inputs.encryption_spec_key_name}"}}`,
      "--project",
      inputs.project,
      "--location",
      inputs.location,
      "--gcp_resources",
      outputs.gcp_resources.path,
    ]),
});
