import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { explain } from "../../../scripts/cloudbuild/explain.ts";
import { catchOutput } from "../commands/output.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildsFolder } from "./builds-folder.ts";
import { trainer } from "./two-components.ts";

const { said, printed } = catchOutput();

describe("pollux cloudbuild explain", () => {
  test("explains a step of the merged build, with the place of a need in builds.ts", async () => {
    const builds = buildsFolder();
    expect(await explain.run(["job:step-1", "--builds", builds])).toBe(0);
    const text = printed.join("\n");
    expect(text).toContain("  starts at 6:00 and ends at 7:00: nobody said how long it takes\n");
    expect(text).toContain(`  trainer:lint\n    needs "trainer:lint": ${builds}:4:`);
    expect(said).toEqual([]);
  });

  test("explains a step of one config", async () => {
    const file = join(temporaryFolder(), "cloudbuild.yaml");
    writeFileSync(file, trainer);
    expect(await explain.run([file, "push"])).toBe(0);
    expect(printed.join("\n").split("\n").slice(4, 7)).toEqual([
      "It waits for",
      "  build",
      `    it has no waitFor, and waits for all before it: ${file}:5:5`,
    ]);
  });

  test("says which steps there are, and which one may be meant", async () => {
    const builds = buildsFolder();
    await expect(explain.run(["trainer:pusch", "--builds", builds])).rejects.toMatchObject({
      code: "UNKNOWN_STEP",
      message:
        `${builds}: there is no step "trainer:pusch". Did you mean "trainer:push"? ` +
        "Give one of: trainer:build, trainer:push, trainer:lint, job:step-1, job:tell.",
    });
  });

  test.each([[[]], [["a", "b", "c"]]])("says that %j is no step", async (argv: readonly string[]) => {
    await expect(explain.run(argv)).rejects.toMatchObject({
      code: "WRONG_ARGUMENTS",
      message: `pollux cloudbuild explain: ${argv.length} arguments are given. Give a step, as trainer:push, or a config and a step.`,
    });
  });
});
