// Of each task of a pipeline: whether it would take its outputs from the cache, and if not, why.
import type { PipelineSpec } from "../../ir/pipeline-spec.ts";
import { awaited, conditionKey, evaluated } from "./condition.ts";
import { itemsByNumber, type Past, type PastTask } from "./past.ts";
import {
  differences,
  hasExactInputs,
  keyText,
  mayHaveSameInputs,
  type Rule,
  workText,
} from "./task-identity.ts";
import { identity, noValues, type Value, type Values } from "./value.ts";
import { type Decided, itemsOf, type Outcome, type Site, type Visitor, walk } from "./walk.ts";

/** `open`: it is not known before other tasks have run, or without a job to compare with. */
export type Verdict = "cached" | "runs" | "open" | "skipped";

export interface Decision {
  readonly site: Site;
  readonly verdict: Verdict;
  /** Whole sentences without their full stops, the weightiest first; none of what is cached. */
  readonly because: readonly string[];
  /** The task of the earlier job whose outputs it would take. */
  readonly from?: string;
  /** Importers: they note where an artifact is, on no machine. */
  readonly isImporter: boolean;
}

/** In the order in which they would run. `past` is absent where there is nothing to compare with. */
export function decide(spec: PipelineSpec, inputs: Values, past: Past | undefined): readonly Decision[] {
  const decisions: Decision[] = [];
  const visitor: Visitor = {
    task: (site) => {
      const found = decideTask(spec, site, past);
      decisions.push({ ...found, site, isImporter: site.executor?.importer !== undefined });
      return outcome(site, found, past);
    },
    condition: (site, condition) => decideCondition(site, condition, past),
    items: (_, list) => {
      const length = list && past?.lengths.get(identity(list) ?? "");
      return itemsOf(list) ?? (list && length !== undefined ? itemsByNumber(list, length) : undefined);
    },
  };
  walk(spec, inputs, visitor);
  return decisions;
}

type Found = Pick<Decision, "verdict" | "because" | "from"> & { readonly outputs?: Values };

function decideTask(spec: PipelineSpec, site: Site, past: Past | undefined): Found {
  const { path, task, decidedBy, held } = site;
  if (held !== undefined) return { verdict: "skipped", because: [held] };
  if (decidedBy !== undefined) {
    const others = decidedBy.filter((other) => other !== path);
    const by = others.length > 0 ? listed(others) : "its own condition";
    const what = path.includes("[*]") ? "how often it runs" : "whether it runs";
    return { verdict: "open", because: [`${what} is decided by ${by}`] };
  }
  if (site.executor?.importer?.reimport === true) {
    return { verdict: "runs", because: ["it imports anew in every job"] };
  }
  if (task.cachingOptions?.enableCache !== true) return { verdict: "runs", because: ["caching is off"] };
  if (past === undefined) return { verdict: "open", because: [] };
  const { job } = past;
  if (job.source === "vertex" && job.spec.pipelineInfo.name !== spec.pipelineInfo.name) {
    const name = job.spec.pipelineInfo.name;
    return { verdict: "runs", because: [`pipelines share no results, and ${job.name} is of "${name}"`] };
  }
  return compare(site, past);
}

function compare(site: Site, past: Past): Found {
  const { job } = past;
  const work = workText(site, job.source);
  const key = keyText(site, work);
  const before = past.tasks.get(site.path);
  // Several may have had the same inputs; which of their results is taken is not known, and its own is as good as any.
  const hit = key === undefined ? undefined : before?.key === key ? before : past.byKey.get(key);
  if (hit !== undefined) return found(hit, past);
  const done = past.byWork.get(work) ?? [];
  // Rather the same task than one elsewhere.
  const first = before !== undefined && done.includes(before) ? [before] : [];
  const possible = possibleHit(site, [...first, ...done], job.source);
  if (possible === undefined) return unlike(site, past, before ?? done[0]);
  const { unsure, open } = differences(site, possible.site, job.source);
  const waits = open.length > 0 ? [`it depends on what ${listed(open)} will give`] : [];
  return { verdict: "open", because: [...unsure, ...waits] };
}

/** The first of those that did the same work of which it is not known yet that some input is another. */
function possibleHit(site: Site, done: readonly PastTask[], rule: Rule): PastTask | undefined {
  const isExact = hasExactInputs(site, rule);
  // Where everything is known of both, the look by the key has said that they differ.
  return done.find((task) => !(isExact && task.isExact) && mayHaveSameInputs(site, task.site, rule));
}

/** Nothing that succeeded is like it: by what it differs from the `other`, in its place or elsewhere. */
function unlike(site: Site, past: Past, other: PastTask | undefined): Found {
  const { job } = past;
  if (other === undefined) return { verdict: "runs", because: [`${job.name} had no such task`] };
  const { certain } = differences(site, other.site, job.source);
  if (certain.length > 0) return { verdict: "runs", because: certain };
  if (other.state === "UNRECORDED") {
    return { verdict: "open", because: [`${job.name} does not say what became of it`] };
  }
  return { verdict: "runs", because: [failure(other, past) ?? `${job.name} had none with these inputs`] };
}

/** The same task is there, with the same inputs: its result is, too, unless it is known that none was kept. */
function found(hit: PastTask, { job }: Past): Found {
  if (!hit.isUncached) return { verdict: "cached", because: [], from: hit.site.path, outputs: hit.outputs };
  if (job.source === "local") {
    return { verdict: "runs", because: [`caching was off for it in ${job.name}, which kept no result`] };
  }
  return {
    verdict: "open",
    because: [`caching was off for it in ${job.name}: whether its result was kept is not said`],
  };
}

const words: { readonly [state in PastTask["state"]]?: string } = {
  FAILED: "it failed",
  SKIPPED: "it did not run",
  CANCELLED: "it was cancelled",
  UNFINISHED: "it has not ended",
};

function failure({ state }: PastTask, { job }: Past): string | undefined {
  const word = words[state];
  return word && `${word} in ${job.name}`;
}

function outcome(site: Site, { verdict, outputs }: Found, past: Past | undefined): Outcome {
  if (verdict === "skipped") return { state: "skipped", outputs: noValues };
  const state = site.decidedBy === undefined ? "done" : "maybe";
  if (outputs !== undefined) return { state, outputs };
  const { parameters = {}, artifacts = {} } = site.component.outputDefinitions ?? {};
  const open: Value = { kind: "open", from: [site.path] };
  // The local runner knows an artifact by what is in it, which may be the same again.
  const isAnew = verdict === "runs" && past?.job.source !== "local";
  const artifact: Value = isAnew ? { kind: "anew", by: site.path } : open;
  return {
    state,
    outputs: {
      parameters: new Map(Object.keys(parameters).map((name) => [name, open])),
      artifacts: new Map(Object.keys(artifacts).map((name) => [name, artifact])),
    },
  };
}

function decideCondition(site: Site, condition: string, past: Past | undefined): Decided {
  const decided = evaluated(site, condition);
  if (decided !== undefined) return decided;
  const key = conditionKey(site, condition);
  const known = key === undefined ? undefined : past?.conditions.get(key);
  return known === undefined ? { by: awaited(site, condition) } : known ? "holds" : "fails";
}

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  const shown = unique.slice(0, 3);
  const more = unique.length - shown.length;
  const all = more > 0 ? [...shown, `${more} more`] : shown;
  return [all.slice(0, -1).join(", "), all.at(-1)].filter(Boolean).join(" and ");
}
