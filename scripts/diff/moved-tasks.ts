// Finds tasks that are in both pipelines, but in another group: of the same content, and of the same name
// or, without its number, of the same name and with the same inputs.
import { objectOf, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { jsonDifferences, type JsonDifference } from "../../pipeline/ir/compare/json-difference.ts";
import type { IrDifference } from "../../pipeline/ir/compare/same-pipeline.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { JsonObject } from "../../pipeline/ir/json-object.ts";
import { pointer, steps } from "./subjects.ts";
import { contentText, movableText, tracedInputs } from "./task-content.ts";

export interface Move {
  /** The names that lead to the task in the first pipeline, itself among them. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** What else is different: where inputs come from at last, and what it waits for. */
  readonly differences: readonly JsonDifference[];
}

type Files = readonly [CanonicalFile, CanonicalFile];

/** What several tasks are, none of them is said to be. `differences` are all of the two pipelines. */
export function movedTasks(files: Files, differences: readonly IrDifference[]): readonly Move[] {
  const whole = differences.filter(({ task, path }) => task !== undefined && path === "");
  const [gone = [], come = []] = ([0, 1] as const).map((side) => {
    const ofSide = whole.filter(({ b }) => (b === undefined) === (side === 0));
    return ofSide.flatMap(({ dag, task = "" }) => leaves(files[side], [...dag, task], 0));
  });
  // Where tasks are numbered anew, the name of one may be another's: what they take tells more.
  const exact = pairs(files, [gone, come], (file, path) => movableText(file, path));
  const used = new Set(exact.flat());
  const rest = [gone, come].map((paths) => paths.filter((path) => !used.has(path)));
  const named = pairs(files, [rest[0] ?? [], rest[1] ?? []], (file, path) =>
    JSON.stringify([path.at(-1), contentText(file, path)]),
  );
  return [...exact, ...named].map(([from, to]) => ({
    from,
    to,
    differences: wiringDifferences(files, from, to),
  }));
}

type Path = readonly string[];

function pairs(
  files: Files,
  [gone, come]: readonly [readonly Path[], readonly Path[]],
  textOf: (file: CanonicalFile, path: Path) => string,
): readonly (readonly [Path, Path])[] {
  const targets = groupBy(come, (path) => textOf(files[1], path));
  return [...groupBy(gone, (path) => textOf(files[0], path))].flatMap(([text, [from, ...more]]) => {
    const [to, ...others] = targets.get(text) ?? [];
    const isOne = more.length + others.length === 0;
    return isOne && from !== undefined && to !== undefined ? [[from, to] as const] : [];
  });
}

const deepest = 50;

function leaves(file: CanonicalFile, path: readonly string[], depth: number): readonly (readonly string[])[] {
  const { dag } = partAt(file, path);
  if (dag === undefined) return [path];
  if (depth > deepest) return [];
  return Object.keys(objectOf(objectOf(dag)["tasks"])).flatMap((name) =>
    leaves(file, [...path, name], depth + 1),
  );
}

function wiringDifferences(
  files: Files,
  from: readonly string[],
  to: readonly string[],
): readonly JsonDifference[] {
  const [a, b] = [wiringAt(files[0], from), wiringAt(files[1], to)];
  const kept = jsonDifferences(a, b, "").filter(({ path }) => !path.startsWith("inputs"));
  const inputs = (["parameters", "artifacts"] as const).flatMap((of): readonly JsonDifference[] => {
    const [old, now] = [a, b].map((wiring) => objectOf(objectOf(wiring["inputs"])[of]));
    const traced = [tracedInputs(files[0], from, of), tracedInputs(files[1], to, of)];
    const changed = jsonDifferences(traced[0] ?? {}, traced[1] ?? {}, "").map(
      ({ path }) => steps(path)[0] ?? "",
    );
    return [...new Set(changed)].map((key) => {
      const [before, after] = [old?.[key], now?.[key]];
      return {
        path: pointer(["inputs", of, key]),
        ...(before !== undefined && { a: before }),
        ...(after !== undefined && { b: after }),
      };
    });
  });
  return [...inputs, ...kept];
}

function wiringAt(file: CanonicalFile, path: readonly string[]): JsonObject {
  const { inputs, dependentTasks } = partAt(file, path.slice(0, -1), path.at(-1));
  return { ...(inputs !== undefined && { inputs }), ...(dependentTasks !== undefined && { dependentTasks }) };
}
