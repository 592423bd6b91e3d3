// Google's components: a model is uploaded and deployed, and a mail tells how that ended.
import { exitHandler, importer, list, pipeline, string } from "pollux";
import {
  endpointCreate,
  modelDeploy,
  modelUpload,
  notificationEmail,
  UnmanagedContainerModel,
} from "../../components/google/index.ts";

export default pipeline(
  { name: "google", inputs: { model: string(), image: string(), recipients: list(string()) } },
  (inputs) => {
    exitHandler(
      (status) => notificationEmail({ pipeline_task_final_status: status, recipients: inputs.recipients }),
      () => {
        const trained = importer({
          type: UnmanagedContainerModel,
          uri: inputs.model,
          metadata: { containerSpec: { imageUri: inputs.image, healthRoute: "/health", predictRoute: "/predict" } },
        });
        const uploaded = modelUpload({
          display_name: "twin",
          unmanaged_container_model: trained.outputs.artifact,
        });
        const created = endpointCreate({ display_name: "twin", labels: { made: "pollux" } });
        modelDeploy({
          model: uploaded.outputs.model,
          endpoint: created.outputs.endpoint,
          dedicated_resources_machine_type: "g2-standard-8",
          dedicated_resources_accelerator_type: "NVIDIA_L4",
          dedicated_resources_accelerator_count: 1,
          dedicated_resources_min_replica_count: 1,
          traffic_split: { "0": 100 },
        });
      },
    );
  },
);
