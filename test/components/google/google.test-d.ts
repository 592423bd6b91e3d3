// What `tsc` must accept and reject of Google's components. Nothing here runs: `npm run test:types` is the test.
import {
  customTrainingJob,
  endpointCreate,
  endpointDelete,
  modelBatchPredict,
  modelDeploy,
  modelGet,
  modelUndeploy,
  modelUpload,
  notificationEmail,
  UnmanagedContainerModel,
  waitGcpResources,
  workerPool,
} from "../../../components/google/index.ts";
import { exitHandler, importer, int, list, Model, pipeline, string, text } from "../../../pipeline/index.ts";

export const wired = pipeline(
  { name: "wired", inputs: { to: list(string()), counts: list(int()), image: string(), rank: int() } },
  (inputs) => {
    const files = importer({ type: UnmanagedContainerModel, uri: "gs://models/twin" }).outputs.artifact;
    const plain = importer({ type: Model, uri: "gs://models/twin" }).outputs.artifact;
    const { model } = modelUpload({ display_name: "twin", unmanaged_container_model: files }).outputs;
    const { endpoint } = endpointCreate({ display_name: "twin" }).outputs;

    modelDeploy({ model, endpoint });
    modelUndeploy({ model, endpoint, traffic_split: { "1": 100 } });
    modelUpload({ display_name: "twin", parent_model: model, version_aliases: ["best"] });
    // @ts-expect-error a model is no endpoint
    modelDeploy({ model, endpoint: model });
    // @ts-expect-error an endpoint is no model
    modelDeploy({ model: endpoint, endpoint });
    // @ts-expect-error a model is no endpoint
    endpointDelete({ endpoint: model });
    // @ts-expect-error files are not in the registry: `modelUpload` puts them there
    modelDeploy({ model: files, endpoint });
    // @ts-expect-error a model of KFP's does not say what serves it
    modelUpload({ display_name: "twin", unmanaged_container_model: plain });
    // @ts-expect-error the name is needed
    endpointCreate({});
    // @ts-expect-error Google's names have an underscore
    endpointCreate({ displayName: "twin" });
    // @ts-expect-error aliases are texts
    modelUpload({ display_name: "twin", version_aliases: [1] });

    modelBatchPredict({ job_display_name: "all", model, gcs_source_uris: ["gs://chats/*.jsonl"] });
    // @ts-expect-error a list of one
    modelBatchPredict({ job_display_name: "all", model, gcs_source_uris: "gs://chats/all.jsonl" });
    modelDeploy({ model: modelGet({ model_name: "123@best" }).outputs.model, endpoint });
    waitGcpResources({ gcp_resources: modelDeploy({ model, endpoint }).outputs.gcp_resources });

    customTrainingJob({
      display_name: text`tune-${inputs.rank}`,
      worker_pool_specs: [
        workerPool({
          machineType: "g2-standard-8",
          acceleratorType: "NVIDIA_L4",
          replicas: inputs.rank,
          image: inputs.image,
          command: ["train"],
          args: ["--rank", text`${inputs.rank}`],
          env: { IMAGE: inputs.image },
        }),
        {
          ...workerPool({ machineType: "e2-standard-4", image: "t:1" }),
          disk_spec: { boot_disk_size_gb: 200 },
        },
      ],
    });
    const pool = workerPool({ machineType: "e2-standard-4", image: inputs.image });
    // @ts-expect-error a list of pools
    customTrainingJob({ display_name: "tune", worker_pool_specs: pool });
    // @ts-expect-error the image is needed
    workerPool({ machineType: "g2-standard-8" });
    // @ts-expect-error arguments are texts
    workerPool({ machineType: "g2-standard-8", image: "trainer:1", args: [8] });
    // @ts-expect-error a handle to a text is no number
    workerPool({ machineType: "g2-standard-8", image: "trainer:1", replicas: inputs.image });

    exitHandler(
      (status) => notificationEmail({ pipeline_task_final_status: status, recipients: inputs.to }),
      () => undefined,
    );
    exitHandler(
      // @ts-expect-error numbers are no addresses
      (status) => notificationEmail({ pipeline_task_final_status: status, recipients: inputs.counts }),
      () => undefined,
    );
  },
);
