// KFP's own protocol buffers read everything that we write, and PyYAML reads the same from it as we do.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { readYaml } from "../../pipeline/ir/yaml.ts";
import { temporaryFolder } from "../scripts/temporary-folder.ts";

const root = join(import.meta.dirname, "../..");
const python = join(root, ".venv/bin/python");
const written = ["pipeline", "test/golden"].flatMap((folder) => yamlFiles(join(root, folder)));
/** Files that kfp's SDK and Google compiled; beside the repository where it is developed, and nowhere else. */
const others = ["corpus", "google-components"].flatMap((folder) =>
  yamlFiles(join(root, "../shared/kfp", folder)),
);

function yamlFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names.filter((name) => name.endsWith(".yaml")).map((name) => join(folder, name));
}

type Parsed = { readonly error: string } | { readonly documents: readonly unknown[] };

function parseIr(files: readonly string[]): readonly Parsed[] {
  const script = join(import.meta.dirname, "parse-ir.py");
  const json = execFileSync(python, [script, ...files], { encoding: "utf8", maxBuffer: 2 ** 28 });
  return JSON.parse(json) as readonly Parsed[];
}

function expectRead(files: readonly string[]): void {
  const parsed = parseIr(files);
  for (const [index, file] of files.entries()) {
    const name = relative(root, file);
    const documents = readYaml(readFileSync(file, "utf8"), name).filter((document) => document !== null);
    expect({ name, ...parsed[index] }).toEqual({ name, documents });
  }
}

const canParse = spawnSync(python, ["-c", "import kfp.pipeline_spec, yaml"]).status === 0;
const noPython = canParse
  ? ""
  : " (skipped: .venv has no kfp-pipeline-spec; `npm run test:python` makes it whole)";
const noOthers = others.length > 0 ? "" : " (skipped: kfp's files are not beside this repository)";

describe.skipIf(noPython !== "")(`with KFP's protocol buffers${noPython}`, () => {
  test("what we compile is IR", () => {
    expect(written.length).toBeGreaterThan(10);
    expectRead(written);
  });

  test("a field that KFP does not know is found", () => {
    const file = join(temporaryFolder(), "wrong.yaml");
    const spec = { pipelineInfo: { name: "p" }, schemaVersion: "2.1.0", root: { dag: { tsaks: {} } } };
    writeFileSync(file, JSON.stringify(spec));
    expect(parseIr([file])).toEqual([{ error: expect.stringContaining('no field named "tsaks"') }]);
  });

  test.skipIf(noOthers !== "")(`YAML that others wrote is read as PyYAML reads it${noOthers}`, () => {
    expectRead(others);
  });
});
