import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ImporterSpec, PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { fromInput, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const dataset = { artifactType: { schemaTitle: "system.Dataset" } } as const;
const list: ShComponent = {
  script: 'printf "%s:" "$1" > "$2"; ls "$1" >> "$2"',
  args: ["{{$.inputs.artifacts['data'].path}}", "{{$.outputs.parameters['text'].output_file}}"],
  inputs: { artifacts: { data: dataset } },
  outputs: { parameters: { text: { parameterType: "STRING" } } },
};

function importing(importer: Partial<ImporterSpec> = {}): PipelineSpec {
  return small({
    root: {
      inputDefinitions: { parameters: { uri: { parameterType: "STRING" } } },
      dag: {
        tasks: {
          importer: task("importer", { uri: fromInput("uri") }, { cachingOptions: { enableCache: true } }),
          list: task(
            "list",
            {},
            {
              cachingOptions: { enableCache: true },
              inputs: {
                artifacts: {
                  data: { taskOutputArtifact: { producerTask: "importer", outputArtifactKey: "artifact" } },
                },
              },
            },
          ),
        },
      },
    },
    components: {
      importer: {
        executorLabel: "importer",
        inputDefinitions: { parameters: { uri: { parameterType: "STRING" } } },
        outputDefinitions: { artifacts: { artifact: dataset } },
      },
    },
    executors: {
      importer: {
        importer: {
          artifactUri: { runtimeParameter: "uri" },
          typeSchema: { schemaTitle: "system.Dataset", schemaVersion: "0.0.1" },
          ...importer,
        },
      },
    },
    sh: { list },
  });
}

function withData() {
  const box = sandbox(temporaryFolder());
  mkdirSync(join(box.folder, "data"));
  writeFileSync(join(box.folder, "data/a.txt"), "1");
  return box;
}
const data = { parameters: { uri: "data" } };

test("a relative path starts in the current folder; metadata may name the importer's inputs", async () => {
  const { run, folder } = withData();
  const { tasks } = await run(
    importing({ metadata: { from: "{{$.inputs.parameters['uri']}}", n: [1] } }),
    data,
  );
  const path = join(folder, "data");
  expect(tasks[0]?.artifacts).toEqual({
    artifact: { schemaTitle: "system.Dataset", uri: path, path, metadata: { from: "data", n: [1] } },
  });
  expect(tasks[1]?.parameters.text).toBe(`${path}:a.txt\n`);
});

test("what is imported is looked at again in each run: the same content hits the cache, another does not", async () => {
  const { run, folder } = withData();
  await run(importing(), data);
  expect((await run(importing(), data)).states).toEqual({ importer: "CACHED", list: "CACHED" });
  writeFileSync(join(folder, "data/a.txt"), "2");
  expect((await run(importing(), data)).states).toEqual({ importer: "SUCCEEDED", list: "SUCCEEDED" });
});

test("a reimported artifact is a new one each time", async () => {
  const { run } = withData();
  await run(importing({ reimport: true }), data);
  expect((await run(importing({ reimport: true }), data)).states).toEqual({
    importer: "SUCCEEDED",
    list: "SUCCEEDED",
  });
});

test("an address elsewhere is taken as it is", async () => {
  const { run } = withData();
  const { tasks } = await run(importing(), { parameters: { uri: "gs://bucket/x" } });
  expect(tasks[0]).toMatchObject({
    state: "SUCCEEDED",
    artifacts: { artifact: { uri: "gs://bucket/x", path: "/gcs/bucket/x" } },
  });
});

test.each([
  [
    "missing.txt",
    (folder: string) =>
      `there is no file or folder "missing.txt" (looked for ${folder}/missing.txt). Give one that exists.`,
  ],
  ["", () => 'its address is "". Give a file, a folder or a URI.'],
])("importing %j fails the importer", async (uri, error) => {
  const { run, folder } = withData();
  const { state, tasks } = await run(importing(), { parameters: { uri } });
  expect([state, tasks[0]?.error, tasks[1]?.state]).toEqual(["FAILED", error(folder), "SKIPPED"]);
});

test("an input artifact of the pipeline comes from a path", async () => {
  const { run, folder } = withData();
  const spec = small({
    root: {
      inputDefinitions: { artifacts: { data: dataset } },
      dag: {
        tasks: {
          list: task("list", {}, { inputs: { artifacts: { data: { componentInputArtifact: "data" } } } }),
        },
      },
    },
    sh: { list },
  });
  const { tasks } = await run(spec, { artifacts: { data: "data" } });
  expect(tasks[0]?.parameters.text).toBe(`${join(folder, "data")}:a.txt\n`);
  await expect(run(spec, { artifacts: { other: "x" } })).rejects.toThrow(
    'small: artifact "data" is missing. Give a file, a folder or a URI.\n' +
      'small: artifact "other" is not known. Leave it out.',
  );
});
