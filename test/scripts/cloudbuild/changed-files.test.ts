// With a real repository of git in a temporary folder.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { changedFiles } from "../../../scripts/cloudbuild/changed-files.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;

function git(folder: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

function write(folder: string, ...files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${file}\n`.repeat(20));
  }
}

function commit(folder: string, message: string): string {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message", message);
  return git(folder, "rev-parse", "HEAD");
}

function repository(): string {
  const folder = temporaryFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  write(folder, "a/one.txt", "a/gone.txt", "a/old name.txt", "b/two.txt");
  commit(folder, "first");
  return folder;
}

describe.skipIf(!hasGit)("changedFiles, with git", () => {
  test("finds files that were changed, added, deleted, and moved under both names", async () => {
    const folder = repository();
    const base = git(folder, "rev-parse", "HEAD");
    writeFileSync(join(folder, "a/one.txt"), "other");
    rmSync(join(folder, "a/gone.txt"));
    renameSync(join(folder, "a/old name.txt"), join(folder, 'a/new "näme"\n.txt'));
    write(folder, "c/new.txt");
    const head = commit(folder, "second");
    const first = ["a/gone.txt", "a/old name.txt", "a/one.txt", "b/two.txt"];
    expect(await changedFiles("HEAD~1..HEAD", folder)).toEqual({
      changed: {
        kind: "files",
        files: ["a/gone.txt", 'a/new "näme"\n.txt', "a/old name.txt", "a/one.txt", "c/new.txt"],
      },
      base: { commit: base },
      history: [{ commit: base, changed: { kind: "files", files: first } }],
      head,
      isDirty: false,
      links: new Map(),
    });
  });

  test("compares with the commit where both meet", async () => {
    const folder = repository();
    const base = git(folder, "rev-parse", "HEAD");
    git(folder, "switch", "--quiet", "--create", "side");
    write(folder, "b/side.txt");
    const head = commit(folder, "side");
    git(folder, "switch", "--quiet", "main");
    write(folder, "a/main.txt");
    const main = commit(folder, "main");
    await expect(changedFiles("main..side", folder)).rejects.toMatchObject({
      code: "NOT_CHECKED_OUT",
      message:
        '--changed main..side: "side" is not checked out, and configs and Dockerfiles are read as they are here. Check it out with git checkout side, or give a range up to HEAD.',
    });
    git(folder, "switch", "--quiet", "side");
    expect(await changedFiles("main...side", folder)).toMatchObject({
      changed: { kind: "files", files: ["b/side.txt"] },
      base: { commit: base },
      head,
    });
    expect(await changedFiles("main..side", folder, { commit: "BASE" })).toMatchObject({
      changed: { kind: "files", files: ["a/main.txt", "b/side.txt"] },
      base: { commit: main },
      head,
    });
  });

  test("tells what the commits before changed, merges as their first parent has it, and the tag of the base", async () => {
    const folder = repository();
    git(folder, "switch", "--quiet", "--create", "side");
    write(folder, "b/side.txt");
    commit(folder, "side");
    git(folder, "switch", "--quiet", "main");
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "nothing");
    git(folder, "merge", "--quiet", "--no-ff", "--message", "merge", "side");
    git(folder, "tag", "--no-sign", "v1");
    write(folder, "commit abc");
    commit(folder, "last");
    const { base, history } = await changedFiles("v1..HEAD", folder);
    const hash = (ref: string): string => git(folder, "rev-parse", ref);
    expect(base).toEqual({ commit: hash("v1"), tagName: "v1" });
    expect(history).toEqual([
      { commit: hash("v1"), changed: { kind: "files", files: ["b/side.txt"] } },
      { commit: hash("v1^"), changed: { kind: "files", files: [] } },
      {
        commit: hash("v1~2"),
        changed: { kind: "files", files: ["a/gone.txt", "a/old name.txt", "a/one.txt", "b/two.txt"] },
      },
    ]);
  });

  test("tells of links, and of submodules that have changed", async () => {
    const folder = repository();
    symlinkSync("../b", join(folder, "a/link"));
    const inner = git(folder, "rev-parse", "HEAD");
    git(folder, "update-index", "--add", "--cacheinfo", `160000,${inner},vendor`);
    git(folder, "add", "a/link");
    git(folder, "commit", "--quiet", "--message", "second");
    expect(await changedFiles("HEAD~1..HEAD", folder)).toMatchObject({
      changed: { kind: "files", files: ["a/link", "vendor"], submodules: ["vendor"] },
      links: new Map([["a/link", "../b"]]),
    });
  });

  test("in a folder of the repository it gives what changed there, from there", async () => {
    const folder = repository();
    write(folder, "a/x/three.txt", "b/four.txt");
    commit(folder, "second");
    write(folder, "a/uncommitted.txt");
    expect(await changedFiles("HEAD~1..HEAD", join(folder, "a"))).toMatchObject({
      changed: { kind: "files", files: ["x/three.txt"] },
      isDirty: true,
    });
  });

  test("without a base everything may have changed, and it is said why", async () => {
    const folder = repository();
    write(folder, "b/three.txt");
    commit(folder, "second");
    git(folder, "switch", "--quiet", "--orphan", "alone");
    write(folder, "z.txt");
    commit(folder, "alone");
    git(folder, "switch", "--quiet", "main");
    const shallow = join(temporaryFolder(), "shallow");
    git(folder, "clone", "--quiet", "--depth=1", "--branch=main", `file://${folder}`, shallow);
    const whys = await Promise.all([
      changedFiles(`${"0".repeat(40)}..main`, folder),
      changedFiles(`${"1".repeat(40)}..main`, folder),
      changedFiles("alone..main", folder),
      changedFiles("main~1..main", shallow),
      changedFiles("a..b", temporaryFolder()),
    ]);
    expect(whys.map(({ changed, ...rest }) => [changed.kind === "everything" && changed.why, rest])).toEqual(
      [
        "It is the first push: there is nothing to compare with.",
        `git knows no commit "${"1".repeat(40)}": it may be gone by a force push.`,
        '"alone" and "main" have no commit in common.',
        "The clone is shallow, so that git cannot compare: git fetch --unshallow gets the rest.",
        "There is no git repository here.",
      ].map((why) => [why, { isDirty: false }]),
    );
  });

  test("a head that is not there is the user's mistake", async () => {
    await expect(changedFiles("main..nowhere", repository())).rejects.toMatchObject({
      code: "UNKNOWN_COMMIT",
      message: '--changed main..nowhere: git knows no commit "nowhere". Give one that it has.',
    });
  });
});

test.each(["main", "..HEAD", "main..", "--output=x..HEAD", "main..--output=x", "-..a"])(
  "%j is no range of commits",
  async (range) => {
    await expect(changedFiles(range, ".")).rejects.toMatchObject({
      code: "WRONG_ARGUMENTS",
      message: `--changed "${range}": is no range of commits. Give two commits, branches or tags, as main..HEAD.`,
    });
  },
);
