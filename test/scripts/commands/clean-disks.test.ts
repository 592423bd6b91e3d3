// Cleaning and reporting where the disk is full or read-only: on file systems of the test's own.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../temporary-folder.ts";

const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", "/mnt"]).status === 0;
const skipped = canMount ? "" : " (skipped: this user cannot mount a file system of their own here)";
const pollux = resolve("scripts/pollux.mjs");

/** Runs a script in which `$root` is a root with a run, on a disk of 1 MB. */
function onSmallDisk(script: string) {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "events.jsonl"),
    '{"kind":"run-finished","time":1,"state":"FAILED","seconds":1}\n',
  );
  const disk = join(folder, "disk");
  mkdirSync(disk);
  const before = `
    mount -t tmpfs -o size=1m none ${disk}
    root=${disk}/root
    mkdir -p $root/runs/mine $root/cache
    cp ${folder}/events.jsonl $root/runs/mine
    pollux() { "${process.execPath}" "${pollux}" "$@"; }
  `;
  const { stdout, stderr } = spawnSync("unshare", ["-rm", "sh", "-c", before + script], { encoding: "utf8" });
  expect(existsSync(join(disk, "root"))).toBe(false); // nobody else saw the mount
  return { root: join(disk, "root"), stdout, stderr };
}

test.skipIf(!canMount)(`runs are deleted from a disk that is full${skipped}`, () => {
  const { stdout, stderr } = onSmallDisk(`
    cat /dev/zero > $root/runs/mine/log.txt 2>/dev/null
    pollux clean --all --root $root
    echo code $?; ls -A $root/runs
  `);
  expect([stdout.split("\n").slice(1), stderr]).toEqual([
    ["code 0", ""],
    expect.stringMatching(/^1 run and 0 cached results deleted, [\d.]+ [kM]B freed\.\n$/),
  ]);
});

test.skipIf(!canMount)(`a read-only root is one clear error, and keeps its runs${skipped}`, () => {
  const { root, stdout, stderr } = onSmallDisk(`
    mount -o remount,ro ${"$root/.."}
    pollux clean --all --root $root; echo code $?
    pollux report mine --root $root; echo code $?
    ls $root/runs
  `);
  expect(stdout).toBe("code 1\ncode 1\nmine\n");
  expect(stderr.split("\n").slice(0, -1)).toEqual([
    `${root}: it cannot be written to. Choose another place with --root.`,
    `${root}/runs/mine/report.html: cannot be written (EROFS). Choose another place with --out.`,
  ]);
});
