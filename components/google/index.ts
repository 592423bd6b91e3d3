// Components of Google's that use Vertex AI, typed: `pollux/google`. Interface of google-cloud-pipeline-components 2.22.0.

// Models and endpoints
export { endpointCreate } from "./endpoint-create.ts";
export { endpointDelete } from "./endpoint-delete.ts";
export { modelDeploy } from "./model-deploy.ts";
export { modelGet } from "./model-get.ts";
export { modelUndeploy } from "./model-undeploy.ts";
export { modelUpload } from "./model-upload.ts";

// Jobs
export { customTrainingJob } from "./custom-training-job.ts";
export { modelBatchPredict } from "./model-batch-predict.ts";
export { waitGcpResources } from "./wait-gcp-resources.ts";
export { workerPool, type WorkerPool, type WorkerPoolSpec } from "./worker-pool.ts";

// The task of an exit handler
export { notificationEmail } from "./notification-email.ts";

// Artifact types
export {
  BQTable,
  UnmanagedContainerModel,
  VertexBatchPredictionJob,
  VertexEndpoint,
  VertexModel,
} from "./artifact-types.ts";
