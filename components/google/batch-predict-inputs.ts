// The inputs of a batch prediction job: the interface of ModelBatchPredictOp of google-cloud-pipeline-components 2.22.0
// (Apache-2.0).
import { boolean, described, int, list, optional, string, struct } from "../../pipeline/index.ts";
import { UnmanagedContainerModel, VertexModel } from "./artifact-types.ts";
import {
  encryptionKey,
  explanationMetadata,
  explanationParameters,
  labels,
  location,
  project,
} from "./inputs.ts";

export const batchPredictInputs = {
  model: optional(described(VertexModel, "A model of the registry.")),
  unmanaged_container_model: optional(described(UnmanagedContainerModel, "A model outside of the registry.")),
  accelerator_count: int({ default: 0, description: "Per replica." }),
  accelerator_type: string({ default: "", description: "As `NVIDIA_L4`." }),
  bigquery_destination_output_uri: string({
    default: "",
    description: "`bq://PROJECT`, or a dataset of it.",
  }),
  bigquery_source_input_uri: string({ default: "", description: "`bq://PROJECT.DATASET.TABLE`" }),
  encryption_spec_key_name: encryptionKey,
  excluded_fields: list(string(), {
    default: [],
    description: "What the model is not told; not with `included_fields`.",
  }),
  explanation_metadata: explanationMetadata,
  explanation_parameters: explanationParameters,
  gcs_destination_output_uri_prefix: string({
    default: "",
    description: "`gs://BUCKET/PATH`; a folder is made in it.",
  }),
  gcs_source_uris: list(string(), { default: [], description: "`gs://BUCKET/PATH`, with `*` if need be." }),
  generate_explanation: boolean({ default: false }),
  included_fields: list(string(), {
    default: [],
    description: "All that the model is told, in this order; not with `excluded_fields`.",
  }),
  instance_type: string({
    default: "",
    description: "What becomes of an instance: `object` or `array`. Empty: as the format has it.",
  }),
  instances_format: string({ default: "jsonl", description: "As `jsonl`, `csv`, `bigquery`." }),
  job_display_name: string(),
  key_field: string({ default: "", description: "Stands in the output in place of the instance." }),
  labels,
  location,
  machine_type: string({
    default: "",
    description: "As `n1-standard-8`; needed where the model asks for it.",
  }),
  manual_batch_tuning_parameters_batch_size: int({
    default: 0,
    description: "Instances per batch of a replica. 0: Vertex AI's own.",
  }),
  max_replica_count: int({ default: 0 }),
  model_parameters: struct(undefined, { default: {}, description: "As the model wants them." }),
  predictions_format: string({ default: "jsonl", description: "As `jsonl`, `csv`, `bigquery`." }),
  project,
  service_account: string({ default: "", description: "E-mail address; whom the container runs as." }),
  starting_replica_count: int({ default: 0, description: "0: Vertex AI chooses." }),
};
