// The log of one task: every line is kept in its file, and the last ones at hand for its error.
import { closeSync, fstatSync, openSync, writeSync } from "node:fs";

export interface TaskLog {
  readonly write: (line: string, stream: "stdout" | "stderr") => void;
  /** What tells why the task ended: of its last lines, those on stderr if it said anything there. */
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

/** Written at once, in order. Appends: a second attempt's lines follow the first's, a resumed run's those before it. */
export function openTaskLog(file: string, attempt: number): TaskLog {
  const descriptor = openSync(file, "a");
  if (attempt > 1) writeSync(descriptor, `--- attempt ${attempt}\n`);
  else if (fstatSync(descriptor).size > 0) writeSync(descriptor, "--- again\n");
  const last: { readonly [stream in "stdout" | "stderr"]: string[] } = { stdout: [], stderr: [] };
  return {
    write: (line, stream) => {
      writeSync(descriptor, `${line}\n`);
      if (line.trim() === "" || parseProgress(line) !== undefined) return;
      last[stream].push(line.trimEnd());
      if (last[stream].length > lastLines) last[stream].shift();
    },
    lastWords: () => tellingLine(last.stderr) ?? tellingLine(afterPreamble(last.stdout)),
    close: () => closeSync(descriptor),
  };
}

/** Of a log's lines, those of the last attempt. */
export function lastAttempt(lines: readonly string[]): readonly string[] {
  return lines.slice(lines.findLastIndex((line) => /^--- (attempt \d+|again)$/.test(line)) + 1);
}

/** Enough for a stack trace with its causes. */
const lastLines = 100;

/** What Node writes around and below an error: frames, brackets, markers, its version, a hint. */
const noise = /^(?:\s+at .*|[\s{}()[\],;^~]*|Node\.js v\d.*|\(Use `node .*)$/;
const errorLine = /^(?:Uncaught )?[\w$.]*(?:Error|Exception|Rejection)(?: \[\w+\])?(?::.*)?$/;

/** KFP's SDK says of every task what it does, and shows as JSON what it was given; what follows is the task's own. */
function afterPreamble(lines: readonly string[]): readonly string[] {
  const at = lines.findLastIndex((line) => /^\[KFP Executor .* INFO\]: /.test(line));
  const after = lines.slice(at + 1);
  return lines[at]?.endsWith("executor_input:") === true ? after.slice(after.indexOf("}") + 1) : after;
}

/** Node prints the error above its stack, Python below. Other than after a stack, the last line tells. */
function tellingLine(lines: readonly string[]): string | undefined {
  const last = lines.at(-1);
  if (last === undefined || !noise.test(last)) return last?.trim();
  const heads = lines.filter((line) => !noise.test(line) && !line.startsWith(" ")).map(withoutBrackets);
  return heads.findLast((line) => errorLine.test(line)) ?? heads.at(-1) ?? last.trim();
}

/** Node writes an error that has no stack as `[Error: text] {`, with its fields below. */
function withoutBrackets(line: string): string {
  return line.replace(/ \{$/, "").replace(/^\[(.*)\]$/, "$1");
}
