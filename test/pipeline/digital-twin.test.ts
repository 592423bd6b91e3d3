// The committed IR is what the pipeline compiles to.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

test("the committed IR of every pipeline of ours is up to date (npm run compile)", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/pollux.mjs", "compile", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "pipeline/digital-twin.yaml: up to date\n" });
});
