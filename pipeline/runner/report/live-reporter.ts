// Shows a run to people: a live tree in a terminal, plain lines elsewhere.
import type { Writable } from "node:stream";
import { printable } from "../../ir/printable-text.ts";
import type { RunEvent } from "../events.ts";
import { type Ending, runEnding } from "./ending.ts";
import { plainLines } from "./plain-lines.ts";
import { runResumed, runStarted } from "./summary.ts";
import { TaskViews } from "./task-view.ts";
import { treeLines } from "./tree-lines.ts";

export type Terminal = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** For `onEvent` of one run. Usually `liveReporter(process.stderr)`; `ending` is what it says last. */
export function liveReporter(stream: Terminal, ending: Ending = runEnding): (event: RunEvent) => void {
  return stream.isTTY === true ? treeReporter(stream, ending) : plainReporter(stream, ending);
}

function plainReporter(stream: Terminal, ending: Ending): (event: RunEvent) => void {
  const views = new TaskViews();
  const linesFor = plainLines(views, ending);
  return (event) => {
    views.apply(event);
    for (const line of linesFor(event)) stream.write(`${printable(line)}\n`);
  };
}

/** Milliseconds between two pictures. */
const redrawPause = 100;
/** Milliseconds after which the times are brought up to date though nothing happened. */
const tick = 1000;

const escape = "\u001b[";
/** A terminal that knows these shows the picture at once, others pass them over. */
const beginUpdate = `${escape}?2026h`;
const endUpdate = `${escape}?2026l`;

function treeReporter(stream: Terminal, ending: Ending): (event: RunEvent) => void {
  const views = new TaskViews();
  let run = { pipeline: "", runId: "" };
  let height = 0;
  let timer: NodeJS.Timeout | undefined;
  let drawnAt = 0;

  /** Over the last picture; lines that the new one does not have go. */
  const draw = (lines: readonly string[]): void => {
    const up = height === 0 ? "\r" : `\r${escape}${height}A`;
    const text = lines.map((line) => `${line}${escape}K\n`).join("");
    stream.write(`${beginUpdate}${up}${text}${escape}J${endUpdate}`);
    height = lines.length;
    drawnAt = Date.now();
  };
  const redraw = (): void => {
    const rows = stream.rows || 24; // a terminal that does not know its size says 0
    const columns = stream.columns || 80;
    draw(treeLines(views, { now: Date.now(), rows: rows - 1, columns: columns - 1 }));
    schedule(tick);
  };
  const schedule = (pause: number): void => {
    clearTimeout(timer);
    timer = setTimeout(redraw, Math.max(0, pause - (Date.now() - drawnAt)));
    timer.unref();
  };

  return (event) => {
    views.apply(event);
    switch (event.kind) {
      case "run-started":
        run = event;
        stream.write(`${printable(runStarted(event))}\n`);
        break;
      case "run-resumed":
        stream.write(`${runResumed(event)}\n`);
        break;
      case "run-finished":
        clearTimeout(timer);
        draw(treeLines(views, { now: event.time, columns: (stream.columns || 80) - 1 }));
        height = 0;
        for (const line of ending(run, event, views)) stream.write(`${printable(line)}\n`);
        return;
      case "run-cancelling":
        draw([]);
        stream.write(event.hard ? "stopping at once\n" : "stopping; once more stops at once\n");
        break;
    }
    schedule(redrawPause);
  };
}
