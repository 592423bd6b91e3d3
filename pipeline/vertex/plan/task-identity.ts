// What must be the same for a task's outputs to be taken from the cache, and what is not.
//
// Vertex AI's rule (https://cloud.google.com/vertex-ai/docs/pipelines/configure-caching): the inputs, parameters by value
// and artifacts by what they are; the outputs' definitions; the image, command, arguments and environment; and the
// pipeline's name. The local runner's is in runner/tasks/cache-key.ts: it counts the inputs' definitions as well.
import type { ExecutorSpec, Json } from "../../ir/pipeline-spec.ts";
import { canonicalJson } from "../../runner/canonical-json.ts";
import type { EarlierJob } from "./earlier-job.ts";
import { identity, jsonOf, unsettled, type Value, type Values } from "./value.ts";
import type { Site } from "./walk.ts";

export type Rule = EarlierJob["source"];

/** What does not depend on the inputs: equal texts are the same work. */
export function workText(site: Pick<Site, "component" | "executor" | "task">, rule: Rule): string {
  return canonicalJson(Object.fromEntries(workParts(site, rule)));
}

function workParts(
  { component, executor, task }: Pick<Site, "component" | "executor" | "task">,
  rule: Rule,
): readonly (readonly [string, Json])[] {
  const { outputDefinitions = {}, inputDefinitions = {} } = component;
  const { cacheKey = "" } = task.cachingOptions ?? {};
  const outputs = ["the outputs' definitions", outputDefinitions as Json] as const;
  if (cacheKey !== "") return [["its cache key", cacheKey], outputs];
  return [
    ...containerParts(executor),
    outputs,
    ...(rule === "local" ? [["the inputs' definitions", inputDefinitions as Json] as const] : []),
  ];
}

function containerParts(executor: ExecutorSpec | undefined): readonly (readonly [string, Json])[] {
  if (executor?.container === undefined) {
    return [["what it runs", (executor ?? {}) as unknown as Json]]; // an executor is JSON, which its type does not say
  }
  const { image, command = [], args = [], env = [] } = executor.container;
  return [
    ["the image", image],
    ["the command", command],
    ["the arguments", args],
    ["the environment", env as unknown as Json], // names and texts
  ];
}

/** `work` is the site's `workText`. `undefined`: some input is not known yet, or surely another. */
export function keyText({ task, inputs: given }: Site, work: string): string | undefined {
  const { cacheKey = "" } = task.cachingOptions ?? {};
  if (cacheKey !== "") return work;
  const inputs = inputEntries(given).map(([name, value]) => [name, identity(value)] as const);
  if (inputs.some(([, known]) => known === undefined)) return undefined;
  return `${work} ${JSON.stringify(inputs)}`;
}

/** Two values that are known differ if they are not the same; two that are only known to come from somewhere may not. */
export function hasExactInputs({ inputs }: Pick<Site, "inputs">, rule: Rule): boolean {
  const isKnown = (value: Value) => jsonOf(value) !== undefined;
  const isArtifactKnown = (value: Value) => rule !== "local" && identity(value) !== undefined;
  return (
    [...inputs.parameters.values()].every(isKnown) && [...inputs.artifacts.values()].every(isArtifactKnown)
  );
}

