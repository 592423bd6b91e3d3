// A loop's iterations to what its details show: one square for each, what they took, and links to those that are shown.
import type { TaskRecord } from "../../record/run-record.ts";
import { states } from "../states.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { countStates } from "./mark-picture.ts";
import type { PageContext } from "./page-context.ts";
import { shortLabel, taskLink } from "./page-context.ts";
import { grouped } from "../../../ir/count-text.ts";
import { describeTime } from "./sizes.ts";
import { stateClass, stateIcon } from "./state-icons.ts";
import type { TaskNode } from "./task-tree.ts";

/** Of few and of many squares: they share the width. */
const columns = { few: 64, many: 128 } as const;
const many = 1_000;
const pitch = 10;

export function iterationsView(
  context: PageContext,
  { task, children, folded }: TaskNode,
): Markup | undefined {
  const all = context.tree.childrenOf(task.path);
  if (task.type !== "loop" || all.length === 0) return undefined;
  return html`<section>
    <h4>Iterations <small>${countStates(all)}</small></h4>
    ${squares(all)}
    <p class="facts">${timesText(all)}</p>
    <ul class="iterations">
      ${children.map(({ task: iteration }) => iterationItem(context, iteration))}
    </ul>
    ${folded.length > 0 ? html`<p class="faint">The first, the slowest and those that did not succeed are shown; ${grouped(folded.length)} more are not.</p>` : undefined}
  </section>`;
}

function iterationItem(context: PageContext, task: TaskRecord): Markup {
  const { path, state, seconds, failure } = task;
  const why =
    failure === undefined
      ? undefined
      : html` <span class="faint">${context.mask.text(failure.message).slice(0, 160)}</span>`;
  return html`<li>
    ${stateIcon(state)} ${taskLink(context, path, shortLabel(task))}
    <span class="time">${describeTime(seconds)}</span>${why}
  </li>`;
}

/** One path for each state: thousands of squares are a few elements. */
function squares(iterations: readonly TaskRecord[]): Markup {
  const wide = Math.min(iterations.length > many ? columns.many : columns.few, iterations.length);
  const rows = Math.ceil(iterations.length / wide);
  const paths = states.map((state) => {
    const d = iterations
      .flatMap((iteration, index) =>
        iteration.state === state
          ? [`M${(index % wide) * pitch} ${Math.floor(index / wide) * pitch}h8v8h-8z`]
          : [],
      )
      .join("");
    return d === "" ? "" : `<path class="${stateClass(state)}" d="${d}"/>`;
  });
  const [width, height] = [wide * pitch - 2, rows * pitch - 2];
  return trusted(
    `<svg class="squares" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true">${paths.join("")}</svg>`,
  );
}

function timesText(iterations: readonly TaskRecord[]): string {
  const times = iterations
    .filter(({ startedAt, cached }) => startedAt !== undefined && !cached)
    .map(({ seconds }) => seconds)
    .sort((a, b) => a - b);
  const [fastest] = times;
  const slowest = times.at(-1);
  const median = times[Math.floor(times.length / 2)];
  if (fastest === undefined || slowest === undefined || median === undefined) return "None ran.";
  return `fastest ${describeTime(fastest)}, median ${describeTime(median)}, slowest ${describeTime(slowest)}`;
}
