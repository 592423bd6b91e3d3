// What `npm run bench:...` starts: runs it until it ends or Ctrl-C ends it; of a user's mistake only the message is shown.
import { withInterruption } from "../interruption.ts";
import { mistakeMessage } from "../mistake.ts";

/** Sets the exit code of the process. */
export async function runMain(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await withInterruption(({ signal }) => main(signal));
  } catch (error) {
    console.error(mistakeMessage(error) ?? error);
    process.exitCode = 1;
  }
}
