import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  defaultPythonEnvironment,
  type Environment,
  environmentFor,
  mappedEnvironment,
  pythonEnvironment,
} from "../../../pipeline/environments/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";

/** A folder as `python -m venv` makes it. */
function virtualEnvironment(folder = temporaryFolder()): string {
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(join(folder, "bin/python3"), "");
  writeFileSync(join(folder, "pyvenv.cfg"), "");
  return folder;
}

const fits = (image: string, environment: Environment): boolean => {
  try {
    return environmentFor(image, [environment]) === environment;
  } catch {
    return false;
  }
};

test("a virtual environment is active in its tasks, and left as it is", () => {
  const folder = virtualEnvironment();
  expect(pythonEnvironment(folder)).toEqual({
    folder,
    images: ["*"],
    path: [join(folder, "bin")],
    env: { PYTHONUNBUFFERED: "1", VIRTUAL_ENV: folder },
    passEnv: [],
    fingerprint: [],
    readOnly: true,
  });
});

test("without a word, Python's images are the project's environment, else the active one, else the machine's", () => {
  const cwd = temporaryFolder();
  const active = virtualEnvironment();
  const find = (env: { readonly VIRTUAL_ENV?: string }) => defaultPythonEnvironment({ cwd, env });
  expect(find({}).path).toEqual([]);
  expect(find({ VIRTUAL_ENV: "/gone" }).path).toEqual([]);
  expect(find({ VIRTUAL_ENV: active }).path).toEqual([join(active, "bin")]);
  const own = virtualEnvironment(join(cwd, ".venv"));
  expect(find({ VIRTUAL_ENV: active }).path).toEqual([join(own, "bin")]);
});

test("what was not named stands for images of Python alone", () => {
  const cwd = temporaryFolder();
  const machine = defaultPythonEnvironment({ cwd, env: {} });
  const active = defaultPythonEnvironment({ cwd, env: { VIRTUAL_ENV: virtualEnvironment() } });
  const images = [
    "python:3.11",
    "python@sha256:0",
    "public.ecr.aws/docker/library/python:3.12",
    "registry.access.redhat.com/ubi9/python-311:latest",
    "python-of-mine:1",
    "alpine",
  ];
  expect(images.map((image) => fits(image, machine))).toEqual([true, true, true, false, false, false]);
  expect(images.map((image) => fits(image, active))).toEqual([true, true, true, true, false, false]);
});

test("a folder that somebody names for an image has an environment.json, or is a virtual environment, or has a bin/", () => {
  const described = virtualEnvironment();
  writeFileSync(
    join(described, "environment.json"),
    JSON.stringify({ images: ["other:*"], env: { MODE: "x" } }),
  );
  const programs = temporaryFolder();
  mkdirSync(join(programs, "bin"));
  expect(mappedEnvironment("mine:*", described, "here")).toMatchObject({
    images: ["mine:*"],
    env: { MODE: "x" },
  });
  expect(mappedEnvironment("mine:*", virtualEnvironment(), "here")).toMatchObject({
    images: ["mine:*"],
    readOnly: true,
  });
  expect(mappedEnvironment("mine:*", programs, "here")).toEqual({
    folder: programs,
    images: ["mine:*"],
    path: [join(programs, "bin")],
    env: {},
    passEnv: [],
    fingerprint: ["bin"],
  });
});

test.each([
  ["has nothing to run a task with", ""],
  ["is no folder", "missing"],
])("a folder that %s is refused", (what, name) => {
  const folder = join(temporaryFolder(), name);
  expect(() => mappedEnvironment("mine:*", folder, '--image "mine:*=x"')).toThrow(
    `--image "mine:*=x": ${folder.replace(/\/$/, "")} ${what}. ` +
      "Name a folder that has an environment.json, is a Python virtual environment, or has a bin/.",
  );
});
