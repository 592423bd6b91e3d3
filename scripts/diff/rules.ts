// Which sentence tells a difference: by its path in the task, or in the pipeline.
import { objectOf } from "../../pipeline/ir/compare/canonical-file.ts";
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { ChangeKind, Subject } from "./change.ts";
import { argumentSentences, environmentSentences, resourceSentences } from "./container-sentences.ts";
import { changed, listed, show } from "./show.ts";
import {
  cachingSentences,
  conditionSentences,
  dependencySentences,
  inputSentences,
  itemsSentences,
  outputSentences,
  quoted,
  strategySentences,
} from "./task-sentences.ts";

export interface Rule {
  /** The path of what the sentences are about; `*` is any step. */
  readonly path: readonly string[];
  readonly kind: ChangeKind;
  /** None: there are no words for it, and each difference is told by its path. */
  readonly say: (subject: Subject) => readonly string[];
}

/** Definitions of a group are its own; those of another component are the task's that calls it. */
const definitions: readonly Rule[] = ["", "component/"].flatMap((base) => [
  rule(`${base}inputDefinitions/parameters/*`, "parameter", definitionSentences("input")),
  rule(`${base}inputDefinitions/artifacts/*`, "parameter", definitionSentences("input artifact")),
  rule(`${base}outputDefinitions/parameters/*`, "output", definitionSentences("output")),
  rule(`${base}outputDefinitions/artifacts/*`, "output", definitionSentences("output artifact")),
  rule(`${base}inputDefinitions/parameters/*/*`, "parameter", fieldSentences("input")),
  rule(`${base}inputDefinitions/artifacts/*/*`, "parameter", fieldSentences("input artifact")),
  rule(`${base}outputDefinitions/parameters/*/*`, "output", fieldSentences("output")),
  rule(`${base}outputDefinitions/artifacts/*/*`, "output", fieldSentences("output artifact")),
]);

export const rules: readonly Rule[] = [
  rule("pipelineInfo/*", "pipeline", ({ path, before, after }) => [changed(words(path), before, after)]),
  rule("defaultPipelineRoot", "pipeline", labelled("default pipeline root")),
  rule("schemaVersion", "pipeline", labelled("schema version")),
  ...definitions,
  rule("dag/outputs/*/*", "output", outputSentences),

  rule("inputs/*/*", "input", inputSentences),
  rule("dependentTasks", "dependencies", dependencySentences),
  rule("cachingOptions/enableCache", "caching", cachingSentences),
  rule("cachingOptions/cacheKey", "caching", labelled("cache key")),
  rule("retryPolicy/maxRetryCount", "retry", labelled("number of retries")),
  rule("retryPolicy/backoffDuration", "retry", labelled("wait before a retry")),
  rule("retryPolicy/backoffFactor", "retry", labelled("factor by which the wait before a retry grows")),
  rule("retryPolicy/backoffMaxDuration", "retry", labelled("longest wait before a retry")),
  rule("triggerPolicy/condition", "condition", conditionSentences),
  rule("triggerPolicy/strategy", "trigger", strategySentences),
  rule("parameterIterator/items", "loop", itemsSentences),
  rule("artifactIterator/items", "loop", itemsSentences),
  rule("parameterIterator/itemInput", "loop", labelled("input that takes the loop's item")),
  rule("artifactIterator/itemInput", "loop", labelled("input that takes the loop's item")),
  rule("iteratorPolicy/parallelismLimit", "loop", labelled("limit of iterations at a time")),
  rule("taskInfo/name", "other", labelled("display name")),

  rule("executor/container/image", "image", labelled("image")),
  rule("executor/container/command", "command", argumentSentences),
  rule("executor/container/args", "args", argumentSentences),
  rule("executor/container/env", "env", environmentSentences),
  rule("executor/container/resources", "resources", resourceSentences),
  rule("executor/importer/*", "importer", ({ path, before, after }) => [
    changed(`importer's ${path.at(-1)}`, before, after),
  ]),
  rule("platforms/*", "other", platformSentences),
  rule("platforms/kubernetes/*", "kubernetes", ({ path, before, after }) => [
    changed(`Kubernetes' ${path.at(-1)}`, before, after),
  ]),
];

function rule(path: string, kind: ChangeKind, say: Rule["say"]): Rule {
  return { path: path.split("/"), kind, say };
}

function labelled(label: string): Rule["say"] {
  return ({ before, after }) => [changed(label, before, after)];
}

/** What it says of executors is compared at the tasks that they run. */
function platformSentences({ path, before, after, files, dag, task }: Subject): readonly string[] {
  const [a, b] = [before, after];
  if (task !== undefined || dag.length > 0 || path.length !== 2 || (a === undefined) === (b === undefined)) {
    return [];
  }
  const name = path.at(-1) ?? "";
  const file = files[a === undefined ? 1 : 0];
  const count = Object.keys(objectOf(own(file.platformExecutors, name))).length;
  const settings = objectOf(a ?? b);
  const holds = [
    ...(count > 0 ? [`settings of ${count} ${count === 1 ? "executor" : "executors"}`] : []),
    ...(Object.keys(settings).length > 0 ? [show(settings)] : []),
  ];
  const what = holds.length > 0 ? `with ${listed(holds)}` : "without any settings";
  return [`platform ${quoted(name)} ${a === undefined ? "added" : "removed"}, ${what}`];
}

/** The pipeline's inputs are its parameters. */
function definitionLabel(label: string, { dag, task }: Subject): string {
  const inRoot = dag.length === 0 && task === undefined;
  return inRoot && label === "input" ? "parameter" : label;
}

function definitionSentences(label: string): Rule["say"] {
  return (subject) => {
    const { path, before, after } = subject;
    const name = `${definitionLabel(label, subject)} ${quoted(path.at(-1))}`;
    if (before === undefined && after !== undefined) return [`${name} added: ${definitionText(after)}`];
    if (after === undefined && before !== undefined)
      return [`${name} removed: it was ${definitionText(before)}`];
    return [changed(name, before, after)];
  };
}

/** `STRING, optional, default "a"`; as JSON where there is more to it. */
function definitionText(definition: Json): string {
  if (!isObject(definition)) return show(definition);
  const { parameterType, artifactType, isArtifactList, isOptional, defaultValue, ...rest } = definition;
  const { schemaTitle, schemaVersion: _, ...schema } = isObject(artifactType) ? artifactType : {};
  const type = parameterType ?? schemaTitle;
  if (typeof type !== "string" || Object.keys({ ...rest, ...schema }).length > 0) return show(definition);
  return [
    isArtifactList === true ? `list of ${type}` : type,
    ...(isOptional === true ? ["optional"] : []),
    ...(defaultValue === undefined ? [] : [`default ${show(defaultValue)}`]),
  ].join(", ");
}

function fieldSentences(label: string): Rule["say"] {
  return (subject) => {
    const { path, before, after } = subject;
    const owner = `${definitionLabel(label, subject)} ${quoted(path.at(-2))}`;
    return [changed(`${words(path)} of ${owner}`, before, after)];
  };
}

function words(path: readonly string[]): string {
  const field = path.at(-1) ?? "";
  const known: { readonly [field: string]: string } = {
    displayName: "display name",
    defaultValue: "default",
    parameterType: "type",
    artifactType: "type",
  };
  return Object.hasOwn(known, field) ? (known[field] ?? field) : field;
}
