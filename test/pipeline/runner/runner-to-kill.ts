// A runner in a process of its own, for tests that kill it: `FOLDER RUN_ID begin|resume`, the pipeline in FOLDER/spec.json.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments } from "../../../pipeline/environments/index.ts";
import type { PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { processExecutor, resumeRun, runPipeline } from "../../../pipeline/runner/index.ts";

const [folder = "", runId = "", how] = process.argv.slice(2);
const settings = {
  root: join(folder, ".pollux"),
  executor: processExecutor({ environments: loadEnvironments(join(folder, "containers")) }),
  parallelism: 3,
  cache: false,
};
if (how === "begin") {
  const spec = JSON.parse(readFileSync(join(folder, "spec.json"), "utf8")) as PipelineSpec; // as the test wrote it
  process.stdout.write(JSON.stringify(await runPipeline({ ...settings, spec, runId, cwd: folder })));
} else {
  process.stdout.write(JSON.stringify(await resumeRun({ ...settings, runId })));
}
