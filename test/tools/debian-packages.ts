// Debian packages that tests need, installed where that is possible: by root, with apt-get, one test file at a time.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { exclusively } from "../../scripts/python/exclusive.ts";

const run = promisify(execFile);
const lock = join(tmpdir(), "pollux-test-debian-packages.lock");

/** Resolves to why they cannot be had, for the name of a skipped test; undefined once they are all installed. */
export async function ensureDebianPackages(names: readonly string[]): Promise<string | undefined> {
  if (!existsSync("/usr/bin/apt-get"))
    return `it needs ${names.join(", ")}, and there is no apt-get to install them`;
  if (await areInstalled(names)) return undefined;
  if (process.getuid?.() !== 0) return `it needs ${names.join(", ")}, which only root could install`;
  return exclusively(lock, { onWait: () => {} }, async () => {
    const missing = (await areInstalled(names)) ? [] : names;
    if (missing.length === 0) return undefined;
    try {
      await install(missing).catch(async () => {
        await apt("update", "--quiet"); // the lists of packages may be old, or not there at all
        await install(missing);
      });
      return undefined;
    } catch (error) {
      return `it needs ${names.join(", ")}, which apt-get could not install (${lastWords(error)})`;
    }
  });
}

async function areInstalled(names: readonly string[]): Promise<boolean> {
  try {
    const { stdout } = await run("dpkg-query", ["--show", "--showformat=${Status}\\n", ...names]);
    return stdout
      .trim()
      .split("\n")
      .every((status) => status === "install ok installed");
  } catch {
    return false; // it has never heard of one of them
  }
}

async function install(names: readonly string[]): Promise<void> {
  await apt("install", "--yes", "--quiet", "--no-install-recommends", ...names);
}

async function apt(...args: readonly string[]): Promise<void> {
  const patience = ["DPkg::Lock::Timeout=120", "Acquire::Retries=2", "Acquire::http::Timeout=20"];
  await run("apt-get", [...patience.flatMap((option) => ["-o", option]), ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 300_000,
  });
}

function lastWords(error: unknown): string {
  const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
  return said.split("\n").at(-1)?.trim() || "it said nothing";
}
