// Models and endpoints by Google's Python client, unchanged, against the local Vertex.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { googlePython } from "../../../../tools/python-packages.ts";
import { putModel, type ServingVertex, startServingVertex } from "./serving-vertex.ts";

let vertex: ServingVertex;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), "pollux-python-"));
  vertex = await startServingVertex();
  putModel(vertex.root, "first");
  putModel(vertex.root, "second");
}, 300_000);
afterAll(async () => {
  await vertex.remove();
  rmSync(home, { recursive: true, force: true });
});

const script = `
import json, sys
from google.api_core.exceptions import BadRequest
from google.auth.credentials import AnonymousCredentials
from google.cloud import aiplatform

url = f"http://127.0.0.1:{sys.argv[1]}"
aiplatform.init(project="p", location="us-central1", api_transport="rest", api_endpoint=url,
                staging_bucket="gs://staging", credentials=AnonymousCredentials())

def upload(name, **fields):
    return aiplatform.Model.upload(
        display_name="echo", artifact_uri=f"gs://models/{name}", serving_container_image_uri="example/vllm-serve:1",
        serving_container_args=["-m", "vllm"], serving_container_ports=[8080],
        serving_container_predict_route="/predict", serving_container_health_route="/health",
        serving_container_environment_variables={"MODEL_ID": "echo"},
        serving_container_shared_memory_size_mb=2048, serving_container_deployment_timeout=60, **fields)

results = {}
first = upload("first", model_id="echo", labels={"team": "twins"}, version_aliases=["one"])
second = upload("second", parent_model="echo", is_default_version=False, version_aliases=["two"])
spec = second.container_spec
results["models"] = [
    first.resource_name, first.version_id, list(first.version_aliases), second.versioned_resource_name, list(second.version_aliases),
    aiplatform.Model("echo@two").uri, [m.name for m in aiplatform.Model.list(filter='labels.team="twins"')],
    [v.version_id for v in first.versioning_registry.list_versions()],
]
results["container"] = [spec.image_uri, list(spec.args), spec.predict_route, spec.env[0].value, spec.shared_memory_size_mb]

endpoint = aiplatform.Endpoint.create(display_name="twin", endpoint_id="twin", labels={"team": "twins"})
machine = {"machine_type": "g2-standard-12", "accelerator_type": "NVIDIA_L4", "accelerator_count": 1}
first.deploy(endpoint=endpoint, deployed_model_display_name="d1", **machine)
answer = endpoint.predict(instances=[{"text": "one"}])
results["predicted"] = [answer.predictions, answer.model_version_id]
endpoint.deploy(second, deployed_model_display_name="d2", traffic_percentage=20, **machine)
models = {d.display_name: d.id for d in endpoint.list_models()}
results["deployed"] = {name: endpoint.traffic_split[id] for name, id in models.items()}
endpoint.update(traffic_split={models["d1"]: 0, models["d2"]: 100})
results["after"] = [endpoint.predict(instances=[1]).model_version_id,
                    [e.name for e in aiplatform.Endpoint.list(filter='display_name="twin"')]]
try:
    first.delete()
except BadRequest as error:
    results["refused"] = error.message
endpoint.undeploy(models["d1"])
endpoint.undeploy_all()
results["left"] = len(endpoint.list_models())
endpoint.delete()
first.versioning_registry.delete_version("2")
first.delete()
results["end"] = [aiplatform.Endpoint.list(), aiplatform.Model.list()]
print(json.dumps(results))
`;

test(
  "a model is uploaded in versions, deployed twice, asked, and taken away again",
  { timeout: 300_000 },
  async () => {
    const python = await googlePython();
    const { stdout } = await promisify(execFile)(python, ["-c", script, String(vertex.port)], {
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        CLOUDSDK_CONFIG: home,
        METADATA_SERVER_DETECTION: "none",
        NO_GCE_CHECK: "true",
        GCE_METADATA_HOST: "127.0.0.1:1",
        STORAGE_EMULATOR_HOST: `http://127.0.0.1:${vertex.port}`,
      },
      timeout: 200_000,
    });
    const name = "projects/p/locations/us-central1/models/echo";
    expect(JSON.parse(stdout.trim().split("\n").at(-1) ?? "")).toEqual({
      models: [
        name,
        "1",
        ["default", "one"],
        `${name}@2`,
        ["two"],
        "gs://models/second",
        ["echo"],
        ["2", "1"],
      ],
      container: ["example/vllm-serve:1", ["-m", "vllm"], "/predict", "echo", 2048],
      predicted: [[{ instance: { text: "one" }, path: "/predict" }], "1"],
      deployed: { d1: 80, d2: 20 },
      after: ["2", ["twin"]],
      refused: expect.stringMatching(/models\/echo is deployed to .*endpoints\/twin\. Undeploy it first\.$/),
      left: 0,
      end: [[], []],
    });
    expect(vertex.running()).toEqual([]);
  },
);
