import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { packageChecker } from "../../../../../pipeline/runner/executors/python/python-packages.ts";
import { temporaryFolder, writeProgram } from "../../../../scripts/temporary-folder.ts";

const bin = resolve(".venv/bin");
const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
const indexOptions: readonly string[] = [];
const check = packageChecker();

test("packages that are there in the version asked for need no word", async () => {
  const requirements = [
    "packaging>=20",
    "Typing.Extensions",
    'no-such>=1; python_version<"3.9"',
    "tqdm[notebook]",
  ];
  expect(await check({ env, requirements, indexOptions })).toEqual({});
});

test("KFP's SDK may have any version; other packages are named where theirs is another", async () => {
  const requirements = ["kfp==2.15.2", "tqdm==1.0", "packaging<1"];
  const { note = "", ...rest } = await check({ env, requirements, indexOptions });
  expect(rest).toEqual({ kfpVersion: "2.17.0" });
  expect(note.replaceAll(/(?<= )\d+(\.\d+)+/g, "N")).toBe(
    "pollux: the task asks for tqdm==1.0, packaging<1; its environment has tqdm N, packaging N, which it gets.",
  );
});

test("what is missing is named with the command that installs it, and where from", async () => {
  const python = join(bin, "python3");
  const asked = {
    env,
    requirements: ["kfp", "no-such>=1", "no_such_either"],
    indexOptions: ["--index-url https://a/simple"],
  };
  expect(await check(asked)).toEqual({
    missing:
      `it needs no-such>=1, no_such_either, which ${python} does not have. Install what is missing with: ` +
      `${python} -m pip install --index-url https://a/simple 'no-such>=1' no_such_either`,
  });
});

test("passwords and tokens in addresses are not shown", async () => {
  const { missing = "" } = await check({
    env,
    requirements: ["no-such @ git+https://t0ken@example.com/x"],
    indexOptions: ["--index-url https://user:pa55@example.com/simple"],
  });
  expect(missing).toContain("no-such @ git+https://***@example.com/x");
  expect(missing).toContain("--index-url https://***@example.com/simple ");
  expect(missing).not.toMatch(/t0ken|pa55/);
});

test("for a Python that is no virtual environment, the command makes one", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "bin"));
  writeProgram(
    join(folder, "bin/python3"),
    `exec ${join(bin, "python3")} -c '
import json
print(json.dumps({"executable": "/opt/my python", "isVirtual": False, "hasPip": True, "packages": [
  {"requirement": "a", "name": "a", "version": None, "fits": False}]}))'`,
  );
  const { missing } = await check({
    env: { PATH: join(folder, "bin") + ":/bin:/usr/bin" },
    requirements: ["a"],
    indexOptions,
  });
  expect(missing).toBe(
    "it needs a, which /opt/my python does not have. Install what is missing with: " +
      "'/opt/my python' -m venv .venv && .venv/bin/python -m pip install a",
  );
});

test("an environment is asked once for the same packages", async () => {
  const folder = temporaryFolder();
  const asked = join(folder, "asked");
  mkdirSync(join(folder, "bin"));
  symlinkSync("/bin/sh", join(folder, "bin/sh"));
  writeFileSync(asked, "");
  writeProgram(
    join(folder, "bin/python3"),
    `echo x >> ${asked}; echo '{"executable": "p", "isVirtual": true, "hasPip": true, "packages": []}'`,
  );
  const once = packageChecker();
  const request = (requirements: readonly string[]) =>
    once({ env: { PATH: join(folder, "bin") }, requirements, indexOptions });
  await Promise.all([request(["a", "b"]), request(["b", "a"]), request(["a", "b"])]);
  await request(["c"]);
  expect(readFileSync(asked, "utf8")).toBe("x\nx\n");
});

test("a machine without Python says so", async () => {
  const { missing } = await check({ env: { PATH: temporaryFolder() }, requirements: ["a"], indexOptions });
  expect(missing).toBe("the Python of its environment does not start: spawn python3 ENOENT");
});
