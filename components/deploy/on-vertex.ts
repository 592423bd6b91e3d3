// A model to an endpoint of Vertex AI, in either of two ways: by our `deploy`, or by Google's prebuilt components.
import type { Artifact, Model, Ref, Task } from "../../pipeline/index.ts";
import { googleCloudLocation, googleCloudProject, importer } from "../../pipeline/index.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { AcceleratorType } from "../../pipeline/vertex/machines/index.ts";
import { endpointCreate, modelDeploy, modelUpload, UnmanagedContainerModel } from "../google/index.ts";
import { modelAddress } from "../model-address/component.ts";
import { servingContainer, usualStartSeconds } from "../platform/endpoints/vertex/serving-container.ts";
import { servingMachine } from "../platform/endpoints/vertex/serving-machine.ts";
import { deploy } from "./component.ts";

export interface Serving {
  /** As `hf://google/gemma-3-4b-it`: its size says which machine is needed. */
  readonly base: string;
  /** Default: the cheapest that serves it. */
  readonly accelerator?: AcceleratorType;
}

export interface Served {
  readonly model: Ref<Model>;
  /** Name of the endpoint. */
  readonly endpoint: Ref<string>;
  /** What has to have succeeded. */
  readonly after: Task<unknown>;
}

/**
 * A new model takes the endpoint's traffic once it answers. Gives the endpoint's record. Throws `GEMMA_UNKNOWN` and
 * `GEMMA_DOES_NOT_FIT`.
 */
export function deployOnVertex({ model, endpoint, after }: Served, serving: Serving): Ref<Artifact> {
  const { base, accelerator } = serving;
  servingMachine(serving); // one that does not fit is refused here, and not after hours of training
  const place = { project: googleCloudProject, location: googleCloudLocation };
  return deploy({ model, endpoint, ...place })
    .env({
      POLLUX_ENDPOINTS: "vertex",
      POLLUX_SERVING_BASE: base,
      ...(accelerator !== undefined && { POLLUX_SERVING_ACCELERATOR: accelerator }),
    })
    .after(after).outputs.endpoint;
}

/**
 * The same model and container by Google's components, which make a new endpoint in every run and give the model its
 * traffic without asking it anything but what its container's probe asks. Gives a `google.VertexEndpoint`. Throws as
 * `deployOnVertex`, and `TPU_NOT_DEPLOYED`.
 */
export function deployWithGoogle({ model, endpoint, after }: Served, serving: Serving): Ref<Artifact> {
  const machine = servingMachine(serving);
  const { machineType, acceleratorType, acceleratorCount } = machine;
  if (acceleratorType === undefined || acceleratorCount === undefined) {
    throw new UserError(
      "TPU_NOT_DEPLOYED",
      `deploy: ${machineType} has TPUs, for which Google's component takes no topology. Give a GPU, or deploy with ours.`,
    );
  }
  const container = servingContainer({ machine, route: "predict", startSeconds: usualStartSeconds });
  const { uri } = modelAddress({ model }).after(after).outputs;
  const files = importer({
    name: "import-model",
    type: UnmanagedContainerModel,
    uri,
    metadata: { containerSpec: { ...container } satisfies Json },
  });
  const location = googleCloudLocation;
  const uploaded = modelUpload({
    display_name: endpoint,
    unmanaged_container_model: files.outputs.artifact,
    location,
  });
  const made = endpointCreate({ display_name: endpoint, location }).after(after);
  modelDeploy({
    model: uploaded.outputs.model,
    endpoint: made.outputs.endpoint,
    dedicated_resources_machine_type: machineType,
    dedicated_resources_accelerator_type: acceleratorType,
    dedicated_resources_accelerator_count: acceleratorCount,
    dedicated_resources_min_replica_count: 1,
    dedicated_resources_max_replica_count: 1,
    traffic_split: { "0": 100 },
  });
  return made.outputs.endpoint;
}
