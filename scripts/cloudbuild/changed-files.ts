// `BASE..HEAD` -> the files that git finds changed between them, or why nobody can tell.
import { execFile } from "node:child_process";
import type { ChangedFiles } from "../../cloudbuild/plan/changes.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

export interface Changed {
  readonly changed: ChangedFiles;
  /** The whole hash of the commit that the files are compared with, where both meet. */
  readonly base?: string;
  /** The whole hash of HEAD. */
  readonly head?: string;
  /** Whether there are changes that no commit has. */
  readonly isDirty: boolean;
}

/**
 * Compares HEAD with the last commit that both have, as `git diff BASE...HEAD`. Paths are from `folder`; a file that was
 * moved is there with both names. Where there is no base, as after a first push, a force push or in a shallow clone,
 * everything may have changed.
 */
export async function changedFiles(range: string, folder: string): Promise<Changed> {
  const { base, head } = readRange(range);
  const run = (...args: readonly string[]): Promise<GitResult> => git(args, folder);
  const everything = (why: string): Changed => ({ changed: { kind: "everything", why }, isDirty: false });
  const inside = await run("rev-parse", "--is-inside-work-tree");
  if (inside.kind === "no git") return everything("git is not installed.");
  if (inside.out.trim() !== "true") return everything("There is no git repository here.");
  const commitOf = async (ref: string): Promise<string | undefined> => {
    const { code, out } = await run(
      "rev-parse",
      "--verify",
      "--quiet",
      "--end-of-options",
      `${ref}^{commit}`,
    );
    return code === 0 ? out.trim() : undefined;
  };
  const headCommit = await commitOf(head);
  if (headCommit === undefined) {
    throw new UserError(
      "UNKNOWN_COMMIT",
      `--changed ${range}: git knows no commit "${head}". Give one that it has.`,
    );
  }
  if (/^0+$/.test(base)) return everything("It is the first push: there is nothing to compare with.");
  const shallow = await run("rev-parse", "--is-shallow-repository");
  if (shallow.out.trim() !== "false") {
    return everything(
      "The clone is shallow, so that git cannot compare: git fetch --unshallow gets the rest.",
    );
  }
  const baseCommit = await commitOf(base);
  if (baseCommit === undefined)
    return everything(`git knows no commit "${base}": it may be gone by a force push.`);
  const meeting = await run("merge-base", baseCommit, headCommit);
  if (meeting.code !== 0) return everything(`"${base}" and "${head}" have no commit in common.`);
  const common = meeting.out.trim();
  const compared = await run(
    ...[
      "diff",
      "--name-only",
      "-z",
      "--no-renames",
      "--no-ext-diff",
      "--relative",
      "--ignore-submodules=none",
    ],
    ...[common, headCommit, "--"],
  );
  if (compared.code !== 0) return everything(`git cannot compare "${base}" and "${head}".`);
  const files = compared.out.split("\0").filter((file) => file !== "");
  const status = await run("status", "--porcelain", "-z", "--untracked-files=normal");
  return { changed: { kind: "files", files }, base: common, head: headCommit, isDirty: status.out !== "" };
}

/** What begins with a dash would be an option of git's. */
function readRange(range: string): { readonly base: string; readonly head: string } {
  const [, base = "", head = ""] = /^(.*?)\.{2,3}(.*)$/s.exec(range) ?? [];
  if (base !== "" && head !== "" && !base.startsWith("-") && !head.startsWith("-")) return { base, head };
  throw new UserError(
    "WRONG_ARGUMENTS",
    `--changed "${range}": is no range of commits. Give two commits, branches or tags, as main..HEAD.`,
  );
}

interface GitResult {
  readonly kind: "ran" | "no git";
  readonly code: number;
  readonly out: string;
}

/** Never through a shell. */
function git(args: readonly string[], cwd: string): Promise<GitResult> {
  const options = { cwd, encoding: "utf8", maxBuffer: 256 * 1024 * 1024, timeout: 120_000 } as const;
  return new Promise((resolve) => {
    execFile("git", ["--no-optional-locks", ...args], options, (error, out) => {
      const isMissing = error?.code === "ENOENT";
      resolve({ kind: isMissing ? "no git" : "ran", code: error === null ? 0 : 1, out });
    });
  });
}
