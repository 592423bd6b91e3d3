// The same contract with the trainer's real server behind the local Vertex, as `pollux vertex` has it. It needs the
// Python environment, which `npm run test:python` and `npm run twin` make.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe } from "vitest";
import {
  vertexEndpoints,
  vertexSettings,
} from "../../../../../components/platform/endpoints/vertex/index.ts";
import { loadEnvironments } from "../../../../../pipeline/environments/index.ts";
import { modelServing } from "../../../../../pipeline/vertex/local/endpoints/model-service.ts";
import { startTestVertex, type TestVertex } from "../../../../pipeline/vertex/local/test-vertex.ts";
import { describeEndpoints } from "../contract.ts";
import { makeTinyGemma } from "../tiny-gemma.ts";

const root = resolve(import.meta.dirname, "../../../../..");
const python = join(root, ".venv", "bin", "python");
let vertex: TestVertex | undefined;
afterAll(() => vertex?.remove());

describe.runIf(existsSync(python))("with the Python environment", () => {
  describeEndpoints("vertex", async () => {
    // Where this suite is skipped, as in the image's own build, there are no scripts.
    const { serveModels } = await import("../../../../../scripts/vertex/serve-models.ts");
    const serve = serveModels(loadEnvironments(join(root, "containers")));
    const started = await startTestVertex({ services: [modelServing({ serve })] });
    vertex = started;
    const folder = join(started.root, "buckets", "models");
    mkdirSync(join(folder, "broken"), { recursive: true });
    makeTinyGemma(python, join(folder, "tiny"));
    writeFileSync(join(folder, "broken", "config.json"), "{}");
    const inUse = (): number => {
      const commands = execFileSync("ps", ["-axo", "args"], { encoding: "utf8" }).split("\n");
      return commands.filter((line) => line.includes("trainer.serve") && line.includes(dirname(folder)))
        .length;
    };
    const settings = vertexSettings({
      POLLUX_PROJECT: "my-project",
      POLLUX_API_ENDPOINT: `http://127.0.0.1:${started.port}`,
      POLLUX_SERVING_MACHINE: "g2-standard-4",
    });
    return {
      endpoints: vertexEndpoints(settings),
      model: "gs://models/tiny",
      brokenModel: "gs://models/broken",
      inUse,
      keptInUse: 1,
      place: { endpoint: "projects/my-project/locations/us-central1/endpoints/twin" },
    };
  });
});
