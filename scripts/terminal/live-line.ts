// One line at the bottom of the terminal that says how far something is; elsewhere, a plain line now and then.
import type { Writable } from "node:stream";
import { describeSeconds } from "../../pipeline/runner/index.ts";

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly text: string;
  /** `performance.now()` when it began: the time left follows from it. */
  readonly started: number;
}

export interface LiveLine {
  /** Shows `text` until something else is shown. */
  readonly update: (text: string) => void;
  readonly progress: (what: string, progress: Progress) => void;
  /** Prints a line that stays. */
  readonly print: (text: string) => void;
  /** Takes away what is shown. */
  readonly clear: () => void;
}

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Milliseconds between plain lines. */
const plainInterval = 10_000;
const eraseLine = "\r\u001b[2K";

export function liveLine(stream: Terminal = process.stderr): LiveLine {
  let shown = false;
  let lastPlain = performance.now();
  const update = (text: string): void => {
    if (stream.isTTY) {
      shown = true;
      stream.write(`${eraseLine}${text.slice(0, (stream.columns || 80) - 1)}`);
    } else if (performance.now() - lastPlain >= plainInterval) {
      lastPlain = performance.now();
      stream.write(`${text}\n`);
    }
  };
  const clear = (): void => {
    if (shown) stream.write(eraseLine);
    shown = false;
  };
  return {
    update,
    clear,
    progress: (what, progress) => update(`${what}  ${describeProgress(progress)}`),
    print: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
  };
}

/** `describeProgress({ done: 5, total: 20, text: "fetching jax", started })` is `25 %, 30 s left, fetching jax`. */
export function describeProgress({ done, total, text, started }: Progress): string {
  const share = total > 0 ? done / total : 0;
  const elapsed = (performance.now() - started) / 1000;
  const left = share > 0.05 ? `, ${describeSeconds((elapsed / share) * (1 - share))} left` : "";
  return `${Math.floor(share * 100)} %${left}${text === "" ? "" : `, ${text}`}`;
}
