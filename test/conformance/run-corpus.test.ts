// Pipelines that kfp compiled give here what they give with kfp.local: its results are beside the repository where it
// is developed. Python components run on the test environment, offline.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { pythonEnvironment } from "../../pipeline/environments/index.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import { processExecutor, type RunResult, runPipeline } from "../../pipeline/runner/index.ts";
import { loadSpec } from "../../scripts/load-pipeline.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";
import {
  comparable,
  comparableThere,
  difference,
  type ReferenceFile,
  type ReferenceResult,
  taskOutputs,
} from "./reference-results.ts";

const folder = join(import.meta.dirname, "../../../shared/kfp");
const file = join(folder, "local-expected.json");
const isThere = existsSync(file);
const skipped = isThere ? "" : " (skipped: kfp's results are not beside this repository)";
const reference: ReferenceFile = isThere
  ? (JSON.parse(readFileSync(file, "utf8")) as ReferenceFile) // as it was written
  : { pipelines: {}, failures_in_reference: {} };

interface Given {
  readonly parameters?: { readonly [name: string]: Json };
  readonly artifacts?: { readonly [name: string]: string };
}

/** One for all runs: Python compiles KFP's SDK once. */
const root = temporaryFolder();

async function run(path: string, { parameters = {}, artifacts = {} }: Given = {}): Promise<RunResult> {
  return runPipeline({
    spec: await loadSpec(join(folder, path)),
    parameters,
    artifacts,
    root,
    cwd: root,
    executor: processExecutor({ environments: [pythonEnvironment(resolve(".venv"))] }),
    parallelism: 4,
    cache: false,
  });
}

/** Why tasks failed that do not blame another. */
function reasons({ tasks }: RunResult): Record<string, string | undefined> {
  const failed = tasks.filter(({ state, error = "" }) => state === "FAILED" && error.startsWith("exit code"));
  return Object.fromEntries(failed.map(({ path, error }) => [path, error]));
}

const statesOf = ({ tasks }: RunResult): Record<string, string> =>
  Object.fromEntries(tasks.map(({ path, state }) => [path, state]));

describe.skipIf(!isThere)(`as with kfp.local${skipped}`, () => {
  const isRandom = (path: string, { deterministic }: ReferenceResult): boolean =>
    !deterministic || readFileSync(join(folder, "corpus", path), "utf8").includes("random.");
  const all = Object.entries(reference.pipelines);

  test.each(all.filter((one) => !isRandom(...one)))("%s gives the same", async (path, expected) => {
    const result = await run(`corpus/${path}`, { parameters: expected.args });
    expect(result.state).toBe("SUCCEEDED");
    expect(comparable(result.outputs)).toEqual(comparableThere(expected.pipeline_outputs));
    const theirs = expected.task_outputs.map(([task, name, value]) => [task, name, comparableThere(value)]);
    // A pipeline of one component has its outputs as the pipeline's own there.
    const ours = theirs.length === 0 ? [] : taskOutputs(result);
    expect(difference(ours, theirs)).toEqual({ missing: [], extra: [] });
  });

  test.each(all.filter((one) => isRandom(...one)))(
    "%s, which chance decides, succeeds",
    async (path, expected) => {
      const result = await run(`corpus/${path}`, { parameters: expected.args });
      expect(result.state).toBe("SUCCEEDED");
      expect(Object.keys(result.outputs)).toEqual(Object.keys(expected.pipeline_outputs));
    },
  );

  const known = Object.keys(reference.failures_in_reference).filter((path) => !/take_nap/.test(path)); // sleep 15 minutes
  test("each pipeline that fails there is dealt with below", () => {
    expect([...Object.keys(defectsThere), ...Object.keys(failures)].sort()).toEqual(known.sort());
  });
});

const threeTimes = <T>(value: T): readonly T[] => [value, value, value];

/** What pipelines give here that kfp.local has no way to run: worked out by hand from what their tasks do. */
const defectsThere: { readonly [file: string]: Json } = {
  "artifacts_complex.yaml": { datasets: ["2", "4", "6"], sum: "42" },
  "collected_artifacts.yaml": {},
  "critical/missing_kubernetes_optional_inputs.yaml": {},
  "critical/pipeline_with_artifact_custom_path.yaml": {},
  "parameters_complex.yaml": { Output: 306 },
  "pipeline_producer_consumer.yaml": { Output: 36 },
};

interface Failure extends Given {
  readonly reasons: { readonly [path: string]: string };
}

/** Pipelines that cannot succeed: by design, or because what they need is not on this machine. */
const failures: { readonly [file: string]: Failure } = {
  "component_with_task_final_status_GH-12033.yaml": {
    reasons: { "exit-comp": "exit code 1: AttributeError: 'NoneType' object has no attribute 'get'" },
  },
  "create_pod_metadata_complex.yaml": {
    reasons: {
      "validate-no-pod-metadata":
        "exit code 1: ValueError: Pod annotation is None but is supposed to be None.",
    },
  },
  "critical/modelcar.yaml": {
    reasons: {
      "get-model-files-list":
        "exit code 1: RuntimeError: The model does not exist at: /oci/registry.domain.local_modelcar:test/models",
    },
  },
  "env-var.yaml": {
    parameters: { env_var: "POLLUX_TEST_UNSET" },
    reasons: { comp: "exit code 1: Exception: Env var is not set" },
  },
  "failing/fail_v2.yaml": { reasons: { fail: "exit code 1, and it said nothing" } },
  "failing/pipeline_with_exit_handler.yaml": {
    reasons: { "exit-handler-1/fail-op": "exit code 1: Task failed." },
  },
  "pipeline_with_importer.yaml": {
    reasons: {
      train:
        "exit code 1: FileNotFoundError: [Errno 2] No such file or directory: '/gcs/ml-pipeline-playground/shakespeare1.txt'",
    },
  },
  "pipeline_with_task_using_ignore_upstream_failure.yaml": {
    reasons: { "fail-op": "exit code 1: message" },
  },
  "pvc_mount.yaml": {
    parameters: { pvc_name: "any" },
    reasons: {
      producer: "exit code 1: FileNotFoundError: [Errno 2] No such file or directory: '/data/file.txt'",
    },
  },
};

