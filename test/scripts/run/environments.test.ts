import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { environmentFor } from "../../../pipeline/environments/index.ts";
import { runEnvironments } from "../../../scripts/run/environments.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** A folder with a `pollux.json`, and with folders of programs. */
function project(config: unknown, ...folders: readonly string[]): string {
  const cwd = temporaryFolder();
  if (config !== undefined) writeFileSync(join(cwd, "pollux.json"), JSON.stringify(config));
  for (const folder of folders) {
    mkdirSync(join(cwd, folder, "bin"), { recursive: true });
    writeFileSync(join(cwd, folder, "bin/python3"), "");
  }
  return cwd;
}

/** The folder that stands for the image, below the project's. */
function standsFor(image: string, cwd: string, images: readonly string[] = [], python?: string): string {
  const { folder } = environmentFor(image, runEnvironments({ images, python, cwd, env: {} }));
  return folder.replace(`${cwd}/`, "");
}

test("what the command line names goes before the file, and the file before what an image says of itself", () => {
  const cwd = project(
    { images: { "x:*": "from-file", "y:*": "from-file" }, python: "py" },
    "flag",
    "from-file",
    "py",
  );
  mkdirSync(join(cwd, "containers/y"), { recursive: true });
  writeFileSync(join(cwd, "containers/y/environment.json"), JSON.stringify({ images: ["y:*", "z:*"] }));
  const flags = ["x:*=flag"];
  expect(["x:1", "y:1", "z:1", "w:1"].map((image) => standsFor(image, cwd, flags))).toEqual([
    "flag",
    "from-file",
    "containers/y",
    "py",
  ]);
});

test("--python goes before the file's", () => {
  const cwd = project({ python: "py" }, "py", "other");
  expect([standsFor("x", cwd), standsFor("x", cwd, [], "other")]).toEqual(["py", "other"]);
});

test("without a file and without a word, the project's .venv stands for Python's images", () => {
  const cwd = project(undefined, ".venv");
  expect(standsFor("python:3.12", cwd)).toBe(".venv");
  expect(() => standsFor("alpine", cwd)).toThrow('image "alpine": nothing on this machine stands for it');
});

test.each<readonly [unknown, string]>([
  [{ image: {} }, "has the unknown fields image. Use images, python, profile, profiles."],
  [{ images: ["x"] }, '"images" is ["x"]. Write {"PATTERN": "FOLDER"}.'],
  [{ images: { x: 1 } }, '"images" is {"x":1}. Write {"PATTERN": "FOLDER"}.'],
  [{ python: 1 }, '"python" is 1. Name a virtual environment\'s folder.'],
  [[], "is no JSON object. Correct it."],
  [{ python: "gone" }, '"python": there is no bin/python in it. Name a virtual environment\'s folder.'],
])("pollux.json with %j is refused", (config, message) => {
  const cwd = project(config);
  expect(() => standsFor("x", cwd)).toThrow(`${join(cwd, "pollux.json")}: ${message}`);
});

test("pollux.json that is no JSON is refused", () => {
  const cwd = project(undefined);
  writeFileSync(join(cwd, "pollux.json"), "{");
  expect(() => standsFor("x", cwd)).toThrow(/pollux\.json: cannot be read as JSON \(.+\)\. Correct it\.$/);
});

test("an image without a folder is refused", () => {
  expect(() => standsFor("x", project({}), ["x"])).toThrow(
    "--image x: names no folder. Write --image PATTERN=DIR.",
  );
});
