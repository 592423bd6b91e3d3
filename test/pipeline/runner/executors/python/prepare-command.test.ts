// Also what the command line does not show installs nothing: pip itself is run, with nothing that it could reach.
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { prepareCommand } from "../../../../../pipeline/runner/executors/python/prepare-command.ts";
import { temporaryFolder } from "../../../../scripts/temporary-folder.ts";
import { plainTask } from "../../executor-contract.ts";

const bin = resolve(".venv/bin");
const task = plainTask("python:3.12", ["python3", "main.py"], temporaryFolder());
const prepare = async (env: { readonly [name: string]: string }) => {
  const prepared = await prepareCommand(task, env, async () => ({}));
  if (prepared.kind !== "ready") throw new Error(prepared.message);
  return prepared.env;
};

test("a task's pip has nowhere to install from", async () => {
  const env = await prepare({ PATH: `${bin}:${process.env["PATH"] ?? ""}`, PIP_FIND_LINKS: "" });
  const pip = (...args: readonly string[]) =>
    promisify(execFile)("python3", ["-m", "pip", ...args], { env, cwd: temporaryFolder() });
  await expect(pip("install", "no-such-package")).rejects.toThrow("No matching distribution found");
  expect((await pip("install", "packaging")).stdout).toContain("already satisfied");
  expect((await pip("list")).stdout).toContain("packaging");
});

test("what a task's own variables say to pip goes before", async () => {
  const env = { PIP_NO_INDEX: "0", PIP_DRY_RUN: "0", MODE: "x" };
  expect(await prepare(env)).toEqual(env);
});
