// Shows a job until it has ended; Ctrl-C leaves it running, or cancels it if that is what is wanted.
import { createInterface } from "node:readline";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { liveReporter, type RunEvent } from "../../pipeline/runner/index.ts";
import type { Terminal } from "../../pipeline/runner/report/live-reporter.ts";
import { runSummary } from "../../pipeline/runner/report/summary.ts";
import type { Connection } from "../../pipeline/vertex/client/index.ts";
import type { Job } from "../../pipeline/vertex/job/index.ts";
import { cancelJob, jobCommand } from "../../pipeline/vertex/jobs.ts";
import { failureLines, isInConsole, watchJob, withoutReasons } from "../../pipeline/vertex/watch/index.ts";
import { type Desk, ownDesk } from "./desk.ts";

export interface FollowOptions {
  /** Default: the process's own. */
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
  let isBegun = false;
  let mayAsk = desk.input.isTTY === true && desk.output.isTTY === true;
  for (;;) {
    const interrupt = new AbortController();
    const forget = desk.onInterrupt(() => interrupt.abort(new Error("interrupted")));
    try {
      const screen = mutable(desk.output, isBegun);
      const last = await show(connection, job, { screen, interrupt, onEvent, pause });
      if (last !== undefined) return exitCodes[last.state as keyof typeof exitCodes] ?? 1; // it has ended
    } finally {
      forget();
    }
    if (!mayAsk) return leave(connection, job, desk);
    mayAsk = false;
    if (!(await ask(`\nCancel ${job.id} as well? [y/N] `, desk))) return leave(connection, job, desk);
    isBegun = true;
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
  const last = { job, shown: withoutReasons(job) };
  const report = liveReporter(screen.terminal, (run, finished, views) => [
    ...failureLines(last.job, isInConsole(connection.config)),
    ...runSummary(run, finished, views).slice(-1),
  ]);
  try {
    return await watchJob(connection, job.name, {
      signal: interrupt.signal,
      ...(pause !== undefined && { pause }),
      onJob: (seen) => Object.assign(last, { job: seen, shown: withoutReasons(seen) }),
      onEvent: (event) => {
        report(last.shown(event));
        onEvent?.(event);
      },
    });
  } catch (error) {
    screen.mute(); // it draws again each second
    if (interrupt.signal.aborted) return undefined;
    throw error;
  }
}

function leave({ config }: Connection, { id }: Job, { output }: Desk): number {
  const lines = [
    `${id} goes on.`,
    `  ${jobCommand(config, "job", id)}    shows it`,
    `  ${jobCommand(config, "cancel", id)}    cancels it`,
  ];
  output.write(`\n${lines.map(printable).join("\n")}\n`);
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

/** A terminal that shows nothing any more once it is told to. `isBegun`: the heading, which comes first, stands there. */
function mutable(
  output: Terminal,
  isBegun: boolean,
): { readonly terminal: Terminal; readonly mute: () => void } {
  let muted = false;
  let passOver = isBegun;
  const write = (text: string): boolean => {
    const isHidden = muted || passOver;
    passOver = false;
    return isHidden || output.write(text);
  };
  const terminal: Terminal = Object.create(output, {
    write: { value: write },
    columns: { get: () => output.columns },
    rows: { get: () => output.rows },
    isTTY: { get: () => output.isTTY },
  }) as Terminal; // it has all of the other
  return { terminal, mute: () => void (muted = true) };
}
