// Finds tasks that are the same but for their name, and gives them in the first pipeline the names of the second.
import {
  calledName,
  canonicalFile,
  partAt,
  type CanonicalFile,
} from "../../pipeline/ir/compare/canonical-file.ts";
import { irDifferences, type IrDifference } from "../../pipeline/ir/compare/same-pipeline.ts";
import { own } from "../../pipeline/ir/json-object.ts";
import type { PipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type { ComponentSpec, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { countTasks, matchGroups } from "./match-groups.ts";
import { renameChannels, renameInDag, type Names } from "./rename-in-dag.ts";
import { taskSignatures } from "./task-signatures.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";

export interface Rename {
  /** The names, as they are in the second pipeline, of the tasks that lead to the DAG of the task. */
  readonly dag: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Whether the names by which groups take its outputs, `pipelinechannel--TASK-...`, changed with it. */
  readonly channels: boolean;
}

export interface Renamed {
  /** The first pipeline with all `renames` done: what it differs in from the second is what changed besides. */
  readonly file: PipelineFile;
  readonly renames: readonly Rename[];
}

/** A group may be seen to be the same only after the task that it takes something from has its new name. */
const mostRounds = 20;

export function renameTasks(a: PipelineFile, b: PipelineFile): Renamed {
  let renamed: Renamed = { file: a, renames: [] };
  for (let round = 0; round < mostRounds; round += 1) {
    const known = compared(renamed.file, b);
    const more = renumberInOneDag(renamed.file, b, known) ?? renameInOneDag(renamed.file, b, known);
    if (more === undefined) break;
    renamed = { file: more.file, renames: [...renamed.renames, ...more.renames] };
  }
  return renamed;
}

interface Compared {
  readonly differences: readonly IrDifference[];
  readonly sides: readonly [CanonicalFile, CanonicalFile];
}

function compared(a: PipelineFile, b: PipelineFile): Compared {
  return { differences: irDifferences(a, b), sides: [canonicalFile(a), canonicalFile(b)] };
}

/** What differs inside is told as such: less differs than if other groups with these numbers were compared. */
function renumberInOneDag(a: PipelineFile, b: PipelineFile, known: Compared): Renamed | undefined {
  const { differences, sides } = known;
  // A group that has come or gone, or one whose tasks have: its DAG is the one above.
  const places = groupBy(
    differences.flatMap(({ dag }) => (dag.length > 0 ? [dag, dag.slice(0, -1)] : [dag])),
    (dag) => JSON.stringify(dag),
  );
  for (const [dag] of places.values()) {
    const names = dag === undefined ? new Map<string, string>() : matchGroups(sides, dag);
    if (dag === undefined || names.size === 0) continue;
    const renamed = doRenames(a, b, { dag, names });
    if (weight(compared(renamed.file, b)) < weight(known)) {
      return { ...renamed, renames: renamed.renames.filter(({ to }) => !to.endsWith(" (before)")) };
    }
  }
  return undefined;
}

/** How many tasks are on one side only, and in groups that are. */
function weight({ differences, sides }: Compared): number {
  return differences
    .filter(({ task, path }) => task !== undefined && path === "")
    .map(({ dag, task = "", b: added }) => countTasks(sides[added === undefined ? 0 : 1], [...dag, task]))
    .reduce((sum, count) => sum + count, 0);
}

function renameInOneDag(a: PipelineFile, b: PipelineFile, known: Compared): Renamed | undefined {
  const { differences, sides } = known;
  const whole = differences.filter(({ task, path }) => task !== undefined && path === "");
  if (whole.every((difference) => difference.b === undefined)) return undefined;
  for (const tasks of groupBy(whole, ({ dag }) => JSON.stringify(dag)).values()) {
    const [{ dag } = { dag: [] }] = tasks;
    const names = sameTasks(sides, dag, tasks);
    const renamed = names.size > 0 ? doRenames(a, b, { dag, names }) : undefined;
    // A group that several tasks call may have kept its names for one of them: then nothing is won.
    if (renamed !== undefined && irDifferences(renamed.file, b).length < differences.length) return renamed;
  }
  return undefined;
}

/** Each name in `a` of a task that only `a` has, with its name in `b`. */
function sameTasks(
  [a, b]: readonly [CanonicalFile, CanonicalFile],
  dag: readonly string[],
  tasks: readonly IrDifference[],
): Names {
  const removed = tasks.flatMap(({ task, b: after }) => (task && after === undefined ? [task] : []));
  const added = tasks.flatMap(({ task, a: before }) => (task && before === undefined ? [task] : []));
  const old = taskSignatures(a, dag, removed);
  const free = groupBy(taskSignatures(b, dag, added), ([, signature]) => signature);
  const pairs = [...old].flatMap(([name, signature]): readonly (readonly [string, string])[] => {
    const [to] = free.get(signature)?.shift() ?? [];
    return to === undefined ? [] : [[name, to]];
  });
  return new Map(pairs);
}

interface Found {
  readonly dag: readonly string[];
  readonly names: Names;
}

function doRenames(a: PipelineFile, b: PipelineFile, { dag, names }: Found): Renamed {
  const plain: PipelineFile = { ...a, pipeline: withDag(a.pipeline, dag, names) };
  const replaced = renameChannels(plain.pipeline, names);
  const file: PipelineFile = { ...plain, pipeline: replaced.pipeline };
  const channels = replaced.found.size > 0 && irDifferences(file, b).length < irDifferences(plain, b).length;
  return {
    file: channels ? file : plain,
    renames: [...names].map(([from, to]) => ({
      dag,
      from,
      to,
      channels: channels && replaced.found.has(from),
    })),
  };
}

function withDag(spec: PipelineSpec, dag: readonly string[], names: Names): PipelineSpec {
  const [outer, task] = [dag.slice(0, -1), dag.at(-1)];
  if (task === undefined) return { ...spec, root: renameInDag(spec.root, names) };
  const component = calledName(partAt(canonicalFile({ pipeline: spec }), outer, task));
  const found: ComponentSpec | undefined =
    component === undefined ? undefined : own(spec.components, component);
  if (component === undefined || found === undefined) return spec;
  return { ...spec, components: { ...spec.components, [component]: renameInDag(found, names) } };
}
