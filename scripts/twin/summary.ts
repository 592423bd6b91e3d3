// Says in a few lines how good the twin is, what to expect of it, and where to read more.
import type { BuiltTwin } from "./build-twin.ts";

/** For example: `The twin of CDR is ready. ...` */
export function summarize({ record, evaluation, report, reading }: BuiltTwin, base: string): string {
  const { baseBits, twinBits, gain, gainError } = evaluation;
  return [
    `The twin of ${record.me} is ready. It predicts what ${record.me} really said, in conversations it never saw, with`,
    `${twinBits.toFixed(3)} bits per character; its base needs ${baseBits.toFixed(3)} (a gain of ${gain.toFixed(3)} ± ${gainError.toFixed(3)}).`,
    ...(gain < 2 * gainError
      ? [
          "That is so little that chance could explain it: give more of the person's replies, or train longer.",
        ]
      : []),
    ...(base === "tiny"
      ? [
          `A model this small speaks in ${record.me}'s phrases; it does not understand questions. A Gemma (--base) does far better.`,
        ]
      : []),
    `How it was measured, with sample replies: ${report}`,
    `What was read of the chats: ${reading}`,
    "",
  ].join("\n");
}
