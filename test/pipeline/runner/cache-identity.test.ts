// What a cached result was made from: artifacts by what is in them, not by where they lie.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { resumeRun } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const file = { artifactType: { schemaTitle: "system.Artifact" } } as const;
const folderInput = { parameters: { folder: { parameterType: "STRING" } } } as const;
const path = (which: "inputs" | "outputs", name: string) => `{{$.${which}.artifacts['${name}'].path}}`;
const folderArg = "{{$.inputs.parameters['folder']}}";

/** Makes an artifact that counts how often it has been made. */
const count: ShComponent = {
  script: 'echo x >> "$1/count"; wc -l < "$1/count" | tr -d " " > "$2"',
  args: [folderArg, path("outputs", "made")],
  inputs: folderInput,
  outputs: { artifacts: { made: file } },
};
const copy: ShComponent = {
  script: 'cat "$1" > "$2"',
  args: [path("inputs", "made"), path("outputs", "copied")],
  inputs: { artifacts: { made: file } },
  outputs: { artifacts: { copied: file } },
};
/** Says in a file what it sees, and fails while there is a file `broken`, which it removes. */
const look: ShComponent = {
  script:
    'echo "$(cat "$1") $(cat "$2")" >> "$3/seen"; if [ -e "$3/broken" ]; then rm "$3/broken"; exit 1; fi',
  args: [path("inputs", "made"), path("inputs", "copied"), folderArg],
  inputs: { artifacts: { made: file, copied: file }, parameters: folderInput.parameters },
};
const from = (producerTask: string, outputArtifactKey: string) => ({
  taskOutputArtifact: { producerTask, outputArtifactKey },
});
const cached: Partial<PipelineTaskSpec> = { cachingOptions: { enableCache: true } };

function counting(folder: string, ofA: Partial<PipelineTaskSpec> = {}) {
  const where = { folder: constant(folder) };
  return {
    a: task("count", where, ofA),
    b: task("copy", {}, { ...cached, inputs: { artifacts: { made: from("a", "made") } } }),
    c: task("look", where, {
      inputs: { artifacts: { made: from("a", "made"), copied: from("b", "copied") } },
    }),
  };
}
const seen = (folder: string) => readFileSync(join(folder, "seen"), "utf8").trim().split("\n");

test("within one run, a cached task sees what a group's next attempt made anew", async () => {
  const { run, folder } = sandbox(temporaryFolder());
  writeFileSync(join(folder, "broken"), "");
  const spec = small({
    root: { dag: { tasks: { g: task("g", {}, { retryPolicy: { maxRetryCount: 1 } }) } } },
    components: { g: { dag: { tasks: counting(folder) } } },
    sh: { count, copy, look },
  });
  expect((await run(spec)).state).toBe("SUCCEEDED");
  expect(seen(folder)).toEqual(["1 1", "2 2"]);
});

test("a cached task of a resumed run sees what has been made anew", async () => {
  const { run, folder, root, executor } = sandbox(temporaryFolder());
  writeFileSync(join(folder, "broken"), "");
  const spec = small({
    root: {
      dag: {
        tasks: {
          z: task("fail", { folder: constant(folder) }),
          ...counting(folder, {
            dependentTasks: ["z"],
            triggerPolicy: { strategy: "ALL_UPSTREAM_TASKS_COMPLETED" },
          }),
        },
      },
    },
    sh: {
      count,
      copy,
      look: { ...look, script: 'echo "$(cat "$1") $(cat "$2")" >> "$3/seen"' },
      fail: { script: '[ ! -e "$1/broken" ]', args: [folderArg], inputs: folderInput },
    },
  });
  expect((await run(spec, { runId: "r" })).state).toBe("FAILED");
  rmSync(join(folder, "broken"));
  expect((await resumeRun({ root, runId: "r", executor: executor() })).state).toBe("SUCCEEDED");
  expect(seen(folder)).toEqual(["1 1", "2 2"]);
});

test("what reads a file at an address of the task's own misses once the task has run again", async () => {
  const { run, folder } = sandbox(temporaryFolder());
  const data = join(temporaryFolder(), "data");
  const said = JSON.stringify({ artifacts: { made: { artifacts: [{ uri: data }] } } });
  const { a, b } = counting(folder);
  const spec = small({
    root: { dag: { tasks: { a, b } } },
    sh: {
      count: {
        ...count,
        script: 'echo x >> "$1/count"; wc -l < "$1/count" > "$2"; printf %s "$3" > "$4"',
        args: [folderArg, data, said, "{{$.outputs.output_file}}"],
      },
      copy,
    },
  });
  const results = [await run(spec), await run(spec)];
  expect(results.map(({ states }) => states)).toEqual([
    { a: "SUCCEEDED", b: "SUCCEEDED" },
    { a: "SUCCEEDED", b: "SUCCEEDED" },
  ]);
  const copied = results[1]?.tasks[1]?.artifacts["copied"];
  expect(copied).toMatchObject({ path: expect.any(String) as string });
  expect(readFileSync(Object(copied).path, "utf8").trim()).toBe("2");
});

test("a task misses once a variable of its environment has changed", async () => {
  const { run, folder } = sandbox(temporaryFolder());
  const { a } = counting(folder);
  const spec = small({ root: { dag: { tasks: { a: { ...a, ...cached } } } }, sh: { count } });
  const runWith = async (colour: string) => {
    const description = { images: ["example.com/sh:*"], env: { COLOUR: colour } };
    writeFileSync(join(folder, "containers/sh/environment.json"), JSON.stringify(description));
    return (await run(spec)).states["a"];
  };
  const states = [await runWith("red"), await runWith("blue"), await runWith("red")];
  expect(states).toEqual(["SUCCEEDED", "SUCCEEDED", "CACHED"]);
});

test("a folder with a link to a folder is not kept: what is behind it may change", async () => {
  const { run } = sandbox(temporaryFolder());
  const behind = temporaryFolder();
  writeFileSync(join(behind, "x"), "1");
  const link = (to: string) =>
    small({
      root: { dag: { tasks: { link: task("link", {}, cached) } } },
      sh: {
        link: {
          script: 'mkdir "$1"; ln -s "$2" "$1/link"',
          args: [path("outputs", "made"), to],
          outputs: { artifacts: { made: file } },
        },
      },
    });
  await run(link(behind));
  expect((await run(link(behind))).states).toEqual({ link: "SUCCEEDED" });
  await run(link(join(behind, "x")));
  expect((await run(link(join(behind, "x")))).states).toEqual({ link: "CACHED" });
});
