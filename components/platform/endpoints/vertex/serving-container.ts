// The container that serves a twin on Vertex AI: vLLM in Google's image, as the API's `ModelContainerSpec` in JSON.
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import type { ServingMachine } from "../../../../pipeline/vertex/machines/index.ts";

/**
 * How requests reach the model. `predict`: by predict, rawPredict and streamRawPredict, divided by the endpoint's traffic
 * split. `invoke`, a preview: by vLLM's own routes on a dedicated endpoint, also of one deployed model by its id.
 */
export type Route = "predict" | "invoke";

export interface ContainerRequest {
  readonly machine: ServingMachine;
  /** Default: `servingImage`, for GPUs. */
  readonly image?: string | undefined;
  readonly route: Route;
  /** Seconds in which the container has to answer. */
  readonly startSeconds: number;
}

/** JSON as `google.UnmanagedContainerModel` has it in its metadata, and the REST API in `Model.containerSpec`. */
export interface ServingContainer {
  readonly imageUri: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly containerPort: number }[];
  readonly predictRoute?: string;
  readonly invokeRoutePrefix?: string;
  readonly healthRoute: string;
  readonly sharedMemorySizeMb: number;
  /** `1800s` */
  readonly deploymentTimeout: string;
  readonly startupProbe: {
    readonly exec: { readonly command: readonly string[] };
    readonly periodSeconds: number;
    readonly timeoutSeconds: number;
    readonly failureThreshold: number;
  };
}

/** The newest that Google's samples serve Gemma 3 with; its tags are dates and do not move. */
export const servingImage =
  "us-docker.pkg.dev/vertex-ai/vertex-vision-model-garden-dockers/pytorch-vllm-serve:20251205_0916_RC01";

/** What clients call the model, whatever its endpoint is called: the container is the same for all. */
export const servedName = "twin";

const port = 8080;
export const chatRoute = "/v1/chat/completions";
const probeSeconds = 30;
/** Seconds in which a model has to be deployed. */
export const usualStartSeconds = 45 * 60;

/** Throws `SERVING_IMAGE_MISSING` for a TPU without an image. */
export function servingContainer(request: ContainerRequest): ServingContainer {
  const { machine, route, startSeconds } = request;
  return {
    imageUri: requireImage(request),
    // All are arguments: the image's own entry point, which fetches the model, runs before them. Vertex AI copies what was
    // uploaded, says where to in AIP_STORAGE_URI, and fills it in.
    args: [
      "python3",
      "-m",
      "vllm.entrypoints.openai.api_server",
      "--host=0.0.0.0",
      `--port=${port}`,
      "--model=$(AIP_STORAGE_URI)",
      `--served-model-name=${servedName}`,
      ...machine.vllmArgs,
      "--disable-log-stats",
    ],
    env: [{ name: "MODEL_ID", value: servedName }],
    ports: [{ containerPort: port }],
    ...(route === "invoke" ? { invokeRoutePrefix: "/*" } : { predictRoute: chatRoute }),
    healthRoute: "/health",
    sharedMemorySizeMb: machine.sharedMemoryMb,
    deploymentTimeout: `${startSeconds}s`,
    startupProbe: {
      exec: { command: ["python3", "-c", firstReply()] },
      periodSeconds: probeSeconds,
      timeoutSeconds: 2 * probeSeconds,
      failureThreshold: Math.ceil(startSeconds / probeSeconds),
    },
  };
}

function requireImage({ image, machine }: ContainerRequest): string {
  if (image !== undefined) return image;
  if (machine.tpuTopology === undefined) return servingImage;
  throw new UserError(
    "SERVING_IMAGE_MISSING",
    `endpoint: ${machine.machineType} has TPUs, for which vLLM needs another image. Name it in POLLUX_SERVING_IMAGE.`,
  );
}

/**
 * A chat, not only /health, which vLLM answers before it has drawn a token: rawPredict cannot ask one deployed model that
 * gets no traffic yet, so the container has to have answered before it counts as deployed.
 */
function firstReply(): string {
  const body = JSON.stringify({
    model: servedName,
    messages: [{ role: "user", content: "Hello." }],
    max_tokens: 4,
  });
  return [
    "import urllib.request as r",
    `q = r.Request("http://127.0.0.1:${port}${chatRoute}", b'${body}', {"content-type": "application/json"})`,
    `r.urlopen(q, timeout=${2 * probeSeconds - 5}).read()`,
  ].join("\n");
}
