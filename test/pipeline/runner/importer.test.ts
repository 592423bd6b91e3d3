import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
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

const notHere = (uri: string): string =>
  `"${uri}" is no address of a file on this machine. Give the path alone, or file:///path with "%" written as "%25".`;

test.each([
  [
    "missing.txt",
    (folder: string) =>
      `there is no file or folder "missing.txt" (looked for ${folder}/missing.txt). Give one that exists.`,
  ],
  ["", () => 'its address is "". Give a file, a folder or a URI.'],
  [
    "data/a.txt/x",
    (folder: string) =>
      `there is no file or folder "data/a.txt/x" (looked for ${folder}/data/a.txt/x): a part of it is a file. Give one that exists.`,
  ],
  ["file://host/x", () => notHere("file://host/x")],
  ["file:///%zz", () => notHere("file:///%zz")],
])("importing %j fails the importer", async (uri, error) => {
  const { run, folder } = withData();
  const { state, tasks } = await run(importing(), { parameters: { uri } });
  expect([state, tasks[0]?.error, tasks[1]?.state]).toEqual(["FAILED", error(folder), "SKIPPED"]);
});

test.each<readonly [string, (odd: string) => void, string]>([
  [
    "a pipe",
    (odd) => void execFileSync("mkfifo", [odd]),
    "is neither a file nor a folder but a pipe, a socket or a device. Remove it.",
  ],
  [
    "a link to a device",
    (odd) => symlinkSync("/dev/zero", odd),
    "is neither a file nor a folder but a pipe, a socket or a device. Remove it.",
  ],
  [
    "a link to nothing",
    (odd) => symlinkSync("nothing", odd),
    "is a link to what does not exist. Mend or remove it.",
  ],
  [
    "a link to itself",
    (odd) => symlinkSync("odd", odd),
    "is a link that leads back to itself. Mend or remove it.",
  ],
  [
    "a link to its own folder",
    (odd) => symlinkSync(".", odd),
    "is a link that leads back to a folder it is in. Remove it.",
  ],
])("a folder with %s in it fails the importer", async (_, make, what) => {
  const { run, folder } = withData();
  const odd = join(folder, "data/odd");
  make(odd);
  const { state, tasks } = await run(importing(), data);
  expect([state, tasks[0]?.error]).toEqual(["FAILED", `"data" cannot be imported: ${odd} ${what}`]);
});

const readsAll = process.getuid?.() === 0 ? " (skipped: the superuser may read everything)" : "";
test.skipIf(readsAll !== "")(
  `a folder with an unreadable file in it fails the importer${readsAll}`,
  async () => {
    const { run, folder } = withData();
    chmodSync(join(folder, "data/a.txt"), 0);
    const { tasks } = await run(importing(), data);
    expect(tasks[0]?.error).toBe(
      `"data" cannot be imported: ${folder}/data/a.txt may not be read. Change its permissions.`,
    );
  },
);

test("a folder of more than can be read in time stops when asked", async () => {
  const { run, folder } = withData();
  truncateSync(join(folder, "data/a.txt"), 2 ** 42); // takes no room on the disk
  const cancel = new AbortController();
  const { state, states } = await run(importing(), {
    ...data,
    signal: cancel.signal,
    onEvent: ({ kind }) => void (kind === "task-started" && setTimeout(() => cancel.abort(), 100)),
  });
  expect([state, states.importer]).toEqual(["CANCELLED", "CANCELLED"]);
});

const taking = small({
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

test("reading an input artifact of the pipeline stops when asked", async () => {
  const { run, folder } = withData();
  truncateSync(join(folder, "data/a.txt"), 2 ** 42);
  const { state } = await run(taking, { artifacts: { data: "data" }, signal: AbortSignal.timeout(100) });
  expect(state).toBe("CANCELLED");
});

test("an input artifact of the pipeline comes from a path", async () => {
  const { run, folder } = withData();
  const { tasks } = await run(taking, { artifacts: { data: "data" } });
  expect(tasks[0]?.parameters.text).toBe(`${join(folder, "data")}:a.txt\n`);
  await expect(run(taking, { artifacts: { other: "x" } })).rejects.toThrow(
    'small: artifact "data" is missing. Give a file, a folder or a URI.\n' +
      'small: artifact "other" is not known. Leave it out.',
  );
});

test("what is downloaded to the workspace lies there below .artifacts, at the path it came from", async () => {
  const { run, folder, root } = withData();
  const { tasks, runId } = await run(importing({ downloadToWorkspace: true }), data);
  const copy = join(root, "runs", runId, "workspace/.artifacts", folder, "data");
  expect([tasks[0]?.artifacts.artifact, tasks[1]?.parameters.text]).toEqual([
    { schemaTitle: "system.Dataset", uri: copy, path: copy, metadata: {} },
    `${copy}:a.txt\n`,
  ]);
});

test("what is not on this machine cannot be downloaded to the workspace", async () => {
  const { run } = withData();
  const uri = "gs://bucket/../../x";
  const { tasks } = await run(importing({ downloadToWorkspace: true }), { parameters: { uri } });
  expect(tasks[0]?.error).toBe(
    `"${uri}" cannot be copied to the workspace (ENOENT). ` +
      "Give a file or a folder of this machine, or leave out downloadToWorkspace.",
  );
});