describe.skipIf(!isThere)(`beyond kfp.local${skipped}`, () => {
  test.each(Object.entries(defectsThere))("%s runs, for all that it cannot there", async (path, outputs) => {
    const result = await run(`corpus/${path}`);
    expect([result.state, contents(comparable(result.outputs))]).toEqual(["SUCCEEDED", outputs]);
  });

  test.each(Object.entries(failures))("%s fails for the reason that it has to", async (path, failure) => {
    const result = await run(`corpus/${path}`, failure);
    expect([result.state, reasons(result)]).toEqual(["FAILED", failure.reasons]);
  });

  test("parameters collected over two loops are lists of lists of whole numbers", async () => {
    const { tasks } = await run("corpus/parameters_complex.yaml");
    expect(tasks.find(({ path }) => path === "for-loop-2")?.parameters).toEqual({
      "pipelinechannel--double-Output": [2, 4, 6],
      "pipelinechannel--double-2-Output": threeTimes([8, 10, 12]),
    });
  });

  test("what ignores its upstream's failure runs, with its own default", async () => {
    const result = await run("corpus/pipeline_with_task_using_ignore_upstream_failure.yaml");
    expect(statesOf(result)).toEqual({ "fail-op": "FAILED", "print-op": "SUCCEEDED" });
  });

  test("an exit handler runs after what failed", async () => {
    const result = await run("corpus/failing/pipeline_with_exit_handler.yaml");
    expect(statesOf(result)).toEqual({
      "exit-handler-1": "FAILED",
      "exit-handler-1/fail-op": "FAILED",
      "exit-handler-1/print-op-2": "SUCCEEDED",
      "print-op": "SUCCEEDED",
    });
  });
});

/** Files and folders that a pipeline takes. */
const someFile = join(root, "some-file.txt");

interface Elsewhere extends Given {
  readonly outputs: Json;
}

/** Pipelines that kfp.local refuses, with the programs of this machine in the place of their images'. */
const others: { readonly [file: string]: Elsewhere } = {
  "corpus/component_with_metadata_fields.yaml": {
    artifacts: { dataset_a: someFile, dataset_b: someFile },
    outputs: { Output: "somesome", out_dataset: "somesome" },
  },
  "corpus/components_with_optional_artifacts.yaml": { artifacts: { dataset1: someFile }, outputs: {} },
  "corpus/critical/two_step_pipeline_containerized.yaml": { outputs: {} },
  "corpus/essential/container_no_input.yaml": { outputs: {} },
  "corpus/essential/pipeline_with_after.yaml": { outputs: {} },
  "corpus/essential/pipeline_with_outputs.yaml": { outputs: { Output: "world\n" } },
  "corpus/essential/placeholder_with_if_placeholder_none_input_value.yaml": { outputs: {} },
  "corpus/parallel_and_nested/pipeline_in_pipeline_complex.yaml": { outputs: {} },
  "corpus/parallel_and_nested/pipeline_in_pipeline_loaded_from_yaml.yaml": { outputs: {} },
  "corpus/pipeline_with_task_final_status_yaml.yaml": { outputs: {} },
  // Compiled by KFP 1.8 and by a beta of 2.0, whose components start otherwise.
  "wild/teamdatatonic__terraform-google-scheduled-vertex-pipelines__examples__hello_world_local__pipeline.json":
    {
      parameters: { text: "hi there" },
      outputs: {},
    },
  "wild/teamdatatonic__terraform-google-scheduled-vertex-pipelines__test__pipeline.yaml": { outputs: {} },
  "wild/canonical__kfp-operators__tests__integration__pipelines__pipeline_data_passing.yaml": { outputs: {} },
};

describe.skipIf(!isThere)(`pipelines that are not for kfp.local${skipped}`, () => {
  beforeAll(() => writeFileSync(someFile, "some"));

  test.each(Object.entries(others))("%s runs", async (path, { outputs, ...given }) => {
    const result = await run(path, given);
    expect([result.state, contents(comparable(result.outputs))]).toEqual(["SUCCEEDED", outputs]);
  });

  test("packages that are not there are named before the task starts", async () => {
    const result = await run("corpus/essential/component_with_pip_index_urls.yaml");
    const python = resolve(".venv/bin/python3");
    expect(result.tasks[0]?.error).toBe(
      `it needs yapf, which ${python} does not have. Install what is missing with: ${python} -m pip install ` +
        "--index-url https://pypi.org/simple --trusted-host https://pypi.org/simple yapf.",
    );
  });
});

/** In the place of each artifact its content. */
function contents(value: Json): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(contents); // JSON's lists
  if ("title" in value && "content" in value) return value.content ?? null;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, contents(each)]));
}
