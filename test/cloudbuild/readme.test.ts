// What the README of the compiler shows must be so: its files are a repository in which its commands print what is shown.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isShown, readExamples } from "../pipeline/docs/read-examples.ts";

const root = resolve(import.meta.dirname, "../..");
const readme = readFileSync(join(root, "cloudbuild/README.md"), "utf8");
const { files, commands } = readExamples("cloudbuild/README.md", readme);
const pollux = join(root, "scripts/pollux.mjs");
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(root, "test", ".printed-builds-")); // in here "pollux/cloudbuild" is found
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  const dockerfile = { text: "FROM scratch AS test\nCOPY . /\n" };
  const all = [
    ...files,
    { ...dockerfile, name: "web/Dockerfile" },
    { ...dockerfile, name: "model/Dockerfile" },
    {
      name: "tsconfig.json",
      text: JSON.stringify({ extends: "../../tsconfig.json", include: ["./*.ts"] }),
    },
  ];
  for (const { name, text } of all) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("its builds.ts type-checks", () => {
  const tsc = join(root, "node_modules/.bin/tsc");
  expect(spawnSync(tsc, ["-p", "."], { cwd: folder, encoding: "utf8" }).stdout).toBe("");
});

test.each(commands)("$where: $command", ({ command, output }) => {
  const { stdout, stderr } = spawnSync(
    "bash",
    ["-c", command.replaceAll("npm run -s pollux --", `"${process.execPath}" "${pollux}"`)],
    { cwd: folder, encoding: "utf8" },
  );
  const printed = (stdout === "" ? stderr : stdout).trimEnd();
  if (!isShown(printed, output)) expect(printed).toBe(output);
});
