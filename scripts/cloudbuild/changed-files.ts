// `BASE..HEAD` -> the files that git finds changed between them, or why nobody can tell.
import type { ChangedFiles } from "../../cloudbuild/plan/changes.ts";
import type { BuiltCommit } from "../../cloudbuild/plan/last-images.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Git, PastCommit } from "./git.ts";
import { firstParents, gitIn, linksIn, rawChanges } from "./git.ts";

export interface Changed {
  readonly changed: ChangedFiles;
  /** What the files are compared with. */
  readonly base?: BuiltCommit;
  /**
   * The commits that led to `base`, from itself back, by first parents, and what each changed: as many as git has, but no
   * more than 50.
   */
  readonly history?: readonly PastCommit[];
  /** The whole hash of HEAD. */
  readonly head?: string;
  /** Whether there are changes that no commit has. */
  readonly isDirty: boolean;
  /** What the symbolic links say that git has, by their paths from the folder. */
  readonly links?: ReadonlyMap<string, string>;
}

export interface ComparedWith {
  /** Default: the last commit that both have. */
  readonly commit?: "BASE" | "both";
}

/**
 * Compares HEAD, which must be checked out, with the last commit that both have, as `git diff BASE...HEAD`, or with BASE.
 * Paths are from `folder`; a file that was moved is there with both names. Where there is no base, as after a first push,
 * a force push or in a shallow clone, everything may have changed.
 */
export async function changedFiles(
  range: string,
  folder: string,
  { commit: comparedWith = "both" }: ComparedWith = {},
): Promise<Changed> {
  const { base, head } = readRange(range);
  const run = gitIn(folder);
  const inside = await run("rev-parse", "--is-inside-work-tree");
  if (inside.kind === "no git") return everything("git is not installed.");
  if (inside.out.trim() !== "true") return everything("There is no git repository here.");
  const headCommit = await checkedOut(run, range, head);
  if (/^0+$/.test(base)) return everything("It is the first push: there is nothing to compare with.");
  const shallow = await run("rev-parse", "--is-shallow-repository");
  if (shallow.out.trim() !== "false") {
    return everything(
      "The clone is shallow, so that git cannot compare: git fetch --unshallow gets the rest.",
    );
  }
  const baseCommit = await commitOf(run, base);
  if (baseCommit === undefined) {
    return everything(`git knows no commit "${base}": it may be gone by a force push.`);
  }
  const meeting = await run("merge-base", baseCommit, headCommit);
  if (meeting.code !== 0 && comparedWith === "both") {
    return everything(`"${base}" and "${head}" have no commit in common.`);
  }
  const commit = comparedWith === "BASE" ? baseCommit : meeting.out.trim();
  const tagName = commit === baseCommit ? await tagNamed(run, base, commit) : undefined;
  const built = { commit, ...(tagName !== undefined && { tagName }) };
  return (
    (await compared(run, folder, { base: built, head: headCommit })) ??
    everything(`git cannot compare "${base}" and "${head}".`)
  );
}

function everything(why: string): Changed {
  return { changed: { kind: "everything", why }, isDirty: false };
}

/** Undefined where git cannot tell. */
async function compared(
  run: Git,
  folder: string,
  { base, head }: { readonly base: BuiltCommit; readonly head: string },
): Promise<Changed | undefined> {
  const changed = await rawChanges(run, base.commit, head);
  const history = await firstParents(run, base.commit);
  const links = await linksIn(run, folder);
  if (changed === undefined || history === undefined || links === undefined) return undefined;
  const status = await run("status", "--porcelain", "-z", "--untracked-files=normal");
  return { changed, base, history, head, isDirty: status.out !== "", links };
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

async function commitOf(run: Git, ref: string): Promise<string | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`];
  const { code, out } = await run(...args);
  return code === 0 ? out.trim() : undefined;
}

/** The commit: what builds it is read from the files that are there. */
async function checkedOut(run: Git, range: string, head: string): Promise<string> {
  const commit = await commitOf(run, head);
  if (commit === undefined) {
    throw new UserError(
      "UNKNOWN_COMMIT",
      `--changed ${range}: git knows no commit "${head}". Give one that it has.`,
    );
  }
  const current = await commitOf(run, "HEAD");
  if (current === commit) return commit;
  throw new UserError(
    "NOT_CHECKED_OUT",
    `--changed ${range}: "${head}" is not checked out, and configs and Dockerfiles are read as they are here. Check it out with git checkout ${head}, or give a range up to HEAD.`,
  );
}

/** The tag of git that BASE was given as. */
async function tagNamed(run: Git, base: string, commit: string): Promise<string | undefined> {
  const name = base.replace(/^(?:refs\/)?tags\//, "");
  return (await commitOf(run, `refs/tags/${name}`)) === commit ? name : undefined;
}
