// The log of one task: every line is kept in its file, and the last ones at hand for its error.
import { closeSync, openSync, writeSync } from "node:fs";

export interface TaskLog {
  readonly write: (line: string, stream: "stdout" | "stderr") => void;
  /** What the task said last before it ended: on stderr if it said anything there. */
  readonly lastWords: () => string | undefined;
  readonly close: () => void;
}

const progressLine = /^progress (\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)(?: (.*))?$/;

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly text: string;
}

/** `progress 120/2400 loss 2.31` says how far a task is. */
export function parseProgress(line: string): Progress | undefined {
  const [, done, total, text = ""] = progressLine.exec(line) ?? [];
  return done === undefined ? undefined : { done: Number(done), total: Number(total), text };
}

/** Written at once, in order. Appends: a second attempt's lines follow the first's. */
export function openTaskLog(file: string, attempt: number): TaskLog {
  const descriptor = openSync(file, "a");
  if (attempt > 1) writeSync(descriptor, `--- attempt ${attempt}\n`);
  const last: { stdout?: string; stderr?: string } = {};
  return {
    write: (line, stream) => {
      writeSync(descriptor, `${line}\n`);
      if (line.trim() !== "" && parseProgress(line) === undefined) last[stream] = line.trim();
    },
    lastWords: () => last.stderr ?? last.stdout,
    close: () => closeSync(descriptor),
  };
}
