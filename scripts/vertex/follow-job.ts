// Shows a job until it has ended; Ctrl-C leaves it running, or cancels it if that is what is wanted.
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { liveReporter, type RunEvent } from "../../pipeline/runner/index.ts";
import type { Terminal } from "../../pipeline/runner/report/live-reporter.ts";
import { runSummary } from "../../pipeline/runner/report/summary.ts";
import type { Connection } from "../../pipeline/vertex/client/index.ts";
import type { Job } from "../../pipeline/vertex/job/index.ts";
import { cancelJob } from "../../pipeline/vertex/jobs.ts";
import { failureLines, isInConsole, watchJob } from "../../pipeline/vertex/watch/index.ts";

/** Where a person sits. Default: the process's own. */
export interface Desk {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Terminal;
  /** Calls `listener` at each Ctrl-C; gives what stops that. */
  readonly onInterrupt: (listener: () => void) => () => void;
}

export interface FollowOptions {
  readonly desk?: Desk;
  /** Of every look at the job. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Milliseconds between two looks. */
  readonly pause?: number;
}

const exitCodes = { SUCCEEDED: 0, FAILED: 2, CANCELLED: 130 } as const;
const leftRunning = 130;

/** Gives the exit code: 0 it succeeded, 2 it failed, 130 it was cancelled or left running. */
export async function followJob(
  connection: Connection,
  job: Job,
  { desk = ownDesk, onEvent, pause }: FollowOptions = {},
): Promise<number> {
  let mayAsk = desk.input.isTTY === true && desk.output.isTTY === true;
  for (;;) {
    const interrupt = new AbortController();
    const forget = desk.onInterrupt(() => interrupt.abort(new Error("interrupted")));
    try {
      const screen = mutable(desk.output);
      const last = await show(connection, job, { screen, interrupt, onEvent, pause });
      if (last !== undefined) return exitCodes[last.state as keyof typeof exitCodes] ?? 1; // it has ended
    } finally {
      forget();
    }
    if (!mayAsk) return leave(job, desk);
    mayAsk = false;
    if (!(await ask(`\nCancel ${job.id} as well? [y/N] `, desk))) return leave(job, desk);
    await cancelJob(connection, job.name);
    desk.output.write("cancelling; Ctrl-C leaves it to itself\n");
  }
}

interface Showing {
  readonly screen: ReturnType<typeof mutable>;
  readonly interrupt: AbortController;
  readonly onEvent: FollowOptions["onEvent"];
  readonly pause: number | undefined;
}

/** `undefined`: it was interrupted. */
async function show(
  connection: Connection,
  job: Job,
  { screen, interrupt, onEvent, pause }: Showing,
): Promise<Job | undefined> {
  const ended = { job };
  const report = liveReporter(screen.terminal, (run, finished, views) => [
    ...failureLines(ended.job, isInConsole(connection.config)),
    ...runSummary(run, finished, views).slice(-1),
  ]);
  try {
    return await watchJob(connection, job.name, {
      signal: interrupt.signal,
      ...(pause !== undefined && { pause }),
      onJob: (seen) => (ended.job = seen),
      onEvent: (event) => {
        report(event);
        onEvent?.(event);
      },
    });
  } catch (error) {
    screen.mute(); // it draws again each second
    if (interrupt.signal.aborted) return undefined;
    throw error;
  }
}

function leave({ id }: Job, { output }: Desk): number {
  output.write(printable(`\n${id} goes on. pollux job ${id} shows it, pollux cancel ${id} cancels it.\n`));
  return leftRunning;
}

/** Ctrl-C and the end of the input mean no. */
async function ask(question: string, { input, output, onInterrupt }: Desk): Promise<boolean> {
  const lines = createInterface({ input, output, terminal: false });
  let forget = (): void => {};
  try {
    const answer = await new Promise<string>((resolve) => {
      forget = onInterrupt(() => resolve("n"));
      lines.once("close", () => resolve("n"));
      lines.question(question, resolve);
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    forget();
    lines.close();
  }
}

/** A terminal that shows nothing any more once it is told to. */
function mutable(output: Terminal): { readonly terminal: Terminal; readonly mute: () => void } {
  let muted = false;
  const terminal: Terminal = Object.create(output, {
    write: { value: (text: string) => muted || output.write(text) },
    columns: { get: () => output.columns },
    rows: { get: () => output.rows },
    isTTY: { get: () => output.isTTY },
  }) as Terminal; // it has all of the other
  return { terminal, mute: () => void (muted = true) };
}

const ownDesk: Desk = {
  input: process.stdin,
  output: process.stderr,
  onInterrupt: (listener) => {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const name of signals) process.on(name, listener);
    return () => {
      for (const name of signals) process.off(name, listener);
    };
  },
};
