// With a real repository of git in a temporary folder.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
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
    expect(await changedFiles("HEAD~1..HEAD", folder)).toEqual({
      changed: {
        kind: "files",
        files: ["a/gone.txt", 'a/new "näme"\n.txt', "a/old name.txt", "a/one.txt", "c/new.txt"],
      },
      base,
      head,
      isDirty: false,
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
    commit(folder, "main");
    expect(await changedFiles("main...side", folder)).toEqual({
      changed: { kind: "files", files: ["b/side.txt"] },
      base,
      head,
      isDirty: false,
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
