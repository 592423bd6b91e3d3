import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type Environment, fingerprintOf, pythonEnvironment } from "../../../pipeline/environments/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";

const none: Environment = { folder: "/none", images: [], path: [], env: {}, passEnv: [], fingerprint: [] };

test("a fingerprint follows the environment's variables and folders, not where it was read from", async () => {
  const environment = { ...none, env: { COLOUR: "red", SIZE: "1" }, path: ["/a"] };
  const before = await fingerprintOf(environment);
  expect(await fingerprintOf({ ...environment, folder: "/other", images: ["x"] })).toBe(before);
  expect(await fingerprintOf({ ...environment, env: { SIZE: "1", COLOUR: "red" } })).toBe(before);
  expect(await fingerprintOf({ ...environment, env: { COLOUR: "blue", SIZE: "1" } })).not.toBe(before);
  expect(await fingerprintOf({ ...environment, path: ["/b"] })).not.toBe(before);
});

test("a fingerprint follows the caller's variables that are let through, but for those that mean nothing", async () => {
  const environment = { ...none, passEnv: ["MODEL_*", "HOME"] };
  const before = await fingerprintOf(environment, { MODEL_URL: "a", HOME: "/root", OTHER: "1" });
  expect(await fingerprintOf(environment, { OTHER: "2", HOME: "/home", MODEL_URL: "a" })).toBe(before);
  expect(await fingerprintOf(environment, { MODEL_URL: "b", HOME: "/root", OTHER: "1" })).not.toBe(before);
  expect(await fingerprintOf(environment, { MODEL_URL: "a", MODEL_KEY: "k" })).not.toBe(before);
});

test("a fingerprint follows a virtual environment's interpreter, settings and packages", async () => {
  const folder = temporaryFolder();
  const site = join(folder, "lib/python3.11/site-packages");
  const packages = (name: string): void => void mkdirSync(join(site, name), { recursive: true });
  mkdirSync(join(folder, "bin"));
  writeFileSync(join(folder, "bin/python3"), "1");
  writeFileSync(join(folder, "pyvenv.cfg"), "version = 3.11.1");
  packages("numpy-2.0.0.dist-info");
  const environment = pythonEnvironment(folder);
  const seen = [await fingerprintOf(environment)];
  packages("__pycache__");
  expect(await fingerprintOf(environment)).toBe(seen[0]);

  packages("torch-2.0.0.dist-info");
  seen.push(await fingerprintOf(environment));
  rmSync(join(site, "numpy-2.0.0.dist-info"), { recursive: true });
  packages("numpy-2.0.1.dist-info");
  seen.push(await fingerprintOf(environment));
  writeFileSync(join(folder, "pyvenv.cfg"), "version = 3.11.2");
  seen.push(await fingerprintOf(environment));
  writeFileSync(join(folder, "bin/python3"), "22");
  seen.push(await fingerprintOf(environment));
  expect(new Set(seen).size).toBe(5);
});
