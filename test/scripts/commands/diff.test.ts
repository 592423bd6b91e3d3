import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { diff } from "../../../scripts/commands/diff.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const golden = resolve(import.meta.dirname, "../../golden");
let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

async function run(...argv: readonly string[]) {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const error = vi.spyOn(console, "error").mockImplementation(() => undefined);
  try {
    const code = await diff.run(argv);
    const stderr = error.mock.calls.flat().join("\n");
    return { code, stdout: log.mock.calls.flat().join("\n"), ...(stderr !== "" && { stderr }) };
  } finally {
    log.mockRestore();
    error.mockRestore();
  }
}

function writeIr(name: string, image: string, platforms?: object): string {
  const path = join(folder, name);
  const pipeline = {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: { dag: { tasks: { say: { componentRef: { name: "comp-say" } } } } },
    components: { "comp-say": { executorLabel: "exec-say" } },
    deploymentSpec: { executors: { "exec-say": { container: { image } } } },
  };
  const documents = [pipeline, ...(platforms === undefined ? [] : [{ platforms }])];
  writeFileSync(path, documents.map((document) => JSON.stringify(document)).join("\n---\n"));
  return path;
}

test("a pipeline is the same as what it compiles to", async () => {
  const [source, ir] = [join(golden, "settings.ts"), join(golden, "settings.yaml")];
  expect(await run(source, ir)).toEqual({ code: 0, stdout: "same" });
  expect(await run(source, ir, "--json")).toEqual({ code: 0, stdout: "[]" });
});

test("what changed is said one line each, which starts with the task", async () => {
  const executors = { "exec-say": { imagePullPolicy: "Never" } };
  const [a, b] = [
    writeIr("a.json", "a:1"),
    writeIr("b.yaml", "a:2", { kubernetes: { deploymentSpec: { executors } } }),
  ];
  expect(await run(a, b)).toEqual({
    code: 1,
    stdout: [
      'pipeline: platform "kubernetes" added, with settings of 1 executor',
      'say: image changed from "a:1" to "a:2"',
      `say: Kubernetes' imagePullPolicy added: "Never"`,
    ].join("\n"),
  });
});

test("--json gives kinds, places, paths and values", async () => {
  const { code, stdout } = await run(writeIr("a.json", "a:1"), writeIr("b.json", "a:2"), "--json");
  expect({ code, changes: JSON.parse(stdout) as unknown }).toEqual({
    code: 1,
    changes: [
      {
        kind: "image",
        where: "say",
        message: 'image changed from "a:1" to "a:2"',
        path: "executor/container/image",
        before: "a:1",
        after: "a:2",
      },
    ],
  });
});

test("what cannot be compared is not a difference: the exit code is 2", async () => {
  const missing = join(folder, "missing.yaml");
  expect(await run(missing, missing)).toEqual({
    code: 2,
    stdout: "",
    stderr: `${missing}: cannot be read. Give a pipeline's file.`,
  });
  expect(await run(missing)).toEqual({
    code: 2,
    stdout: "",
    stderr: "pollux diff: 1 pipeline is given. Give two: FILE.ts, FILE.ts#EXPORT or IR.yaml.",
  });
  expect((await run("--no-such-option")).code).toBe(2);
});
