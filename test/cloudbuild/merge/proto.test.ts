// Google's own proto of builds takes what is merged: google-cloud-build of PyPI.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Build } from "../../../cloudbuild/format/build.ts";
import { mergeBuilds } from "../../../cloudbuild/merge/merge-builds.ts";
import { withoutPublishing } from "../../../cloudbuild/merge/pull-request.ts";
import { googlePython } from "../../tools/python-packages.ts";
import { hasCorpus, realBuilds } from "./corpus.ts";
import { randomGroup } from "./random-merges.ts";
import { mergedSeed } from "./seed/seed.ts";

async function parsed(builds: readonly Build[]): Promise<string> {
  const input = builds.map((build) => `${JSON.stringify(build)}\n`).join("");
  const script = join(import.meta.dirname, "parse-builds.py");
  const python = await googlePython();
  const { stdout, stderr } = spawnSync(python, [script], { input, encoding: "utf8", maxBuffer: 1e8 });
  return `${stdout}${stderr}`.trim();
}

test("Google's proto takes the merged seed, with and without publishing", async () => {
  const merged = mergedSeed("steps");
  expect(await parsed([merged.build, withoutPublishing(merged).build])).toBe("2");
}, 180_000);

test.skipIf(!hasCorpus)(
  "Google's proto takes random merges of real builds, with and without publishing",
  async () => {
    const source = { file: "builds.ts", text: "" };
    const builds = fc
      .sample(randomGroup(realBuilds()), { numRuns: 300, seed: 20_261_121 })
      .flatMap((group) => mergeBuilds(group, source).merged ?? [])
      .flatMap((merged) => [merged.build, withoutPublishing(merged).build])
      .filter(({ steps }) => steps.length > 0);
    expect(builds.length).toBeGreaterThan(300);
    expect(await parsed(builds)).toBe(String(builds.length));
  },
  180_000,
);
