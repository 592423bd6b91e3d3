// Checks the ids of the steps, and what they wait for.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import { closestName } from "../../pipeline/ir/closest-name.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { repeatsIn } from "./repeats.ts";

export function checkOrder(file: BuildFile): readonly Finding[] {
  const first = new Map<string, number>();
  for (const [index, { id }] of file.build.steps.entries()) {
    if (id !== undefined && id !== "" && !first.has(id)) first.set(id, index);
  }
  return file.build.steps.flatMap((step, index) => [
    ...idProblems(step.id, index, first).map((problem) => found(file, problem)),
    ...waitProblems(step, index, first).map((problem) => found(file, problem)),
  ]);
}

/** The rules are those of the local builder's validate.go, which Google has published. */
function idProblems(
  id: string | undefined,
  index: number,
  first: ReadonlyMap<string, number>,
): readonly Problem[] {
  if (id === undefined || id === "") return [];
  const at = ["steps", index, "id"];
  if (id === "-") {
    return [
      {
        code: "RESERVED_STEP_ID",
        severity: "error",
        at,
        message: `${stepName({}, index)} has the id "-", which in waitFor means that a step waits for nothing.`,
        remedy: `Give it another id.`,
      },
    ];
  }
  const before = first.get(id) ?? index;
  if (before === index) return [];
  return [
    {
      code: "DUPLICATE_STEP_ID",
      severity: "error",
      at,
      message: `${stepName({}, index)} has the id ${quoted(id)} of ${stepName({}, before)}.`,
      remedy: `Give each step its own id.`,
      related: [{ at: ["steps", before, "id"], note: "the id was given here" }],
    },
  ];
}

interface Waiting {
  readonly id?: string;
  readonly waitFor?: readonly string[];
}

function waitProblems(step: Waiting, index: number, first: ReadonlyMap<string, number>): readonly Problem[] {
  const waitFor = step.waitFor ?? [];
  const repeats = new Set(repeatsIn(waitFor).map((repeat) => repeat.index));
  const named = waitFor.some((name) => name !== "-");
  return waitFor.flatMap((name, position): readonly Problem[] => {
    const at = ["steps", index, "waitFor", position];
    const me = stepName(step, index);
    if (repeats.has(position)) return [repeated(at, me, name)];
    if (name === "-") return named ? [dashAmongIds(at, me)] : [];
    const place = first.get(name);
    if (place === undefined) return [unknown(at, { me, name, step, index, first })];
    if (place === index) return [itself(at, me, name)];
    return place > index ? [later(at, { me, name, place })] : [];
  });
}

function repeated(at: Problem["at"], me: string, name: string): Problem {
  return {
    code: "DUPLICATE_WAIT_FOR",
    severity: "warning",
    at,
    message: `${me} waits for ${quoted(name)} twice.`,
    remedy: `Name it once.`,
  };
}

function dashAmongIds(at: Problem["at"], me: string): Problem {
  return {
    code: "WAIT_FOR_DASH_AMONG_IDS",
    severity: "warning",
    at,
    message: `${me} has "-" beside ids in waitFor, where it changes nothing: the step waits for the ids.`,
    remedy: `Take "-" out, or leave it alone for a step that starts at once.`,
  };
}

function unknown(
  at: Problem["at"],
  {
    me,
    name,
    step,
    index,
    first,
  }: {
    readonly me: string;
    readonly name: string;
    readonly step: Waiting;
    readonly index: number;
    readonly first: ReadonlyMap<string, number>;
  },
): Problem {
  const before = [...first].filter(([id, place]) => place < index && id !== step.id).map(([id]) => id);
  const near = closestName(name, before);
  const remedy =
    near !== undefined
      ? `Write ${quoted(near)}.`
      : before.length === 0
        ? `Give the step that it waits for an id: no step before it has one.`
        : `Name a step before it: ${before.slice(0, 8).map(quoted).join(", ")}${before.length > 8 ? ", …" : ""}.`;
  return {
    code: "UNKNOWN_WAIT_FOR",
    severity: "error",
    at,
    message: `${me} waits for ${quoted(name)}, and no step has that id.`,
    remedy,
  };
}

function itself(at: Problem["at"], me: string, name: string): Problem {
  return {
    code: "WAIT_FOR_ITSELF",
    severity: "error",
    at,
    message: `${me} waits for ${quoted(name)}, which is itself.`,
    remedy: `Take it out of waitFor.`,
  };
}

function later(
  at: Problem["at"],
  { me, name, place }: { readonly me: string; readonly name: string; readonly place: number },
): Problem {
  return {
    code: "LATER_WAIT_FOR",
    severity: "error",
    at,
    message: `${me} waits for ${quoted(name)}, which stands later in the file.`,
    remedy: `Move ${quoted(name)} before it: a step can only wait for steps above.`,
    related: [{ at: ["steps", place, "id"], note: "it stands here" }],
  };
}
