import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadBuilds } from "../../../scripts/cloudbuild/load-builds.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** Gives the path of a builds.ts that says `text`, in a repository with two configs. */
function buildsFile(text: string, name = "builds.ts"): string {
  const folder = temporaryFolder();
  for (const inner of [".git", "cloudbuild", "outside"]) mkdirSync(join(folder, inner));
  writeFileSync(join(folder, "good.yaml"), "steps: [{ name: a }]\n");
  writeFileSync(join(folder, "bad.yaml"), "steps: [{ nam: a }]\n");
  writeFileSync(join(folder, "cloudbuild", name), text);
  return join(folder, "cloudbuild", name);
}

async function problem(text: string, name?: string): Promise<string> {
  const file = buildsFile(text, name);
  try {
    await loadBuilds(file);
  } catch (error) {
    if (error instanceof Error)
      return `${"code" in error ? error.code : ""} ${error.message.replaceAll(file, "FILE")}`;
  }
  return "no problem";
}

test("configs are read from the repository's root and checked, those that are none told", async () => {
  const file = buildsFile(
    `export default { components: { a: { config: "good.yaml" }, b: { config: "bad.yaml" } }, output: "out.yaml" };\n`,
  );
  const { builds, source, root, components, findings } = await loadBuilds(file);
  expect(Object.keys(builds.components)).toEqual(["a", "b"]);
  expect([source.file, root, components.map(({ name, file: read }) => [name, read.file])]).toEqual([
    file,
    join(file, "../.."),
    [["a", "good.yaml"]],
  ]);
  expect(findings.map(({ severity, place }) => [severity, place.file])).toContainEqual(["error", "bad.yaml"]);
});

test("a builds.ts of a wrong shape is told in sentences, all of them at once", async () => {
  expect(
    await problem(
      `export default { components: { a: { config: 1, need: [] } }, environments: { dev: {} } };\n`,
    ),
  ).toBe(
    [
      'WRONG_BUILDS FILE:1:1: it has no field "output". Correct it.',
      'FILE:1:48: components/a has a field "need", which Pollux does not know. Did you mean "needs"?',
      "FILE:1:37: components/a/config must be text, not 1. Correct it.",
      'FILE:1:78: environments/dev has no field "substitutions". Correct it.',
    ].join("\n"),
  );
});

test("paths stay in the repository", async () => {
  expect(
    await problem(
      `export default { components: { a: { config: "../good.yaml" }, b: { config: "/etc/hosts" }, c: { config: "no.yaml" } },
  output: "../out.yaml", pullRequestOutput: "../out.yaml" };\n`,
    ),
  ).toBe(
    [
      'WRONG_BUILDS FILE:1:45: components/a/config: "../good.yaml" leads out of the repository. Correct it.',
      'FILE:1:76: components/b/config: "/etc/hosts" does not begin at the repository\'s root. Correct it.',
      'FILE:1:105: components/c/config: there is no file "no.yaml" in the repository. Correct it.',
      'FILE:2:11: an output: "../out.yaml" leads out of the repository. Correct it.',
      'FILE:2:11: an output: "../out.yaml" leads out of the repository. Correct it.',
      "FILE:2:26: output and pullRequestOutput are the same file. Correct it.",
    ].join("\n"),
  );
});

test("a link that leads out of the repository is not followed", async () => {
  const file = buildsFile(
    `export default { components: { a: { config: "link.yaml" } }, output: "out.yaml" };\n`,
  );
  const elsewhere = join(temporaryFolder(), "secret.yaml");
  writeFileSync(elsewhere, "steps: [{ name: a }]\n");
  symlinkSync(elsewhere, join(file, "../../link.yaml"));
  await expect(loadBuilds(file)).rejects.toThrow(
    `${file}:1:45: components/a/config: "link.yaml" leads out of the repository. Correct it.`,
  );
});

test("what cannot be loaded is the user's mistake", async () => {
  expect(await problem("export const a = 1, b = 2;\n")).toBe(
    "NO_BUILDS FILE: exports no builds. Write `export default builds({ ... })`.",
  );
  expect(await problem("throw new RangeError('wrong');\n")).toBe(
    "MODULE_THREW FILE, line 1, column 7: throws RangeError: wrong. Correct it; `npx tsc --noEmit` says what is of a wrong type.",
  );
  expect(await problem("{}", "builds.json")).toBe(
    "NOT_TYPESCRIPT FILE: is no TypeScript. Give the file that exports builds({ ... }).",
  );
  await expect(loadBuilds("no/builds.ts")).rejects.toThrow(
    "no/builds.ts: there is no such file. Write one, which exports builds({ components: ..., output: ... }), or name yours with --builds.",
  );
});
