// What stands for the serving containers of the local Vertex: the trainer's own server, for vLLM's images and its own.
import { startModelServer } from "../../components/platform/endpoints/model-server.ts";
import { image } from "../../components/images.ts";
import { type Environment, environmentFor, processEnv } from "../../pipeline/environments/index.ts";
import type { ServeModel } from "../../pipeline/vertex/local/endpoints/model-servers.ts";

/** What clients call a model whose container says nothing of it. */
const usualName = "twin";

/** Other images are not served: what their program does nobody here knows. */
export function serveModels(environments: readonly Environment[]): ServeModel {
  return (model, signal) => {
    if (!/vllm|\/pollux\/trainer[:@]/.test(model.image)) return undefined;
    const start = async () => {
      const trainer = processEnv(environmentFor(image("trainer"), environments), process.env);
      const env = { ...trainer, ...model.env };
      const place = { name: model.servedName ?? usualName, model: model.folder };
      return startModelServer({ command: ["python", "-m", "trainer.serve"], env }, place, { signal });
    };
    return start();
  };
}
