// pollux clean: deletes runs that are no longer wanted, and what of the cache nobody can use any more.
import { randomUUID } from "node:crypto";
import { readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { listRuns, type RunSummary } from "../../pipeline/runner/record/list-runs.ts";
import { describeBytes } from "../../pipeline/runner/report/html/sizes.ts";
import { stateName } from "../../pipeline/runner/report/states.ts";
import { diskError } from "../../pipeline/runner/index.ts";
import { lockRun, runHolder } from "../../pipeline/runner/run-lock.ts";
import type { Command } from "../command.ts";
import { checkRunsRoot } from "../runs/check-runs-root.ts";
import { type Cleaning, planCleaning, type Wish } from "../runs/plan-cleaning.ts";
import { type CacheFile, keptFolders, staleEntries } from "../runs/stale-cache.ts";
import { runsTable } from "../runs/table.ts";

const states = ["SUCCEEDED", "FAILED", "CANCELLED", "INTERRUPTED", "UNREADABLE"];

export const clean: Command = {
  usage: `usage: pollux clean [--keep N] [--older-than AGE] [--state STATE]... [--all] [--cache] [--root DIR] [--dry-run]

Deletes the folders of runs, and entries of the cache whose artifacts are gone. Without an option it only says what
there is. A run that is running stays, and so does one whose artifacts a run that stays has from the cache.

  --keep N          the newest N stay
  --older-than AGE  only runs that began longer ago: 30m, 12h, 7d, 4w
  --state STATE     only runs in this state: ${states.join(", ").toLowerCase()}; may be given several times.
                    Interrupted runs can be resumed: they stay unless this, or --all, says otherwise
  --all             every run that is not running, whatever uses its artifacts
  --cache           every entry of the cache as well: the next runs start afresh; while none is running, also
                    what tasks compiled and their checkpoints
  --root DIR        holds the runs and the cache (default: .pollux)
  --dry-run         say what would go, and leave it`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        keep: { type: "string" },
        "older-than": { type: "string" },
        state: { type: "string", multiple: true },
        all: { type: "boolean", default: false },
        cache: { type: "boolean", default: false },
        root: { type: "string", default: ".pollux" },
        "dry-run": { type: "boolean", default: false },
      },
    });
    const root = checkRunsRoot(values.root);
    const now = Date.now();
    const { keep, "older-than": age, state, all, cache } = values;
    const picks = keep !== undefined || age !== undefined || state !== undefined || all;
    const wish: Wish = {
      all,
      ...(keep !== undefined && { keep: readKeep(keep) }),
      ...(age !== undefined && { before: now - readAge(age) }),
      ...(state !== undefined && { states: state.map(readState) }),
    };
    const runs = listRuns(root, { now });
    if (!picks && !cache) {
      explain(values.root, planCleaning(root, runs, { all: true }));
      return 0;
    }
    const plan: Cleaning = picks ? planCleaning(root, runs, wish) : { deleted: [], spared: [] };
    const without = plan.deleted.map(({ runId }) => join(root, "runs", runId));
    const entries = staleEntries(root, { all: cache, without, now });
    const running = runs.find(({ state: now }) => now === "RUNNING");
    const folders = cache ? keptFolders(root) : [];
    for (const { run, reason } of plan.spared) console.error(`${run.runId}: stays, since ${reason}`);
    if (running !== undefined) {
      for (const { path } of folders) console.error(`${path}: stays, since ${running.runId} is running`);
    }
    const removal = { runs: plan.deleted, entries, folders: running === undefined ? folders : [] };
    const dry = values["dry-run"];
    report(dry ? removal : carryOut(root, removal), dry);
    return 0;
  },
};

interface Removal {
  readonly runs: readonly RunSummary[];
  readonly entries: readonly CacheFile[];
  readonly folders: readonly CacheFile[];
}

function explain(root: string, { deleted, spared }: Cleaning): void {
  for (const line of runsTable([...deleted, ...spared.map(({ run }) => run)])) console.log(line);
  const size = sum(deleted);
  console.error(
    [
      "",
      `${root}: ${runsText(deleted.length)} could be deleted, ${describeBytes(size)}. Nothing was. Say which:`,
      "  pollux clean --older-than 7d    those that began more than a week ago",
      "  pollux clean --keep 10          all but the newest ten",
      "  pollux clean --state FAILED     those that failed",
      "  pollux clean --all              all that are not running",
      "--dry-run with any of them says first what would go.",
    ].join("\n"),
  );
}

/** Gives what went. Moved away first: whoever looks meanwhile sees all of a run or nothing. */
function carryOut(root: string, { runs, entries, folders }: Removal): Removal {
  const folder = join(root, "runs");
  try {
    const gone = runs.filter(({ runId }) => moveAway(folder, runId));
    for (const { path } of [...entries, ...folders]) rmSync(path, { recursive: true, force: true });
    for (const name of readdirSync(folder)) {
      // Those that an earlier cleaning was killed at as well.
      if (name.startsWith(".deleted-")) rmSync(join(folder, name), { recursive: true, force: true });
    }
    return { runs: gone, entries, folders };
  } catch (error) {
    throw diskError(root, error) ?? error;
  }
}

/** Not where it has just been resumed, or deleted. */
function moveAway(folder: string, runId: string): boolean {
  const run = join(folder, runId);
  try {
    if (!isFree(run)) {
      console.error(`${runId}: stays, since it is running`);
      return false;
    }
    renameSync(run, join(folder, `.deleted-${randomUUID()}`));
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

/** Nobody can begin to work on it afterwards, but on a disk so full that it does not take a lock. */
function isFree(run: string): boolean {
  try {
    lockRun(run);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    if (codeOf(error) === "ENOSPC" || codeOf(error) === "EDQUOT") return runHolder(run) === undefined;
    throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code; // of the file system's calls
}

function report({ runs, entries, folders }: Removal, dry: boolean): void {
  for (const { runId, state, size } of runs)
    console.log(`${runId}  ${stateName(state)}  ${describeBytes(size)}`);
  for (const { path, size } of folders) console.log(`${path}  ${describeBytes(size)}`);
  const freed = describeBytes(sum(runs) + sum(entries) + sum(folders));
  const what = `${runsText(runs.length)} and ${entries.length} cached ${entries.length === 1 ? "result" : "results"}`;
  console.error(dry ? `${what} would go, ${freed}.` : `${what} deleted, ${freed} freed.`);
}

function runsText(number: number): string {
  return number === 1 ? "1 run" : `${number} runs`;
}

function sum(things: readonly { readonly size: number }[]): number {
  return things.reduce((total, { size }) => total + size, 0);
}

function readKeep(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError("WRONG_ARGUMENTS", `--keep ${text}: is no number of runs. Give 0 or more.`);
}

const milliseconds: { readonly [unit: string]: number } = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

function readAge(text: string): number {
  const [, number, unit = ""] = /^(\d{1,6})([mhdw])$/.exec(text) ?? [];
  if (number !== undefined) return Number(number) * (milliseconds[unit] ?? 0);
  throw new UserError("WRONG_ARGUMENTS", `--older-than ${text}: is no age. Give one as 30m, 12h, 7d or 4w.`);
}

function readState(text: string): string {
  const state = text.toUpperCase();
  if (states.includes(state)) return state;
  throw new UserError(
    "WRONG_ARGUMENTS",
    `--state ${text}: there is no such state to delete. Use one of: ${states.join(", ")}.`,
  );
}
