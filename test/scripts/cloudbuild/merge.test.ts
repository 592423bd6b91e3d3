import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import { merge } from "../../../scripts/cloudbuild/merge.ts";
import { catchOutput } from "../commands/output.ts";
import { buildsFolder } from "./builds-folder.ts";

const { said, printed } = catchOutput();

test("the merged build is written, and --check says where it is stale", async () => {
  const file = buildsFolder();
  const out = join(dirname(file), "merged.yaml");
  expect(await merge.run(["--builds", file, "--check"])).toBe(1);
  expect(said.at(-1)).toMatch(/merged\.yaml: does not exist\. Merge it\.$/);
  expect(existsSync(out)).toBe(false);
  expect(await merge.run(["--builds", file])).toBe(0);
  expect(said.at(-1)).toBe("2 components, 5 steps in 4 waves; critical path 8:00, one after another 9:00");
  const { read } = readBuildFile(out, readFileSync(out, "utf8"));
  expect(read?.build.steps.map(({ id, waitFor }) => [id, waitFor])).toEqual([
    ["trainer:build", ["-"]],
    ["trainer:push", ["trainer:build"]],
    ["trainer:lint", ["-"]],
    ["job:step-1", ["trainer:push", "trainer:lint"]],
    ["job:tell", ["job:step-1"]],
  ]);
  expect(await merge.run(["--builds", file, "--check"])).toBe(0);
  writeFileSync(out, readFileSync(out, "utf8").replace("trainer:lint", "trainer:lant"));
  expect(await merge.run(["--builds", file, "--check"])).toBe(1);
  expect(said.at(-1)).toMatch(
    /merged\.yaml: is stale: line \d+ is .*lant.*should be .*lint.*\. Merge it again\.$/,
  );
});

test("--out - prints the merged build alone", async () => {
  expect(await merge.run(["--builds", buildsFolder(), "--out", "-"])).toBe(0);
  expect(readBuildFile("-", printed.join("")).read?.build.steps.length).toBe(5);
});

test("a substitution to which an environment gives no value is an error there", async () => {
  const file = buildsFolder();
  const job = join(dirname(file), "job.yaml");
  writeFileSync(
    job,
    readFileSync(job, "utf8").replace("https://example.com/$_TAG", "https://example.com/$_TAG/$_WHO"),
  );
  expect(await merge.run(["--builds", file, "--json"])).toBe(1);
  const { files } = JSON.parse(printed.join("")) as { files: readonly { findings: readonly object[] }[] };
  expect(files.flatMap(({ findings }) => findings)).toContainEqual(
    expect.objectContaining({
      code: "UNDEFINED_SUBSTITUTION",
      severity: "error",
      related: [expect.objectContaining({ note: 'with the values of environment "production"' })],
    }),
  );
  expect(existsSync(join(dirname(file), "merged.yaml"))).toBe(false);
});

test("limits are looked at without an environment, too", async () => {
  const file = buildsFolder();
  const steps = Array.from(
    { length: 300 },
    (_, index) => `  - { id: s${index}, name: busybox, waitFor: ["-"] }`,
  );
  writeFileSync(join(dirname(file), "job.yaml"), `steps:\n${steps.join("\n")}\n`);
  writeFileSync(file, readFileSync(file, "utf8").replace(/environments: .*|triggers: [\s\S]*(?=\};)/g, ""));
  expect(await merge.run(["--builds", file])).toBe(1);
  expect(said.join("\n")).toContain("TOO_MANY_STEPS");
});

test("an environment that is not there is told with those that are", async () => {
  const file = buildsFolder();
  await expect(merge.run(["--builds", file, "--env", "test"])).rejects.toThrow(
    `${file}: there is no environment "test". Give one of: production.`,
  );
});

test("a build that only publishes has nothing that a pull request could run", async () => {
  const file = buildsFolder();
  for (const name of ["job.yaml", "trainer.yaml"]) {
    const push = "steps: [{ id: lint, name: docker, args: [push, r/p/app] }]\n";
    writeFileSync(join(dirname(file), name), name === "job.yaml" ? push : push.replace("app", "other"));
  }
  const text = readFileSync(file, "utf8").replace(/environments: .*/, 'pullRequestOutput: "pull.yaml",');
  writeFileSync(file, text.replaceAll("trainer:build", "trainer:lint").replace(/triggers: [^]*/, "};\n"));
  await expect(merge.run(["--builds", file])).rejects.toThrow(
    `${file}: every step publishes, and a pull request would run none. Leave out pullRequestOutput.`,
  );
});
