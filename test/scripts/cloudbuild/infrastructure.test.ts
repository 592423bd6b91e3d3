// The command that writes the infrastructure, and what is committed of it.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { infrastructure } from "../../../scripts/cloudbuild/infrastructure.ts";
import { told } from "./stub-programs.ts";

const committed = resolve(import.meta.dirname, "../../../cloudbuild/infrastructure");

test("the committed configuration is what is declared", async () => {
  expect(await told(() => infrastructure.run(["--check"]))).toEqual({ code: 0, out: "", talk: [] });
});

test("it writes a file, or to stdout", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pollux-infrastructure-"));
  try {
    const file = join(folder, "main.tf.json");
    const first = await told(() => infrastructure.run(["--out", folder]));
    const second = await told(() => infrastructure.run(["--out", folder]));
    const stdout = await told(() => infrastructure.run(["--out", "-"]));
    expect([first.talk, second.talk]).toEqual([[`${file}: written`], [`${file}: unchanged`]]);
    expect(readFileSync(file, "utf8")).toBe(stdout.out);
    expect(stdout.out).toBe(readFileSync(join(committed, "main.tf.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("--check says in which line it is stale", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pollux-infrastructure-"));
  try {
    writeFileSync(join(folder, "main.tf.json"), "{\n");
    const { code, talk } = await told(() => infrastructure.run(["--out", folder, "--check"]));
    expect(code).toBe(1);
    expect(talk).toEqual([
      expect.stringMatching(
        /main\.tf\.json: is stale: line 2 is "", should be ".*"\. Write it with pollux cloudbuild infrastructure again\.$/,
      ),
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("a config with errors is no infrastructure", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pollux-infrastructure-"));
  try {
    mkdirSync(join(folder, ".git"));
    writeFileSync(join(folder, "web.yaml"), "steps: [{ name: a, waitFor: [nobody] }]\n");
    const builds = { components: { web: { config: "web.yaml" } }, output: "merged.yaml" };
    writeFileSync(join(folder, "builds.ts"), `export default ${JSON.stringify(builds)};\n`);
    const file = join(folder, "builds.ts");
    await expect(infrastructure.run(["--builds", file, "--out", "-"])).rejects.toThrow(
      `${file}: what it declares has 1 error. pollux cloudbuild triggers says which.`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
