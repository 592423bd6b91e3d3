// A run's tasks to a tree of rows beside bars in time: when each waited, ran, failed and tried again.
import type { TaskRecord } from "../../record/run-record.ts";
import { activityLane } from "./activity-lane.ts";
import { html, type Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { shortLabel, taskLink } from "./page-context.ts";
import { readyTimes } from "./ready-times.ts";
import { count, grouped } from "../../../ir/count-text.ts";
import { describeTime } from "./sizes.ts";
import { stateClass, stateIcon } from "./state-icons.ts";
import type { TaskNode } from "./task-tree.ts";

/** Loops of more iterations, and groups deeper down, begin closed. */
const mostOpen = 8;

export function timeline(context: PageContext): Markup {
  const { run, tree } = context;
  const scale = timeScale(run.startedAt, run.seconds);
  const lane: Lane = { context, scale, readyAt: readyTimes(run) };
  const missing = run.tasks.length - tree.shown.length;
  const note =
    missing > 0
      ? html`<p class="faint">${count(missing, "more task")} not listed one by one.</p>`
      : undefined;
  return html`<div class="lanes" id="lanes">
      <div class="axis" aria-hidden="true">
        <span></span
        ><span class="ticks"
          >${scale.ticks.map(({ at, label }) => html`<i style="left:${at}%">${label}</i>`)}</span
        >
      </div>
      ${tree.roots.map((node) => row(lane, node))}
    </div>
    ${note}`;
}

interface Lane {
  readonly context: PageContext;
  readonly scale: TimeScale;
  readonly readyAt: (task: TaskRecord) => number | undefined;
}

function row(lane: Lane, node: TaskNode): Markup {
  const { task, children, folded } = node;
  const line = rowLine(lane, node);
  const data = html`data-state="${task.state}" data-path="${task.path} ${task.name}" data-type="${task.type}"`;
  if (children.length + folded.length === 0) return html`<div class="row leaf" ${data}>${line}</div>`;
  const open = task.type !== "loop" || children.length + folded.length <= mostOpen;
  const more =
    folded.length > 0
      ? html`<p class="more" style="--depth:${node.depth + 1}">
          ${count(folded.length, "more iteration")} folded
        </p>`
      : undefined;
  return html`<details class="row" ${data}${open ? html` open` : undefined}>
    <summary>${line}</summary>
    ${children.map((child) => row(lane, child))}${more}
  </details>`;
}

function rowLine({ context, scale, readyAt }: Lane, { task, depth }: TaskNode): Markup {
  const { path, state, type, seconds, iterations, startedAt } = task;
  const time = state === "CACHED" ? "cached" : startedAt === undefined ? "" : describeTime(seconds);
  const size =
    type === "loop" && iterations !== undefined ? html` <small>×${grouped(iterations)}</small>` : undefined;
  const name = html`<span class="name" style="--depth:${depth}"
    >${stateIcon(state)}${taskLink(context, path, shortLabel(task))}${size}</span
  >`;
  const bars =
    type === "loop"
      ? activityLane(context.tree.childrenOf(path), scale)
      : taskBars(scale, task, readyAt(task));
  return html`<span class="line"
    >${name}<span class="time">${time}</span><span class="track" aria-hidden="true">${bars}</span></span
  >`;
}

function taskBars(scale: TimeScale, task: TaskRecord, readyAt: number | undefined): readonly Markup[] {
  const { attempts, state, type } = task;
  const [first] = attempts;
  const until = task.endedAt ?? scale.end;
  const waited =
    first === undefined || readyAt === undefined ? [] : [bar(scale, "waited", readyAt, first.startedAt)];
  const ran = attempts.flatMap(({ startedAt, endedAt, failure }, index) => {
    const isLast = index === attempts.length - 1;
    const kind = failure === undefined || isLast ? stateClass(state) : stateClass("FAILED");
    const end = endedAt ?? until;
    const next = attempts[index + 1];
    const pause = next === undefined ? [] : [bar(scale, "pause", end, next.startedAt)];
    return [bar(scale, `ran ${type} ${kind}`, startedAt, end), ...pause];
  });
  return [...waited, ...ran];
}

function bar(scale: TimeScale, kind: string, from: number, to: number): Markup {
  const left = scale.at(from);
  const width = Math.max(0, scale.at(to) - left);
  return html`<b class="${kind}" style="left:${left.toFixed(2)}%;width:${width.toFixed(2)}%"></b>`;
}

export interface TimeScale {
  readonly start: number;
  readonly end: number;
  /** In percent of the whole. */
  readonly at: (time: number) => number;
  readonly ticks: readonly { readonly at: number; readonly label: string }[];
}

const steps = [1, 2, 5].flatMap((step) => [-3, -2, -1, 0, 1].map((power) => step * 10 ** power));
const minutes = [30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400, 604_800];

/** Ticks at round times, at most five. */
export function timeScale(start: number, seconds: number): TimeScale {
  const length = Math.max(seconds, 0.001);
  const step = [...steps, ...minutes].sort((a, b) => a - b).find((each) => length / each <= 5) ?? length;
  const number = Math.floor(length / step + 1e-9);
  const ticks = Array.from({ length: number + 1 }, (_, index) => index * step)
    .filter((time) => time / length <= 0.92)
    .map((time) => ({ at: Math.round((time / length) * 10_000) / 100, label: tickLabel(time) }));
  return {
    start,
    end: start + length * 1000,
    at: (time) => Math.min(100, Math.max(0, ((time - start) / (length * 1000)) * 100)),
    ticks,
  };
}

function tickLabel(seconds: number): string {
  if (seconds === 0) return "0";
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600)
    return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)}:${seconds % 60}`;
  return `${seconds / 3600} h`;
}
