// Turns Ctrl-C into aborted signals, so that what runs can end in order and leave nothing behind.

export interface Interruption {
  /** Aborts at the first Ctrl-C, or when the process is told to end: stop, and clean up. */
  readonly signal: AbortSignal;
  /** Aborts at the second: stop at once. */
  readonly hardSignal: AbortSignal;
}

const interrupted = 130;

/** Runs `work`; if Ctrl-C ended it, the exit code is 130. */
export async function withInterruption(
  work: (interruption: Interruption) => Promise<number>,
): Promise<number> {
  const soft = new AbortController();
  const hard = new AbortController();
  const onSignal = (): void => {
    (soft.signal.aborted ? hard : soft).abort(new Error("interrupted"));
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const name of signals) process.on(name, onSignal);
  try {
    const code = await work({ signal: soft.signal, hardSignal: hard.signal });
    return soft.signal.aborted ? interrupted : code;
  } catch (error) {
    if (!soft.signal.aborted) throw error;
    console.error("stopped");
    return interrupted;
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}
