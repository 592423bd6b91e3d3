// What the documentation shows must be so: its modules type-check and compile, its commands print what is shown.
import { execFile, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isShown, readExamples } from "./read-examples.ts";

const root = resolve(import.meta.dirname, "../../..");
const documents = readdirSync(join(root, "pipeline/docs")).filter((name) => name.endsWith(".md"));
const examples = documents.map((name) =>
  readExamples(`pipeline/docs/${name}`, readFileSync(join(root, "pipeline/docs", name), "utf8")),
);
const files = examples.flatMap((each) => each.files);
const commands = examples.flatMap((each) => each.commands);
const pollux = join(root, "scripts/pollux.mjs");
const run = promisify(execFile);
let folder = "";

beforeAll(() => {
  // Inside the repository, where "pollux" is found.
  folder = mkdtempSync(join(root, "test", ".printed-docs-"));
  for (const { name, text } of files) writeFileSync(join(folder, name), text);
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: ["./*.ts"] }),
  );
  symlinkSync(join(root, ".venv"), join(folder, ".venv"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("no two blocks are files of one name", () => {
  const names = files.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

/** What a command gives; of one that gives nothing, what it says. */
function outputOf(command: string): string {
  const { stdout, stderr } = spawnSync(
    "bash",
    ["-c", command.replaceAll("npm run -s pollux --", `"${process.execPath}" "${pollux}"`)],
    { cwd: folder, encoding: "utf8" },
  );
  return (stdout === "" ? stderr : stdout).trimEnd();
}

describe("prints what is shown", () => {
  const ran = commands.filter(({ command }) => command !== "npx tsc");
  test.each(ran)("$where: $command", ({ command, output }) => {
    const printed = outputOf(command);
    if (!isShown(printed, output)) expect(printed).toBe(output);
  });
});

test("every module type-checks, and tsc says of the others what is shown", async () => {
  const tsc = join(root, "node_modules/.bin/tsc");
  const printed = await run(tsc, ["-p", "."], { cwd: folder }).then(
    () => "",
    ({ stdout }: { readonly stdout: string }) => stdout,
  );
  const errors = (text: string) => text.split(/\n(?=\S)/).map((error) => error.trimEnd());
  const shown = commands.filter(({ command }) => command === "npx tsc");
  expect(errors(printed).sort()).toEqual(shown.flatMap(({ output }) => errors(output)).sort());
});

test("every pipeline compiles", async () => {
  const pipelines = files.filter(
    ({ text, refusedBy }) => refusedBy === undefined && /(default|=) pipeline\(/.test(text),
  );
  expect(pipelines.length).toBeGreaterThan(0);
  mkdirSync(join(folder, "compiled"));
  await run(
    process.execPath,
    [pollux, "compile", ...pipelines.map(({ name }) => name), "--out", "compiled/"],
    {
      cwd: folder,
    },
  );
});
