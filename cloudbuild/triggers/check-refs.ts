// The patterns of branches and tags that triggers fire on: whether RE2 reads them, and whether two fire on the same.
import { quoted } from "../findings/found.ts";
import type { TriggerEvent } from "../config/builds.ts";
import { firesOn, type RepositoryEvent } from "./fires-on.ts";
import type { MadeTrigger } from "./made-trigger.ts";
import { readRe2 } from "./read-re2.ts";
import type { TriggerProblem } from "./trigger-problem.ts";

export function checkRefs({ name, declared: { on } }: MadeTrigger): readonly TriggerProblem[] {
  const [field, pattern] = patternOf(on);
  const at = ["triggers", "list", name, field];
  const { problem } = readRe2(pattern);
  if (pattern === "" || problem !== undefined) {
    const why = pattern === "" ? "is empty" : `has ${problem}`;
    return [
      {
        code: "TRIGGER_PATTERN",
        severity: "error",
        at,
        message: `The pattern ${quoted(pattern)} of the trigger ${quoted(name)} ${why}, which RE2 does not take.`,
        remedy: `Write it in RE2's syntax, as "^main$"; "invert: true" fires on all that do not match.`,
      },
    ];
  }
  // Nothing but a name: what is longer and has it within matches too.
  if (!/^[\w./-]+$/.test(pattern)) return [];
  return [
    {
      code: "UNANCHORED_PATTERN",
      severity: "warning",
      at,
      message: `The pattern ${quoted(pattern)} of the trigger ${quoted(name)} matches "x-${pattern}-x" as well.`,
      remedy: `Write "^${pattern.replaceAll(".", "[.]")}$" for that ${field} alone.`,
    },
  ];
}

function patternOf(on: TriggerEvent): readonly [field: "branch" | "tag", pattern: string] {
  return on.kind === "tag" ? ["tag", on.tag] : ["branch", on.branch];
}

/**
 * By examples: that two patterns have nothing in common could only be told by taking them apart. Each trigger is told of
 * once, with the first that it overlaps.
 */
export function findOverlaps(made: readonly MadeTrigger[]): readonly TriggerProblem[] {
  const active = made.filter(({ made }) => made.disabled !== true);
  const examples = new Map(
    active.flatMap(({ declared }) => examplesOf(declared.on)).map((event) => [JSON.stringify(event), event]),
  );
  const firstOn = new Map<string, MadeTrigger>();
  return active.flatMap((one) => {
    const fires = firesOn(one.made);
    const fired = [...examples].filter(([, event]) => fires(event));
    const shared = fired.find(([key]) => firstOn.has(key));
    for (const [key] of fired) if (!firstOn.has(key)) firstOn.set(key, one);
    const first = shared === undefined ? undefined : firstOn.get(shared[0]);
    return shared === undefined || first === undefined ? [] : [overlap(first, one, shared[1])];
  });
}

function overlap(first: MadeTrigger, second: MadeTrigger, shared: RepositoryEvent): TriggerProblem {
  const ref = shared.kind === "tag" ? `tag ${quoted(shared.tag)}` : `branch ${quoted(shared.branch)}`;
  return {
    code: "OVERLAPPING_TRIGGERS",
    severity: "warning",
    at: ["triggers", "list", second.name],
    message: `The triggers ${quoted(first.name)} and ${quoted(second.name)} both build a ${shared.kind} of the ${ref}.`,
    remedy: "Make their patterns differ, or one of them disabled, so that nothing is built twice at a time.",
    related: { at: ["triggers", "list", first.name], note: "the other one" },
  };
}

const usualBranches = ["main", "master", "develop", "dev", "release/1.0", "feature/x", "hotfix/1"];
const usualTags = ["v1.0.0", "1.0.0", "v1.0.0-rc.1", "release-1"];

/** Usual names, and those that the pattern says plainly. */
function examplesOf(on: TriggerEvent): readonly RepositoryEvent[] {
  const { kind } = on;
  const names = [...plainNames(patternOf(on)[1]), ...(kind === "tag" ? usualTags : usualBranches)];
  return names.map((name) => (kind === "tag" ? { kind, tag: name } : { kind, branch: name }));
}

/** `^(main|develop)$` says two names. */
function plainNames(pattern: string): readonly string[] {
  const inner = pattern.replace(/^\^/, "").replace(/\$$/, "");
  const [, group] = /^\((?:\?:)?([^()]*)\)$/.exec(inner) ?? [];
  return (group ?? inner)
    .split("|")
    .map((name) => name.replace(/^\^/, "").replace(/\$$/, ""))
    .map((name) => name.replaceAll(/\[(.)\]/g, "$1").replaceAll(/\\(\W)/g, "$1"))
    .map((name) => name.replaceAll(/\.[*+]/g, "x"))
    .filter((name) => name !== "");
}
