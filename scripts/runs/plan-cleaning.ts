// The runs of a root and what the user wants gone, to which of them go, and why others stay.
import { join } from "node:path";
import type { RunSummary } from "../../pipeline/runner/record/list-runs.ts";
import { eventsOf } from "../../pipeline/runner/record/read-run.ts";

export interface Wish {
  /** The newest so many stay. Default: none on that account. */
  readonly keep?: number;
  /** Only runs that began before then, in milliseconds since 1970. Default: of any age. */
  readonly before?: number;
  /** Only these. Default: all but those that can be resumed after a kill. */
  readonly states?: readonly string[];
  /** Everything that has ended, whatever else is said. */
  readonly all: boolean;
}

export interface Cleaning {
  readonly deleted: readonly RunSummary[];
  /** Those that the wish names and that stay all the same. */
  readonly spared: readonly { readonly run: RunSummary; readonly reason: string }[];
}

/** Go only where they are named. */
const unfinished: ReadonlyMap<string, string> = new Map([
  ["INTERRUPTED", "it was interrupted and can be resumed; --state INTERRUPTED deletes it"],
  ["UNREADABLE", "what became of it cannot be read; --state UNREADABLE deletes it"],
]);

/** `runs`: all of the root, newest first. */
export function planCleaning(root: string, runs: readonly RunSummary[], wish: Wish): Cleaning {
  const wanted = runs.filter((run, index) => isWanted(run, index, wish));
  const spared = new Map<RunSummary, string>();
  for (const run of wanted) {
    if (run.state === "RUNNING") spared.set(run, "it is running");
    else if (!wish.all && wish.states?.includes(run.state) !== true) {
      const reason = unfinished.get(run.state);
      if (reason !== undefined) spared.set(run, reason);
    }
  }
  // A run that stays may use what another made, and so on: until nothing more is found.
  const stays = runs.filter((run) => !wanted.includes(run) || spared.has(run));
  for (const run of stays) {
    if (wish.all && run.state !== "RUNNING") continue;
    for (const used of usedBy(root, run)) {
      const maker = wanted.find(({ runId }) => runId === used);
      if (maker === undefined || spared.has(maker)) continue;
      spared.set(maker, `${run.runId} uses what it made`);
      stays.push(maker);
    }
  }
  return {
    deleted: wanted.filter((run) => !spared.has(run)),
    spared: [...spared].map(([run, reason]) => ({ run, reason })),
  };
}

function isWanted(
  run: RunSummary,
  index: number,
  { keep = 0, before = Infinity, states, all }: Wish,
): boolean {
  if (all) return true;
  const isOld = run.startedAt < before;
  return index >= keep && isOld && (states === undefined || states.includes(run.state));
}

/** Other runs of the root that its artifacts lie in: those that came from the cache. */
function usedBy(root: string, { runId }: RunSummary): readonly string[] {
  const runs = join(root, "runs");
  const used = new Set<string>();
  for (const event of readable(join(runs, runId))) {
    if (event.kind !== "task-finished" && event.kind !== "run-started") continue;
    const artifacts = event.kind === "run-started" ? event.artifacts : event.outputs.artifacts;
    for (const { uri } of Object.values(artifacts ?? {}).flat()) {
      if (uri.startsWith(`${runs}/`)) used.add(uri.slice(runs.length + 1).split("/")[0] ?? "");
    }
  }
  used.delete(runId);
  return [...used];
}

function readable(folder: string) {
  try {
    return eventsOf(folder);
  } catch {
    return []; // it is damaged: nothing is known of it
  }
}
