// An earlier job gone through as it ran: what each task had for inputs, and which results of it may be in the cache.
import type { Json } from "../../ir/pipeline-spec.ts";
import { conditionKey, evaluated } from "./condition.ts";
import type { EarlierJob, EarlierState, EarlierTask } from "./earlier-job.ts";
import { rootParameters } from "./task-inputs.ts";
import { hasExactInputs, keyText, workText } from "./task-identity.ts";
import { identity, type Value, type Values } from "./value.ts";
import { itemsOf, type Site, walk } from "./walk.ts";

export interface PastTask {
  readonly site: Site;
  readonly state: EarlierState;
  readonly outputs: Values;
  /** Of one that succeeded: all that counts; absent where some of it is another in every job. */
  readonly key?: string;
  /** Of each of its inputs it is known which value it was. */
  readonly isExact: boolean;
  /** It was told not to use the cache: the local runner keeps no result of such a one, of Vertex AI it is not said. */
  readonly isUncached: boolean;
}

export interface Past {
  readonly job: EarlierJob;
  /** By path. */
  readonly tasks: ReadonlyMap<string, PastTask>;
  /** Those that succeeded, by all that counts. */
  readonly byKey: ReadonlyMap<string, PastTask>;
  readonly byWork: ReadonlyMap<string, readonly PastTask[]>;
  /** How many items a list had, by its identity. */
  readonly lengths: ReadonlyMap<string, number>;
  /** How a condition over the same inputs came out, by both. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

/** `planned` are the parameters that the job to come is given. */
export function pastOf(job: EarlierJob, planned: { readonly [name: string]: Json }): Past {
  const tasks = new Map<string, PastTask>();
  const byKey = new Map<string, PastTask>();
  const byWork = new Map<string, PastTask[]>();
  const lengths = new Map<string, number>();
  const conditions = new Map<string, boolean>();
  const inputs: Values = {
    parameters: rootParameters(job.spec.root, job.parameters ?? planned),
    artifacts: rootArtifacts(job),
  };
  walk(job.spec, inputs, {
    task: (site) => {
      const state = stateAt(job, site);
      const done = state === "SUCCEEDED" || state === "CACHED";
      const outputs = outputsOf(job, site);
      const isUncached = site.task.cachingOptions?.enableCache !== true;
      const work = workText(site, job.source);
      const key = done ? keyText(site, work) : undefined;
      const task: PastTask = {
        site,
        state,
        outputs,
        ...(key !== undefined && { key }),
        isExact: hasExactInputs(site, job.source),
        isUncached,
      };
      tasks.set(site.path, task);
      if (key !== undefined && !byKey.has(key)) byKey.set(key, task);
      if (done) {
        const alike = byWork.get(work);
        if (alike === undefined) byWork.set(work, [task]);
        else alike.push(task);
      }
      return done ? { state: "done", outputs } : { state: "skipped", outputs };
    },
    condition: (site, condition) => {
      if (job.tasks === undefined) return evaluated(site, condition) ?? { by: [] };
      const ran = hasRun(job.tasks, site.path);
      const key = conditionKey(site, condition);
      if (key !== undefined) conditions.set(key, ran);
      return ran ? "holds" : "fails";
    },
    items: (site, list) => {
      const items = itemsOf(list) ?? recordedItems(job, site.path, list);
      const key = list && identity(list);
      if (key !== undefined && items !== undefined) lengths.set(key, items.length);
      return items;
    },
  });
  return { job, tasks, byKey, byWork, lengths, conditions };
}

/** The items of a list of which only the identity is known. */
export function itemsByNumber(list: Value, count: number): readonly Value[] | undefined {
  const token = identity(list);
  if (token === undefined) return undefined;
  return Array.from(
    { length: count },
    (_, index) => ({ kind: "same", token: `${token}[${index}]` }) as const,
  );
}

function stateAt({ tasks, source }: EarlierJob, { path, held, decidedBy }: Site): EarlierState {
  // Where it is not known whether it would have run, no result of it can be supposed.
  if (tasks === undefined) return held === undefined && decidedBy === undefined ? "SUCCEEDED" : "SKIPPED";
  return tasks.get(path)?.state ?? (source === "vertex" && held === undefined ? "UNRECORDED" : "SKIPPED");
}

/** A group that ran is not recorded everywhere, but what is in it is. */
function hasRun(tasks: ReadonlyMap<string, EarlierTask>, path: string): boolean {
  const state = tasks.get(path)?.state;
  if (state !== undefined) return state !== "SKIPPED";
  return [...tasks].some(([other, task]) => other.startsWith(`${path}/`) && task.state !== "SKIPPED");
}

/** By the iterations that are recorded; where a job of Vertex AI tells of none, there may have been some. */
function recordedItems(
  { tasks, source }: EarlierJob,
  path: string,
  list: Value | undefined,
): readonly Value[] | undefined {
  if (tasks === undefined || list === undefined) return undefined;
  const numbers = [...tasks.keys()].flatMap((other) => {
    const index = other.startsWith(`${path}[`)
      ? /^(\d+)\]/.exec(other.slice(path.length + 1))?.[1]
      : undefined;
    return index === undefined ? [] : [Number(index)];
  });
  if (numbers.length === 0) return source === "vertex" ? undefined : [];
  return itemsByNumber(list, Math.max(...numbers) + 1);
}

/** Known ones as they are; of the others it is known whose they are. */
function outputsOf(job: EarlierJob, { path, component }: Site): Values {
  const known = job.tasks?.get(path)?.parameters ?? {};
  const { parameters = {}, artifacts = {} } = component.outputDefinitions ?? {};
  const token = (name: string): Value => ({ kind: "same", token: `${path}:${name}` });
  return {
    parameters: new Map(
      Object.keys(parameters).map((name) => {
        const json = Object.hasOwn(known, name) ? known[name] : undefined;
        return [name, json === undefined ? token(name) : { kind: "known", json }];
      }),
    ),
    artifacts: new Map(Object.keys(artifacts).map((name) => [name, token(name)])),
  };
}

/** The pipeline's own input artifacts, which a plan takes to be the same. */
export function rootArtifacts({ spec }: Pick<EarlierJob, "spec">): ReadonlyMap<string, Value> {
  const names = Object.keys(spec.root.inputDefinitions?.artifacts ?? {});
  return new Map(names.map((name) => [name, { kind: "same", token: `:${name}` }]));
}
