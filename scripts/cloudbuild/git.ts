// What git says of a repository -> which files a commit changed, which commits came before it, and what links there are.
import { execFile } from "node:child_process";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import type { ChangedFiles } from "../../cloudbuild/plan/changes.ts";

export interface GitResult {
  readonly kind: "ran" | "no git";
  readonly code: number;
  readonly out: string;
}

export interface PastCommit {
  /** Its whole hash. */
  readonly commit: string;
  readonly changed: ChangedFiles;
}

export type Git = (...args: readonly string[]) => Promise<GitResult>;

/** Never through a shell. */
export function gitIn(cwd: string): Git {
  const options = { cwd, encoding: "utf8", maxBuffer: 256 * 1024 * 1024, timeout: 120_000 } as const;
  return (...args) =>
    new Promise((resolve) => {
      execFile("git", ["--no-optional-locks", ...args], options, (error, out) => {
        const isMissing = error?.code === "ENOENT";
        resolve({ kind: isMissing ? "no git" : "ran", code: error === null ? 0 : 1, out });
      });
    });
}

const raw =
  "--raw -z --no-renames --no-ext-diff --relative --ignore-submodules=none --no-abbrev --no-color".split(" ");

/** Between two commits; undefined where git cannot tell. */
export async function rawChanges(run: Git, from: string, to: string): Promise<ChangedFiles | undefined> {
  const { code, out } = await run("diff", ...raw, from, to, "--");
  return code === 0 ? filesIn(out.split("\0")) : undefined;
}

/** As far back as anybody looks for an image. */
const mostCommits = 50;

/** A commit and its first parents, the newest first, each with what it changed; undefined where git cannot tell. */
export async function firstParents(run: Git, commit: string): Promise<readonly PastCommit[] | undefined> {
  const shown = [
    "--first-parent",
    "--diff-merges=first-parent",
    "--no-show-signature",
    "--root",
    `--max-count=${mostCommits}`,
  ];
  const { code, out } = await run("log", ...shown, ...raw, "--format=commit %H", commit, "--");
  if (code !== 0) return undefined;
  const commits: { commit: string; fields: string[] }[] = [];
  let isPath = false;
  for (const field of out.split("\0")) {
    const [, hash] = isPath ? [] : (/^\n?commit ([0-9a-f]+)$/.exec(field) ?? []);
    if (hash === undefined) commits.at(-1)?.fields.push(field.replace(/^\n(?=:)/, isPath ? "\n" : ""));
    else commits.push({ commit: hash, fields: [] });
    isPath = !isPath && /^\n?:/.test(field);
  }
  return commits.map(({ commit: hash, fields }) => ({ commit: hash, changed: filesIn(fields) }));
}

/** Of `:MODE MODE HASH HASH LETTER` and a path, by turns. */
function filesIn(fields: readonly string[]): ChangedFiles {
  const found = fields.flatMap((field, at) => {
    const path = fields[at + 1] ?? "";
    return at % 2 === 0 && path !== "" ? [{ path, isSubmodule: /^:(?:160000|\d+ 160000) /.test(field) }] : [];
  });
  const submodules = found.flatMap(({ path, isSubmodule }) => (isSubmodule ? [path] : []));
  return {
    kind: "files",
    files: found.map(({ path }) => path),
    ...(submodules.length > 0 && { submodules }),
  };
}

/** What the links say that git has, by their paths from the folder; undefined where git cannot tell. */
export async function linksIn(run: Git, folder: string): Promise<ReadonlyMap<string, string> | undefined> {
  const { code, out } = await run("ls-files", "--stage", "-z");
  if (code !== 0) return undefined;
  const paths = out.split("\0").flatMap((entry) => /^120000 [^\t]*\t(.*)$/s.exec(entry)?.[1] ?? []);
  return new Map(
    paths.flatMap((path) => {
      try {
        return [[path, readlinkSync(join(folder, path))] as const];
      } catch {
        return []; // it is gone, or a file where links are not known
      }
    }),
  );
}
