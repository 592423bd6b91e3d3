// What Node's own reader of TypeScript refuses is read all the same.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";

const repository = resolve(import.meta.dirname, "../../..");
const dsl = JSON.stringify(pathToFileURL(join(repository, "pipeline/index.ts")).href);

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});

/** Compiles a pipeline whose task echoes `text`, an expression of the module's. */
function compiledText(head: string, text: string): string {
  writeFileSync(
    join(folder, "one.ts"),
    `import { component, pipeline, string } from ${dsl};
${head}
const echo = component({
  name: "echo",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "alpine:3", args: [inputs.text] }),
});
export default pipeline({ name: "one", inputs: {} }, () => void echo({ text: ${text} }));
`,
  );
  const command = [join(repository, "scripts/pollux.mjs"), "compile", "one.ts", "--out", "-"];
  const { stdout, stderr } = spawnSync(process.execPath, command, { encoding: "utf8", cwd: folder });
  return /constant: (.*)/.exec(stdout)?.[1] ?? stderr;
}

test("plain TypeScript is read", () => {
  expect(compiledText("const text: string = 'plain';", "text")).toBe("plain");
});

test("an enum is read", () => {
  expect(compiledText('enum Mode { Fast = "fast" }', "Mode.Fast")).toBe("fast");
});

test("a type that is imported as a value is read", () => {
  writeFileSync(join(folder, "types.ts"), "export interface Named { name: string }\n");
  expect(
    compiledText(
      'import { Named } from "./types.ts";\nconst named: Named = { name: "typed" };',
      "named.name",
    ),
  ).toBe("typed");
});

test("an import without an extension is read, and an enum in what it names", () => {
  mkdirSync(join(folder, "parts"));
  writeFileSync(join(folder, "parts/mode.ts"), 'export enum Mode { Slow = "slow" }\n');
  expect(compiledText('import { Mode } from "./parts/mode";', "Mode.Slow")).toBe("slow");
});

test("what is no TypeScript is said with its place", () => {
  expect(compiledText("const = 1;", '"x"')).toMatch(/^one\.ts: cannot be read: line 2, column \d+: /);
});

test("what a module throws is shown as it is", () => {
  expect(compiledText('throw new Error("of my own");', '"x"')).toContain("Error: of my own");
});
