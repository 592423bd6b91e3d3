// The command as a user calls it; what it prints is held to in test/round-trip.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { readYaml } from "../../../pipeline/ir/yaml.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const repository = resolve(import.meta.dirname, "../../..");
const golden = (name: string) => join(repository, "test/golden", name);

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
});

function importIr(...args: readonly string[]) {
  const command = [join(repository, "scripts/pollux.mjs"), "import", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: folder });
  return { code: status, stdout, stderr };
}

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const wired = (component: string, type: string) => `
pipelineInfo: { name: wired }
schemaVersion: 2.1.0
root:
  dag:
    tasks:
      make: { taskInfo: { name: make }, componentRef: { name: comp-make }, cachingOptions: { enableCache: true } }
      use:
        taskInfo: { name: use }
        componentRef: { name: ${component} }
        cachingOptions: { enableCache: true }
        dependentTasks: [make]
        inputs: { parameters: { count: { taskOutputParameter: { producerTask: make, outputParameterKey: text } } } }
components:
  comp-make: { executorLabel: exec, outputDefinitions: { parameters: { text: { parameterType: STRING } } } }
  comp-use: { executorLabel: exec, inputDefinitions: { parameters: { count: { parameterType: ${type} } } } }
deploymentSpec: { executors: { exec: { container: { image: alpine } } } }
`;

describe("pollux import", () => {
  test("prints TypeScript to stdout, or writes it and says so", () => {
    const { code, stdout } = importIr(golden("sequence.yaml"));
    expect(code).toBe(0);
    expect(stdout).toContain("export default pipeline(");
    expect(importIr(golden("sequence.yaml"), "--out", "sequence.ts")).toEqual({
      code: 0,
      stdout: "",
      stderr: `sequence.ts: written, compiles to the IR of ${golden("sequence.yaml")}\n`,
    });
    expect(readFileSync(join(folder, "sequence.ts"), "utf8")).toBe(stdout);
    expect(readdirSync(folder)).toEqual(["sequence.ts"]);
  });

  test("takes a component's YAML of KFP v1", () => {
    write(
      "count.yaml",
      `name: Count words
inputs: [{ name: text, type: String }]
outputs: [{ name: words, type: Integer }]
implementation:
  container:
    image: alpine:3
    command: [sh, -c, 'printf %s "$0" | wc -w > "$1"', { inputValue: text }, { outputPath: words }]
`,
    );
    expect(importIr("count.yaml").stdout).toBe(`import { component, int, string } from "pollux";

export default component({
  name: "count-words",
  inputs: { text: string() },
  outputs: { words: int() },
  container: ({ inputs, outputs }) => ({
    image: "alpine:3",
    command: ["sh", "-c", 'printf %s "$0" | wc -w > "$1"', inputs.text, outputs.words.path],
  }),
});
`);
  });

  test("says and exports what a PipelineJob around the IR sets", () => {
    const [spec] = readYaml(wired("comp-use", "STRING"), "wired.yaml");
    const runtimeConfig = { gcsOutputDirectory: "gs://bucket/root", parameterValues: { rank: 8 } };
    write("job.json", JSON.stringify({ displayName: "nightly", pipelineSpec: spec, runtimeConfig }));
    const { code, stdout, stderr } = importIr("job.json");
    expect(code).toBe(0);
    expect(stderr)
      .toBe(`The PipelineJob around the IR sets these defaults of a submission, exported as \`submission\`:
  parameters: {"rank":8}
  pipelineRoot: "gs://bucket/root"
  displayName: "nightly"
`);
    expect(stdout).toContain(`export const submission = {
  parameters: { rank: 8 },
  pipelineRoot: "gs://bucket/root",
  displayName: "nightly",
};`);
  });

  test("refuses wires between types that do not fit, unless it is told not to", () => {
    write("wired.yaml", wired("comp-use", "NUMBER_INTEGER"));
    const { code, stdout, stderr } = importIr("wired.yaml");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain('wired.yaml: root/dag/tasks/use gives its input "count"');
    expect(stderr).toContain("Correct the file, or give --allow-mismatches to import it as it is.");
    expect(importIr("wired.yaml", "--allow-mismatches").stdout).toContain(
      "cast(makeTask.outputs.text, int())",
    );
  });

  test("refuses references that lead nowhere and tasks that wait for each other", () => {
    write("nowhere.yaml", wired("comp-gone", "STRING"));
    expect(importIr("nowhere.yaml").stderr).toContain(
      'refers to the component "comp-gone", which is not there.',
    );
    write(
      "circle.yaml",
      wired("comp-use", "STRING").replace(
        "make: { taskInfo: { name: make },",
        "make: { taskInfo: { name: make }, dependentTasks: [use],",
      ),
    );
    const { code, stderr } = importIr("circle.yaml");
    expect(code).toBe(1);
    expect(stderr).toMatch(/circle\.yaml: .*make.*use/);
  });

  test("names what it wants where it gets something else", () => {
    expect(importIr().stderr).toBe(
      "pollux import: wants one file. Give one, as pollux import nightly.yaml.\n",
    );
    expect(importIr("gone.yaml")).toEqual({
      code: 1,
      stdout: "",
      stderr: "gone.yaml: cannot be read. Give a pipeline's file.\n",
    });
    write("empty.yaml", "");
    expect(importIr("empty.yaml").code).toBe(1);
    expect(existsSync(join(folder, "empty.ts"))).toBe(false);
    expect(importIr(".").stderr).toBe(".: is a folder. Give a file in it.\n");
    write("main.ts", "export {};\n");
    expect(importIr("main.ts").stderr).toBe(
      "main.ts: is TypeScript, and what is wanted is IR. Compile it with pollux compile main.ts.\n",
    );
  });
});
