import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type Environment,
  environmentFor,
  fingerprintOf,
  loadEnvironments,
  processEnv,
  pythonEnvironment,
} from "../../../pipeline/environments/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";

function folderWith(name: string, content: unknown): string {
  const containers = temporaryFolder();
  mkdirSync(join(containers, name));
  writeFileSync(join(containers, name, "environment.json"), JSON.stringify(content));
  return containers;
}

const none: Environment = { folder: "/none", images: [], path: [], env: {}, passEnv: [], fingerprint: [] };

test("an environment's paths are made absolute, the others of its variables are not", () => {
  const containers = folderWith("trainer", {
    images: ["*/trainer:*"],
    path: ["../../.venv/bin", "bin"],
    env: { PYTHONPATH: ".:lib", MODE: "." },
    pathEnv: ["PYTHONPATH"],
    passEnv: ["GEMINI_*"],
    fingerprint: ["trainer"],
  });
  const folder = join(containers, "trainer");
  expect(loadEnvironments(containers)).toEqual([
    {
      folder,
      images: ["*/trainer:*"],
      path: [join(containers, "../.venv/bin"), join(folder, "bin")],
      env: { PYTHONPATH: `${folder}:${join(folder, "lib")}`, MODE: "." },
      passEnv: ["GEMINI_*"],
      fingerprint: ["trainer"],
    },
  ]);
});

test("a folder without environments has none", () => {
  expect(loadEnvironments(join(temporaryFolder(), "missing"))).toEqual([]);
  expect(loadEnvironments(temporaryFolder())).toEqual([]);
});

test.each([
  [
    { image: ["x"] },
    "has unknown fields: image. Use images, path, env, pathEnv, passEnv, fingerprint, threads.",
  ],
  [{ images: "x" }, '"images" is "x". Make it a list of strings.'],
  [{ env: { A: 1 } }, '"env" is {"A":1}. Make it an object of strings.'],
  ["text", "is no JSON object. Correct it."],
])("environment.json with %j is refused", (content, message) => {
  const containers = folderWith("bad", content);
  expect(() => loadEnvironments(containers)).toThrow(
    `${join(containers, "bad/environment.json")}: ${message}`,
  );
});

test("the first pattern that fits an image decides, and a dot is a dot", () => {
  const first = { ...none, images: ["*/pollux/node:*", "*/pollux/node@*"] };
  const second = { ...none, images: ["us.pkg.dev/*"] };
  expect(environmentFor("us.pkg.dev/p/pollux/node:1", [first, second])).toBe(first);
  expect(environmentFor("us.pkg.dev/p/pollux/node@sha256:0", [first, second])).toBe(first);
  expect(environmentFor("us.pkg.dev/x", [first, second])).toBe(second);
  expect(() => environmentFor("us-pkg-dev/x", [second])).toThrow(
    'image "us-pkg-dev/x": nothing on this machine stands for it (known: us.pkg.dev/*). ' +
      'Say what does: --image "us-pkg-dev/x=DIR", an environment.json in a folder under containers/, or --python DIR.',
  );
});

test("a task sees a few of the caller's variables, and those of its environment", () => {
  const environment = { ...none, path: ["/a", "/b"], env: { MODE: "x" }, passEnv: ["GEMINI_*"] };
  const caller = {
    PATH: "/bin",
    HOME: "/root",
    LANG: "C",
    GEMINI_API_KEY: "k",
    AWS_SECRET: "s",
    TERM: undefined,
  };
  expect(processEnv(environment, caller)).toEqual({
    PATH: "/a:/b:/bin",
    HOME: "/root",
    LANG: "C",
    GEMINI_API_KEY: "k",
    MODE: "x",
  });
});

test("a fingerprint follows the files it names and nothing else", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "code/__pycache__"), { recursive: true });
  writeFileSync(join(folder, "code/a.py"), "1");
  writeFileSync(join(folder, "code/b.txt"), "1");
  const environment = { ...none, folder, fingerprint: ["code/*.py", "requirements.txt"] };
  const whole = { ...none, folder, fingerprint: ["code"] };
  const before = [await fingerprintOf(environment), await fingerprintOf(whole)];

  writeFileSync(join(folder, "code/__pycache__/a.pyc"), "1");
  expect([await fingerprintOf(environment), await fingerprintOf(whole)]).toEqual(before);
  writeFileSync(join(folder, "code/b.txt"), "2");
  expect(await fingerprintOf(environment)).toBe(before[0]);
  expect(await fingerprintOf(whole)).not.toBe(before[1]);
  writeFileSync(join(folder, "code/a.py"), "2");
  expect(await fingerprintOf(environment)).not.toBe(before[0]);
  writeFileSync(join(folder, "code/a.py"), "1");
  expect(await fingerprintOf(environment)).toBe(before[0]);
  rmSync(join(folder, "code/a.py"));
  expect(await fingerprintOf(environment)).not.toBe(before[0]);
});

test("a Python environment stands for every image", () => {
  const folder = temporaryFolder();
  expect(() => pythonEnvironment(folder)).toThrow(
    `--python "${folder}": there is no bin/python in it. Name a virtual environment's folder.`,
  );
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/python"), "");
  expect(environmentFor("python:3.11", [pythonEnvironment(folder)]).path).toEqual([join(folder, "bin")]);
});
