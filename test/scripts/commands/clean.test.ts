// The command as the command line calls it, on roots with runs in them.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { lockRun } from "../../../pipeline/runner/run-lock.ts";
import { clean } from "../../../scripts/commands/clean.ts";
import { fromInput, sandbox, type ShComponent, small, task } from "../../pipeline/runner/small-pipelines.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { catchOutput } from "./output.ts";

const make: ShComponent = {
  script: 'printf "%s" "$2" > "$1"; test "$2" != bad',
  args: ["{{$.outputs.artifacts['file'].path}}", "{{$.inputs.parameters['text']}}"],
  inputs: { parameters: { text: { parameterType: "STRING" } } },
  outputs: { artifacts: { file: { artifactType: { schemaTitle: "system.Dataset" } } } },
};
const spec = small({
  root: {
    inputDefinitions: { parameters: { text: { parameterType: "STRING" } } },
    dag: {
      tasks: { make: task("make", { text: fromInput("text") }, { cachingOptions: { enableCache: true } }) },
    },
  },
  sh: { make },
});

/** `d` was interrupted, `c` has from the cache what `a` made, `b` failed; `a` is the oldest. */
const original = sandbox(temporaryFolder());
beforeAll(async () => {
  const texts = { a: "x", b: "bad", c: "x", d: "y" };
  for (const [runId, text] of Object.entries(texts))
    await original.run(spec, { runId, parameters: { text } });
});

/** A root of its own for each test: their paths stand in events and cache. */
let root = "";
beforeEach(() => {
  root = join(temporaryFolder(), "root");
  cpSync(original.root, root, { recursive: true });
  for (const file of [
    ...readdirSync(join(root, "cache")).map((name) => join(root, "cache", name)),
    ...runs().map(events),
  ]) {
    writeFileSync(file, readFileSync(file, "utf8").replaceAll(original.root, root));
  }
  truncateSync(events("d"), readFileSync(events("d")).indexOf('{"kind":"task-finished"'));
});
const { said, printed } = catchOutput();

const runs = () => readdirSync(join(root, "runs")).sort();
const events = (runId: string) => join(root, "runs", runId, "events.jsonl");
const cached = () => readdirSync(join(root, "cache")).length;
const cleanRoot = (...options: readonly string[]) => clean.run(["--root", root, ...options]);

