// The configs that builds.ts names, an environment and what has changed -> what a build would do, when and for how much.
import { realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { MergedBuild } from "../../cloudbuild/merge/merged-build.ts";
import type { ComponentChange } from "../../cloudbuild/plan/changes.ts";
import type { ChangeOptions } from "../../cloudbuild/plan/changes.ts";
import { findChanges } from "../../cloudbuild/plan/changes.ts";
import type { BuiltCommit, LastImages } from "../../cloudbuild/plan/last-images.ts";
import { tagAtCommit } from "../../cloudbuild/plan/last-images.ts";
import type { BuildPrice } from "../../cloudbuild/plan/price.ts";
import { priceOf } from "../../cloudbuild/plan/price.ts";
import type { Pointer } from "../../cloudbuild/plan/pointing-step.ts";
import type { Pruned, PruneOptions } from "../../cloudbuild/plan/prune.ts";
import { filesNeeded, pruneBuild } from "../../cloudbuild/plan/prune.ts";
import type { Durations, Schedule } from "../../cloudbuild/plan/schedule.ts";
import { scheduleBuild } from "../../cloudbuild/plan/schedule.ts";
import type { Changed } from "./changed-files.ts";
import { buildIn, isOfPullRequests } from "./environments.ts";
import type { PastCommit } from "./git.ts";
import type { LoadedBuilds } from "./load-builds.ts";
import { repositoryReader } from "./repository-reader.ts";

export interface BuildPlan {
  /** builds.ts, as the user named it. */
  readonly file: string;
  readonly environment?: string;
  readonly merged: MergedBuild;
  readonly schedule: Schedule;
  readonly price: BuildPrice;
  /** As if its steps ran one after another. */
  readonly serialPrice: BuildPrice;
  /** Absent where nobody asked what has changed. */
  readonly changes?: PlannedChanges;
  /** Names in `durations` and timings that no step of the merged build has. */
  readonly unknownSteps: readonly string[];
}

export interface PlannedChanges {
  readonly components: readonly ComponentChange[];
  readonly pointers: readonly Pointer[];
  /** Of the build that does everything. */
  readonly whole: { readonly schedule: Schedule; readonly price: BuildPrice };
  /** What is in no commit did not count. */
  readonly isDirty: boolean;
  /** The commit that the files were compared with, and the one that is built. */
  readonly base?: string;
  readonly head?: string;
}

export interface PlanRequest {
  readonly loaded: LoadedBuilds;
  readonly merged: MergedBuild;
  readonly environment?: string;
  /** Over those of builds.ts. */
  readonly timings?: Durations;
  readonly changed?: Changed;
  readonly lastTag?: string;
  readonly lastDigests?: LastImages["digests"];
  /** Whether it is enough to plan: a tag of the last image that nobody knows is then this text. */
  readonly unknownTag?: string;
}

export function planBuild(asked: PlanRequest): BuildPlan {
  const publishes = !isOfPullRequests(asked.loaded.builds, asked.environment);
  const merged = buildIn(asked.merged, asked.loaded.builds, asked.environment);
  const request = { ...asked, merged, publishes };
  const { loaded, environment, timings, changed } = request;
  const durations = { ...loaded.builds.durations, ...timings };
  const ids = new Set(asked.merged.steps.map(({ id }) => id));
  const changes = changed === undefined ? undefined : plannedChanges(request, changed);
  const planned = changes?.pruned.merged ?? merged;
  const schedule = scheduleBuild(planned, durations);
  const whole = scheduleBuild(merged, durations);
  const { options } = merged.build;
  return {
    file: loaded.source.file,
    ...(environment !== undefined && { environment }),
    merged: planned,
    schedule,
    price: priceOf(options, schedule.total),
    serialPrice: priceOf(options, schedule.serial),
    ...(changes && {
      changes: {
        components: changes.components,
        pointers: changes.pruned.pointers,
        whole: { schedule: whole, price: priceOf(options, whole.total) },
        isDirty: changed?.isDirty === true,
        ...(changed?.base !== undefined && { base: changed.base.commit }),
        ...(changed?.head !== undefined && { head: changed.head }),
      },
    }),
    unknownSteps: Object.keys(durations).filter((id) => !ids.has(id) && !id.endsWith(":unchanged")),
  };
}

function plannedChanges(
  request: PlanRequest & { readonly publishes: boolean },
  { changed, base, history = [], links }: Changed,
): { readonly components: readonly ComponentChange[]; readonly pruned: Pruned } {
  const { loaded, merged, environment, lastTag, lastDigests, unknownTag, publishes } = request;
  const { builds, root, source } = loaded;
  const running = new Set(merged.steps.map(({ component }) => component));
  const components = loaded.components.filter(({ name }) => running.has(name));
  const given = builds.environments?.[environment ?? ""]?.substitutions ?? {};
  const options: Omit<ChangeOptions, "changed"> = {
    merged,
    components,
    publishes,
    read: repositoryReader(root),
    ...(links !== undefined && { links }),
    buildsFile: fromRoot(root, source.file),
    shared: builds.shared ?? [],
    substitutions: given,
  };
  const kept = withFilesNeeded({ merged, components, publishes }, findChanges({ ...options, changed }));
  const substitutions = { ...merged.build.substitutions, ...given };
  const builtOf = sameBuilds(options, history, base);
  const tagsOf = (component: string, tag: string): readonly string[] => {
    if (lastTag !== undefined) return [lastTag];
    const tags = builtOf(component).flatMap((built) => tagAtCommit(tag, substitutions, built) ?? []);
    if (tags.length > 0 || unknownTag === undefined) return [...new Set(tags)];
    return [unknownTag];
  };
  const pruned = pruneBuild({
    merged,
    components,
    publishes,
    unchanged: unchangedOf(kept),
    last: { tagsOf, ...(lastDigests !== undefined && { digests: lastDigests }) },
  });
  return { components: kept, pruned };
}

/**
 * Of a component, the commits whose builds have made the same of it as that of `base`: from there back to the newest one
 * that changed it. Not each of them has been built.
 */
function sameBuilds(
  options: Omit<ChangeOptions, "changed">,
  history: readonly PastCommit[],
  base: BuiltCommit | undefined,
): (component: string) => readonly BuiltCommit[] {
  const changedBy = new Map<string, ReadonlySet<string>>();
  const isChangedBy = ({ commit, changed }: PastCommit, component: string): boolean => {
    const known = changedBy.get(commit) ?? changedOf(findChanges({ ...options, publishes: false, changed }));
    changedBy.set(commit, known);
    return known.has(component);
  };
  return (component) => {
    if (base === undefined) return [];
    const last = history.findIndex((past) => isChangedBy(past, component));
    const before = history.slice(1, last < 0 ? history.length : last + 1);
    return [base, ...before.map(({ commit }) => ({ commit }))];
  };
}

/** What pushes no image is built again where others wait for it, and so may be what it waits for. */
function withFilesNeeded(
  build: Pick<PruneOptions, "merged" | "components" | "publishes">,
  found: readonly ComponentChange[],
): readonly ComponentChange[] {
  const needed = filesNeeded({ ...build, unchanged: unchangedOf(found) });
  if (needed.length === 0) return found;
  const more = found.map((change): ComponentChange => {
    const need = needed.find(({ component }) => component === change.component);
    if (need === undefined) return change;
    return { ...change, reasons: [{ kind: "files needed", step: need.step, on: need.on }] };
  });
  return withFilesNeeded(build, more);
}

function changedOf(changes: readonly ComponentChange[]): ReadonlySet<string> {
  return new Set(changes.flatMap(({ component, reasons }) => (reasons.length > 0 ? [component] : [])));
}

function unchangedOf(changes: readonly ComponentChange[]): ReadonlySet<string> {
  return new Set(changes.flatMap(({ component, reasons }) => (reasons.length === 0 ? [component] : [])));
}

function fromRoot(root: string, file: string): string {
  return relative(realpathSync(root), realpathSync(resolve(file)))
    .split(sep)
    .join("/");
}
