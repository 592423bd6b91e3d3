// The command as the command line calls it, which prints a table.
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runs } from "../../../scripts/commands/runs.ts";
import { constant, echo, sandbox, small, task } from "../../pipeline/runner/small-pipelines.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { catchOutput } from "./output.ts";

const { folder, root, run } = sandbox(temporaryFolder());
beforeAll(async () => {
  const sh = { echo, fails: { script: "exit 1" } };
  const say = task("echo", { text: constant("hi") });
  await run(small({ root: { dag: { tasks: { say } } }, sh }), { runId: "first" });
  await run(small({ root: { dag: { tasks: { say, fails: task("fails") } } }, sh }), { runId: "second" });
});

const { said, printed } = catchOutput();

const cell = (text: string) => `${text} +`;
const when = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC +\\d+(\\.\\d)? m?s +";

describe("pollux runs", () => {
  test("lists runs in a table, the newest first", async () => {
    expect(await runs.run(["--root", root])).toBe(0);
    expect(printed[0]).toMatch(/^RUN +PIPELINE +STATE +BEGAN +TOOK +TASKS +SIZE$/);
    expect(printed[1]).toMatch(
      new RegExp(
        `^${["second", "small", "failed"].map(cell).join("")}${when}1 failed, 1 succeeded +[\\d.]+ kB$`,
      ),
    );
    expect(printed[2]).toMatch(
      new RegExp(`^${["first", "small", "succeeded"].map(cell).join("")}${when}1 succeeded +[\\d.]+ kB$`),
    );
    expect([printed.length, said]).toEqual([3, []]);
  });

  test("gives them as JSON, as many as are wanted", async () => {
    expect(await runs.run(["--root", root, "--json", "--limit", "1"])).toBe(0);
    expect(JSON.parse(printed.join(""))).toEqual([
      {
        runId: "second",
        pipeline: "small",
        state: "FAILED",
        startedAt: expect.any(Number),
        seconds: expect.any(Number),
        tasks: { SUCCEEDED: 1, FAILED: 1 },
        size: expect.any(Number),
      },
    ]);
  });

  test("says so where there are none", async () => {
    const nowhere = join(folder, "nowhere");
    expect(await runs.run(["--root", nowhere])).toBe(0);
    expect([printed, said]).toEqual([[], [`${nowhere}: there are no runs.`]]);
  });

  test("refuses a limit that is no number", async () => {
    await expect(runs.run(["--limit", "all"])).rejects.toMatchObject({
      code: "WRONG_ARGUMENTS",
      message: "--limit all: is no number of runs. Give 1 or more.",
    });
  });
});
