// The `needs` of builds.ts -> edges between the steps of different components.
import type { Finding } from "../findings/finding.ts";
import type { Need } from "../config/builds.ts";
import { cycleText } from "../../pipeline/ir/find-cycles.ts";
import type { MergePart, StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import type { Source } from "./source-place.ts";
import { placeInSource } from "./source-place.ts";
import type { MutableStepGraph } from "./step-graph.ts";
import { addWait, cyclesOf } from "./step-graph.ts";

interface Steps {
  readonly source: Source;
  readonly parts: ReadonlyMap<string, MergePart>;
  readonly nodes: readonly StepNode[];
}

/** Adds the edges to `graph`, which has those of the configs. */
export function addNeeds(graph: MutableStepGraph, steps: Steps): readonly Finding[] {
  const ends = endsOf(graph, steps.nodes);
  const findings: Finding[] = [];
  for (const part of steps.parts.values()) {
    for (const need of part.component.needs ?? []) {
      const waiting = waitingSteps(part, need, { ...steps, first: ends.first });
      if (!Array.isArray(waiting)) findings.push(waiting);
      for (const on of need.on) {
        const needed = neededSteps(part, on, { ...steps, last: ends.last });
        if (!Array.isArray(needed)) findings.push(needed);
        else if (Array.isArray(waiting)) {
          for (const step of waiting) {
            for (const before of needed) addWait(graph, [step, before], { kind: "needs", need: on });
          }
        }
      }
    }
  }
  return [...findings, ...cyclesOf(graph).map((cycle) => cycleFinding(cycle, graph, steps))];
}

interface Ends {
  readonly first: ReadonlyMap<string, readonly number[]>;
  readonly last: ReadonlyMap<string, readonly number[]>;
}

/** The steps of each component that wait for none of it, and those that none of it waits for. */
function endsOf(graph: MutableStepGraph, nodes: readonly StepNode[]): Ends {
  const first = new Map<string, number[]>();
  const last = new Map<string, number[]>();
  const awaited = new Set(graph.waits.flatMap((waits) => [...waits.keys()]));
  for (const { node, part } of nodes) {
    if (graph.waits[node]?.size === 0) first.set(part.name, [...(first.get(part.name) ?? []), node]);
    if (!awaited.has(node)) last.set(part.name, [...(last.get(part.name) ?? []), node]);
  }
  return { first, last };
}

function waitingSteps(
  part: MergePart,
  { step }: Need,
  { source, nodes, first }: Steps & { readonly first: Ends["first"] },
): number[] | Finding {
  if (step === undefined) return [...(first.get(part.name) ?? [])];
  const found = nodes.filter((node) => node.part === part && node.id === `${part.name}:${step}`);
  if (found.length > 0) return found.map(({ node }) => node);
  return {
    code: "UNKNOWN_STEP",
    severity: "error",
    place: placeInSource(source, [part.name, "needs", step]),
    message: `The needs of "${part.name}" are those of its step "${step}", which ${part.file.file} does not have.`,
    remedy: `Give one of: ${part.names.join(", ")}.`,
  };
}

function neededSteps(
  part: MergePart,
  on: string,
  { source, parts, nodes, last }: Steps & { readonly last: Ends["last"] },
): number[] | Finding {
  const [name = ""] = on.split(":", 1);
  const place = placeInSource(source, [part.name, "needs", on]);
  const needed = parts.get(name);
  if (needed === undefined) {
    const others = [...parts.keys()].filter((other) => other !== part.name);
    return {
      code: "UNKNOWN_COMPONENT",
      severity: "error",
      place,
      message: `"${part.name}" needs "${on}", and there is no component "${name}".`,
      remedy: others.length === 0 ? "Remove it." : `Give one of: ${others.join(", ")}.`,
    };
  }
  if (needed === part) {
    return {
      code: "NEED_OF_ITSELF",
      severity: "error",
      place,
      message: `"${part.name}" needs "${on}", which is its own.`,
      remedy: `Say the order of its steps with waitFor, in ${part.file.file}.`,
    };
  }
  if (on === name) return [...(last.get(name) ?? [])];
  const found = nodes.filter(({ id }) => id === on);
  if (found.length > 0) return found.map(({ node }) => node);
  return {
    code: "UNKNOWN_STEP",
    severity: "error",
    place,
    message: `"${part.name}" needs "${on}", and ${needed.file.file} has no step "${on.slice(name.length + 1)}".`,
    remedy: `Give "${name}", for its last steps, or one of: ${needed.names.map((step) => `${name}:${step}`).join(", ")}.`,
  };
}

function cycleFinding(cycle: readonly number[], graph: MutableStepGraph, { source, nodes }: Steps): Finding {
  const steps = cycle.flatMap((node) => nodes[node] ?? []);
  const waits = steps.flatMap((step, at) => {
    const because = graph.waits[step.node]?.get(steps[(at + 1) % steps.length]?.node ?? -1);
    return because?.kind === "needs" ? [{ step, need: because.need }] : [];
  });
  const [first] = waits;
  return {
    code: "NEEDS_CYCLE",
    severity: "error",
    place: placeInSource(source, first === undefined ? [] : [first.step.part.name, "needs", first.need]),
    message: `${cycleText(
      steps.map(({ id }) => `"${id}"`),
      "waits for",
    )}.`,
    remedy: "Let a single step need what it uses, with step and on, or remove one of the needs.",
    related: steps.map((step) => ({ place: placeOfStep(step), note: `"${step.id}" is in the circle` })),
  };
}