describe("pollux clean", () => {
  test("only says what there is and how to delete it without an option", async () => {
    expect(await cleanRoot()).toBe(0);
    expect(printed.map((line) => line.split(/ +/)[0])).toEqual(["RUN", "d", "c", "b", "a"]);
    expect(said.join("\n")).toMatch(
      /: 4 runs could be deleted, [\d.]+ kB\. Nothing was\. Say which:\n {2}pollux clean --older-than 7d/,
    );
    expect(runs()).toEqual(["a", "b", "c", "d"]);
  });

  test("deletes the runs of a state, and says what that freed", async () => {
    expect(await cleanRoot("--state", "failed")).toBe(0);
    expect(runs()).toEqual(["a", "c", "d"]);
    expect(printed).toEqual([expect.stringMatching(/^b {2}failed {2}[\d.]+ kB$/)]);
    expect(said).toEqual([expect.stringMatching(/^1 run and 0 cached results deleted, [\d.]+ kB freed\.$/)]);
  });

  test("keeps the newest, what can be resumed, and what a run that stays uses", async () => {
    expect(await cleanRoot("--keep", "2")).toBe(0);
    expect(runs()).toEqual(["a", "c", "d"]);
    expect(said[0]).toBe("a: stays, since c uses what it made");
    await cleanRoot("--keep", "0");
    expect(runs()).toEqual(["d"]);
    expect(said).toContain(
      "d: stays, since it was interrupted and can be resumed; --state INTERRUPTED deletes it",
    );
    await cleanRoot("--state", "INTERRUPTED");
    expect(runs()).toEqual([]);
  });

  test("deletes cached results with the artifacts they name", async () => {
    const before = cached();
    await cleanRoot("--state", "succeeded");
    expect(runs()).toEqual(["b", "d"]);
    expect(before - cached()).toBe(1);
  });

  test("leaves what is younger, and everything in a dry run", async () => {
    await cleanRoot("--older-than", "1h");
    expect(said).toEqual(["0 runs and 0 cached results deleted, 0 B freed."]);
    await cleanRoot("--all", "--dry-run");
    expect(said.at(-1)).toMatch(/^4 runs and 2 cached results would go, [\d.]+ kB\.$/);
    expect(runs()).toEqual(["a", "b", "c", "d"]);
  });

  test("leaves a run that is running, and one whose artifacts it uses, whatever is asked for", async () => {
    truncateSync(events("c"), readFileSync(events("c")).indexOf('{"kind":"run-finished"'));
    const unlock = lockRun(join(root, "runs/c"));
    await cleanRoot("--all", "--cache");
    unlock();
    expect(runs()).toEqual(["a", "c"]);
    expect(said.slice(0, 2)).toEqual([
      "c: stays, since it is running",
      "a: stays, since c uses what it made",
    ]);
    expect(cached()).toBe(0);
  });

  test("follows no link out of the root", async () => {
    const elsewhere = join(temporaryFolder(), "elsewhere");
    renameSync(join(root, "runs/b"), elsewhere);
    symlinkSync(elsewhere, join(root, "runs/b"));
    symlinkSync(elsewhere, join(root, "runs/a/link"));
    await cleanRoot("--all");
    expect(runs()).toEqual(["b"]);
    expect(existsSync(join(elsewhere, "events.jsonl"))).toBe(true);
    const other = join(temporaryFolder(), "other");
    mkdirSync(other);
    symlinkSync(join(root, "runs"), join(other, "runs"));
    await expect(clean.run(["--root", other, "--all"])).rejects.toMatchObject({
      code: "ROOT_UNKNOWN",
      message: `${other}: its "runs" is a link, and links are not followed. Name the folder itself.`,
    });
  });

  test.each([
    "null",
    '{"kind":"run-started","time":1}',
    '{"kind":"run-started","time":1,"folder":5}',
    '{"kind":"task-finished","time":1,"path":"a"}',
  ])("deletes others where a run's events are %s, and that one only by name", async (line) => {
    writeFileSync(events("b"), `${line}\n`);
    await cleanRoot("--older-than", "0m");
    expect(runs()).toEqual(["b", "d"]);
    expect(said).toContain("b: stays, since what became of it cannot be read; --state UNREADABLE deletes it");
    await cleanRoot("--state", "unreadable");
    expect(runs()).toEqual(["d"]);
  });

  test("passes over a run that another cleaning deletes meanwhile", async () => {
    vi.spyOn(console, "error").mockImplementation((line: string) => {
      said.push(line);
      rmSync(join(root, "runs/b"), { recursive: true, force: true });
    });
    expect(await cleanRoot("--keep", "2")).toBe(0);
    expect([runs(), printed]).toEqual([["a", "c", "d"], []]);
    expect(said.at(-1)).toMatch(/^0 runs and 0 cached results deleted/);
  });

  test("deletes what tasks compiled and their checkpoints with the cache, unless a run may need them", async () => {
    const kept = ["cache/python/x", "checkpoints/y"];
    for (const name of kept) mkdirSync(join(root, name), { recursive: true });
    const unlock = lockRun(join(root, "runs/c"));
    await cleanRoot("--cache");
    unlock();
    expect(said).toContain(`${root}/checkpoints: stays, since c is running`);
    expect(kept.filter((name) => existsSync(join(root, name)))).toEqual(kept);
    await cleanRoot("--cache");
    expect(printed).toEqual([`${root}/cache/python  0 B`, `${root}/checkpoints  0 B`]);
    expect(existsSync(join(root, "cache/python")) || existsSync(join(root, "checkpoints"))).toBe(false);
    expect(runs()).toEqual(["a", "b", "c", "d"]);
  });

  test("leaves folders that are no runs, and refuses a root that holds none", async () => {
    mkdirSync(join(root, "runs/mine"));
    await cleanRoot("--all");
    expect(runs()).toEqual(["mine"]);
    const other = temporaryFolder();
    mkdirSync(join(other, "runs/mine"), { recursive: true });
    await expect(clean.run(["--root", other, "--all"])).rejects.toMatchObject({
      code: "ROOT_UNKNOWN",
      message: `${other}: holds no runs. Name the folder that does with --root.`,
    });
    await expect(clean.run(["--root", join(other, "x"), "--all"])).rejects.toMatchObject({
      code: "ROOT_UNKNOWN",
    });
  });

  test.each([
    [["--keep", "some"], "--keep some: is no number of runs. Give 0 or more."],
    [["--older-than", "week"], "--older-than week: is no age. Give one as 30m, 12h, 7d or 4w."],
    [
      ["--state", "running"],
      "--state running: there is no such state to delete. Use one of: SUCCEEDED, FAILED, CANCELLED, INTERRUPTED, UNREADABLE.",
    ],
  ])("refuses %j", async (options, message) => {
    await expect(cleanRoot(...options)).rejects.toMatchObject({ code: "WRONG_ARGUMENTS", message });
    expect(runs()).toEqual(["a", "b", "c", "d"]);
  });
});
