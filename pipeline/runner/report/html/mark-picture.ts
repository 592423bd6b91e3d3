// A pipeline's picture and its run, to the picture with what became of each box in it.
import { groupBy } from "../../../ir/group-by.ts";
import { pictureOf } from "../../../ir/picture/picture-of.ts";
import type { GroupNode, NodeMark, Picture, PictureNode, TaskNode } from "../../../ir/picture/picture.ts";
import { svgOf } from "../../../ir/picture/svg.ts";
import { UserError } from "../../../ir/user-error.ts";
import { isIteration, type TaskRecord, withoutIterations } from "../../record/run-record.ts";
import { stateName, states } from "../states.ts";
import { html, type Markup, trusted } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { count, grouped } from "../../../ir/count-text.ts";
import { describeTime } from "./sizes.ts";
import { stateClass } from "./state-icons.ts";

/** More boxes than that nobody reads on a page of many things. */
const mostNodes = 800;

/** The DAG with states, each box a link to its details; a line that says so where there are too many. */
export function drawRun(context: PageContext): Markup {
  const { spec, folder } = context.run;
  if (spec === undefined)
    return html`<p class="empty">The pipeline was not written down before the run was stopped.</p>`;
  try {
    const picture = pictureOf(spec);
    const nodes = countNodes(picture.nodes);
    if (nodes > mostNodes) {
      return html`<p class="empty">
        The pipeline has ${count(nodes, "box").replace(/xs$/, "xes")}, too many to draw here.
        <code>pollux graph ${folder}/pipeline.json --out dag.svg</code> draws it on its own.
      </p>`;
    }
    return trusted(responsive(svgOf(markPicture(picture, context))));
  } catch (error) {
    if (error instanceof UserError) return html`<p class="empty">${error.message}</p>`;
    throw error;
  }
}

/** Shrinks with the page down to where it can still be read; from there on it scrolls. */
function responsive(svg: string): string {
  const width = Number(/ width="(\d+)"/.exec(svg)?.[1] ?? 0);
  return svg.replace(
    "<svg ",
    `<svg style="max-width:${width}px;min-width:${Math.min(width, Math.round(width * 0.62))}px" `,
  );
}

function countNodes(nodes: readonly PictureNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + (node.kind === "group" ? countNodes(node.nodes) : 0), 0);
}

function markPicture(picture: Picture, context: PageContext): Picture {
  const records = groupBy(context.run.tasks, ({ path }) => withoutIterations(path));
  const mark = (node: PictureNode, above: string): PictureNode => {
    if ("names" in node) return node;
    const path = above === "" ? node.name : `${above}/${node.name}`;
    const marked = { ...node, mark: markOf(node, records.get(path) ?? [], context) };
    if (marked.kind === "task") return marked;
    return { ...marked, nodes: marked.nodes.map((inner) => mark(inner, path)) };
  };
  return { ...picture, nodes: picture.nodes.map((node) => mark(node, "")) };
}

function markOf(node: TaskNode | GroupNode, found: readonly TaskRecord[], context: PageContext): NodeMark {
  const loops = found.filter(({ path, type }) => type === "loop" && !isIteration(path));
  const records = loops.length > 0 ? loops : found;
  const [first] = records;
  if (first === undefined) return { className: stateClass(undefined), text: "not reached" };
  const troubled = records.find(({ state }) => state === worst(records)) ?? first;
  const parts = loops.length > 0 ? found.filter(({ path }) => isIteration(path)) : records;
  const text = parts.length > 1 || loops.length > 0 ? countStates(parts) : describeTask(first);
  return {
    className: stateClass(worst(records)),
    text: node.kind === "group" && loops.length > 0 ? `${text} in ${describeTime(first.seconds)}` : text,
    href: `#${context.anchor(troubled.path)}`,
  };
}

/** The state that needs a look first; skipped only where all are. */
function worst(records: readonly TaskRecord[]): TaskRecord["state"] {
  const found = new Set(records.map(({ state }) => state));
  return states.find((state) => found.has(state)) ?? "SKIPPED";
}

function describeTask({ state, seconds, attempts }: TaskRecord): string {
  if (state === "SUCCEEDED" || state === "RUNNING") {
    const tries = attempts.length > 1 ? `, ${attempts.length} attempts` : "";
    return `${state === "RUNNING" ? "running for " : "✓ "}${describeTime(seconds)}${tries}`;
  }
  if (state === "FAILED") {
    const tries = attempts.length > 1 ? ` ${attempts.length} attempts` : "";
    return `failed after${tries === "" ? "" : `${tries},`} ${describeTime(seconds)}`;
  }
  return stateName(state);
}

/** `98 succeeded, 2 failed`. */
export function countStates(records: readonly TaskRecord[]): string {
  const byState = groupBy(records, ({ state }) => state);
  const counts = states.flatMap((state) => {
    const number = byState.get(state)?.length ?? 0;
    return number === 0 ? [] : [`${grouped(number)} ${stateName(state)}`];
  });
  return counts.length === 0 ? "no iterations" : counts.join(", ");
}