function inputEntries({ parameters, artifacts }: Values): readonly (readonly [string, Value])[] {
  const entries = [
    ...[...parameters].map(([name, value]) => [`p ${name}`, value] as const),
    ...[...artifacts].map(([name, value]) => [`a ${name}`, value] as const),
  ];
  return entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

export interface Differences {
  /** Sentences' beginnings, each enough for the task to run. */
  readonly certain: readonly string[];
  /** The same, where it is not known whether it is another value. */
  readonly unsure: readonly string[];
  /** Tasks that must run before it is known. */
  readonly open: readonly string[];
}

/** `site` against the same task of the earlier job. */
export function differences(site: Site, earlier: Site, rule: Rule): Differences {
  const work = workDifferences(site, earlier, rule);
  const { cacheKey = "" } = site.task.cachingOptions ?? {};
  if (cacheKey !== "") return { certain: work, unsure: [], open: [] };
  const names = (kind: "parameters" | "artifacts") => [
    ...new Set([...site.inputs[kind].keys(), ...earlier.inputs[kind].keys()]),
  ];
  const found = [
    ...names("parameters").map((name) => {
      const [now, before] = [site.inputs.parameters.get(name), earlier.inputs.parameters.get(name)];
      return inputDifference(`input "${name}"`, now, before, true);
    }),
    ...names("artifacts").map((name) => {
      const [now, before] = [site.inputs.artifacts.get(name), earlier.inputs.artifacts.get(name)];
      return inputDifference(`input artifact "${name}"`, now, before, rule === "local");
    }),
  ];
  return {
    certain: [...work, ...found.flatMap(({ certain }) => certain)],
    unsure: found.flatMap(({ unsure }) => unsure),
    open: [...new Set(found.flatMap(({ open }) => open))],
  };
}

/** Whether nothing is known by which the inputs of two tasks differ: quicker than to list the differences. */
export function mayHaveSameInputs(site: Site, earlier: Site, rule: Rule): boolean {
  const { parameters, artifacts } = site.inputs;
  const before = earlier.inputs;
  return (
    parameters.size === before.parameters.size &&
    artifacts.size === before.artifacts.size &&
    [...parameters].every(([name, value]) => mayBeSame(value, before.parameters.get(name), true)) &&
    [...artifacts].every(([name, value]) => mayBeSame(value, before.artifacts.get(name), rule === "local"))
  );
}

function mayBeSame(now: Value, before: Value | undefined, mayBeEqual: boolean): boolean {
  if (before === undefined || now.kind === "anew" || now.kind === "fresh") return false;
  if (now.kind === "open") return true;
  if (now.kind === "known" && before.kind === "known") {
    const isPlain = typeof now.json !== "object" || typeof before.json !== "object";
    return isPlain ? now.json === before.json : canonicalJson(now.json) === canonicalJson(before.json);
  }
  return inputDifference("", now, before, mayBeEqual).certain.length === 0;
}

function workDifferences(site: Site, earlier: Site, rule: Rule): readonly string[] {
  const now = new Map(workParts(site, rule));
  const before = new Map(workParts(earlier, rule));
  return [...new Set([...now.keys(), ...before.keys()])].flatMap((part) => {
    const [a, b] = [before.get(part), now.get(part)];
    if (canonicalJson(a ?? null) === canonicalJson(b ?? null)) return [];
    if (part === "the image" && typeof a === "string" && typeof b === "string") {
      return [`the image changed from ${shown(a)} to ${shown(b)}`];
    }
    return [`${part} changed`];
  });
}

/** `mayBeEqual`: what comes from elsewhere may be the same all the same. */
function inputDifference(
  label: string,
  now: Value | undefined,
  before: Value | undefined,
  mayBeEqual: boolean,
): Differences {
  if (now === undefined) return before === undefined ? same : certain(`${label} is left out now`);
  const loose = unsettled(now);
  const sure = loose.find(({ kind }) => kind !== "open");
  if (sure?.kind === "anew") return certain(`${label} is made anew by ${sure.by}`);
  if (sure?.kind === "fresh") return certain(`${label} holds ${sure.what}, which is another in every job`);
  if (loose.length > 0) {
    return { ...same, open: loose.flatMap((part) => (part.kind === "open" ? part.from : [])) };
  }
  if (before === undefined) return certain(`${label} is given now`);
  if (identity(now) === identity(before)) return same;
  const [a, b] = [jsonOf(before), jsonOf(now)];
  if (a !== undefined && b !== undefined) return certain(`${label} changed from ${shown(a)} to ${shown(b)}`);
  if (!mayBeEqual) return certain(`${label} is another one`);
  return { ...same, unsure: [`${label} comes from elsewhere, and may be the same`] };
}

const same: Differences = { certain: [], unsure: [], open: [] };

function certain(sentence: string): Differences {
  return { ...same, certain: [sentence] };
}

const longest = 60;

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
