// The command as the command line calls it, which writes a page.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { report } from "../../../scripts/commands/report.ts";
import { constant, echo, sandbox, small, task } from "../../pipeline/runner/small-pipelines.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { catchOutput } from "./output.ts";

const { folder, root, run } = sandbox(temporaryFolder());
const spec = small({
  root: { dag: { tasks: { say: task("echo", { text: constant("hi") }) } } },
  sh: { echo },
});
beforeAll(() => run(spec, { runId: "first" }));

const { said, printed } = catchOutput();

describe("pollux report", () => {
  test("writes a page into the run's folder, or where it is told to", async () => {
    const page = join(root, "runs/first/report.html");
    expect(await report.run(["latest", "--root", root])).toBe(0);
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/);
    const other = join(folder, "other.html");
    expect(await report.run(["first", "--root", root, "--out", other])).toBe(0);
    expect(existsSync(other)).toBe(true);
    expect(said).toEqual([`${page}: written`, `${other}: written`]);
    expect(printed).toEqual([]);
    expect(await report.run(["first", "--root", root, "--out", "-"])).toBe(0);
    expect(printed.join("")).toBe(readFileSync(other, "utf8"));
  });

  test("wants one run", async () => {
    await expect(report.run([])).rejects.toMatchObject({
      code: "ONE_RUN",
      message: "pollux report: 0 runs are given. Give one, as pollux report latest.",
    });
  });

  test("says which runs there are where one is not known", async () => {
    await expect(report.run(["x", "--root", root])).rejects.toMatchObject({
      code: "RUN_UNKNOWN",
      message: `${root}: there is no run "x". Give one of first, or latest.`,
    });
  });
});
