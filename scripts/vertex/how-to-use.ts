// What the local Vertex says of itself: how Google's own clients reach it, as text that runs as it stands.

/** `place`: the folder in which everything is kept. */
export function howToUse(port: number, place: string): string {
  return `The local Vertex answers at 127.0.0.1:${port}, gRPC and REST; it keeps everything in ${place}.

TypeScript over gRPC:
${indented(grpcClient(port))}

or over REST:
${indented(restClient(port))}

Python:
${indented(pythonClient(port))}
`;
}

/** With an `authClient`, nobody looks for credentials. */
export function grpcClient(port: number): string {
  return `import { PipelineServiceClient } from "@google-cloud/aiplatform";
import { credentials } from "@grpc/grpc-js";
import { PassThroughClient } from "google-auth-library";
const client = new PipelineServiceClient({
  apiEndpoint: "127.0.0.1", port: ${port}, projectId: "local", authClient: new PassThroughClient(),
  sslCreds: credentials.createInsecure(),
});`;
}

export function restClient(port: number): string {
  return `import { PipelineServiceClient } from "@google-cloud/aiplatform";
import { PassThroughClient } from "google-auth-library";
const client = new PipelineServiceClient({
  apiEndpoint: "127.0.0.1", port: ${port}, projectId: "local", authClient: new PassThroughClient(),
  fallback: true, protocol: "http",
});`;
}

/** The number is the local storage's own: google-cloud-aiplatform compares the two before each job. */
export function pythonClient(port: number): string {
  return `import os
os.environ["STORAGE_EMULATOR_HOST"] = "http://127.0.0.1:${port}"
from google.auth.credentials import AnonymousCredentials
from google.cloud import aiplatform
from google.cloud.aiplatform.utils import resource_manager_utils
# else the client asks Google for the project's number, not this server
resource_manager_utils.get_project_number = lambda *args, **options: "0"
aiplatform.init(project="local", location="us-central1", staging_bucket="gs://staging", api_transport="rest",
                api_endpoint="http://127.0.0.1:${port}", credentials=AnonymousCredentials())
job = aiplatform.PipelineJob(display_name="first", template_path="pipeline.yaml")
job.submit()`;
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
