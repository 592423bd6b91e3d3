// Lets a model answer many instances at once, from files or a table into files or a table: the interface of
// ModelBatchPredictOp of google-cloud-pipeline-components 2.22.0 (Apache-2.0). It needs one of the two models.
import type { InputPlaceholders } from "../../pipeline/dsl/component-types.ts";
import type { CommandText } from "../../pipeline/dsl/graph.ts";
import type { InputValues } from "../../pipeline/dsl/value-types.ts";
import {
  Artifact,
  component,
  concat,
  described,
  executorInput,
  ifPresent,
  metadataOf,
} from "../../pipeline/index.ts";
import { BQTable, VertexBatchPredictionJob } from "./artifact-types.ts";
import { batchPredictInputs } from "./batch-predict-inputs.ts";
import { gcpResources } from "./inputs.ts";
import { launch } from "./launch.ts";

export const modelBatchPredict = component({
  name: "model-batch-predict",
  inputs: batchPredictInputs,
  outputs: {
    batchpredictionjob: VertexBatchPredictionJob,
    bigquery_output_table: described(BQTable, "Only with `bigquery_destination_output_uri`."),
    gcs_output_directory: described(Artifact, "Only with `gcs_destination_output_uri_prefix`."),
    gcp_resources: gcpResources,
  },
  container: ({ inputs, outputs }) =>
    launch("batch_prediction_job.launcher", [
      "--type",
      "BatchPredictionJob",
      "--payload",
      payload(inputs),
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

type Inputs = InputPlaceholders<InputValues<typeof batchPredictInputs>>;

function payload(inputs: Inputs): CommandText {
  return concat(
    "{",
    '"display_name": "',
    inputs.job_display_name,
    '", ',
    ifPresent("model", concat('"model": "', metadataOf(inputs.model, "resourceName"), '",')),
    ...instances(inputs),
    ', "model_parameters": ',
    inputs.model_parameters,
    ...predictions(inputs),
    ...machines(inputs),
    ', "generate_explanation": ',
    inputs.generate_explanation,
    ', "explanation_spec": {',
    '"parameters": ',
    inputs.explanation_parameters,
    ', "metadata": ',
    inputs.explanation_metadata,
    "}",
    ', "labels": ',
    inputs.labels,
    ', "encryption_spec": {"kms_key_name":"',
    inputs.encryption_spec_key_name,
    '"}',
    "}",
  );
}

function instances(inputs: Inputs): readonly CommandText[] {
  return [
    ' "input_config": {',
    '"instances_format": "',
    inputs.instances_format,
    '"',
    ', "gcs_source": {',
    '"uris":',
    inputs.gcs_source_uris,
    "}",
    ', "bigquery_source": {',
    '"input_uri": "',
    inputs.bigquery_source_input_uri,
    '"',
    "}",
    "}",
    ', "instance_config": {',
    '"instance_type": "',
    inputs.instance_type,
    '"',
    ', "key_field": "',
    inputs.key_field,
    '" ',
    ifPresent("included_fields", concat(', "included_fields": ', inputs.included_fields)),
    ifPresent("excluded_fields", concat(', "excluded_fields": ', inputs.excluded_fields)),
    "}",
  ];
}

function predictions(inputs: Inputs): readonly CommandText[] {
  return [
    ', "output_config": {',
    '"predictions_format": "',
    inputs.predictions_format,
    '"',
    ', "gcs_destination": {',
    '"output_uri_prefix": "',
    inputs.gcs_destination_output_uri_prefix,
    '"',
    "}",
    ', "bigquery_destination": {',
    '"output_uri": "',
    inputs.bigquery_destination_output_uri,
    '"',
    "}",
    "}",
  ];
}

function machines(inputs: Inputs): readonly CommandText[] {
  return [
    ', "dedicated_resources": {',
    '"machine_spec": {',
    '"machine_type": "',
    inputs.machine_type,
    '"',
    ', "accelerator_type": "',
    inputs.accelerator_type,
    '"',
    ', "accelerator_count": ',
    inputs.accelerator_count,
    "}",
    ', "starting_replica_count": ',
    inputs.starting_replica_count,
    ', "max_replica_count": ',
    inputs.max_replica_count,
    "}",
    ', "service_account": "',
    inputs.service_account,
    '"',
    ', "manual_batch_tuning_parameters": {',
    '"batch_size": ',
    inputs.manual_batch_tuning_parameters_batch_size,
    "}",
  ];
}
