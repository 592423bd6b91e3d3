// Whose twin it is to be, where `--me` does not say.
import { createInterface } from "node:readline/promises";
import { describeParticipants, type Participant } from "../../components/conversation/participants.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Asks on the terminal; without one, throws `ME_MISSING` with the names to choose from. */
export async function chooseMe(participants: readonly Participant[], signal: AbortSignal): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw missing(participants);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new AbortController();
  terminal.on("SIGINT", () => process.emit("SIGINT")).on("close", () => closed.abort());
  try {
    process.stderr.write(`Whose twin is it to be?\n${numbered(participants)}\n`);
    for (;;) {
      const answer = await terminal.question("Number or name: ", {
        signal: AbortSignal.any([signal, closed.signal]),
      });
      const chosen = participantMeant(answer, participants);
      if (chosen !== undefined) return chosen;
      process.stderr.write(`There is no "${answer.trim()}" in the list.\n`);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw closed.signal.aborted ? missing(participants) : error;
  } finally {
    terminal.close();
  }
}

/** By the name, by the name in other capitals, or by a number of the list. */
export function participantMeant(answer: string, participants: readonly Participant[]): string | undefined {
  const wanted = answer.trim();
  const meant =
    participants.find(({ name }) => name === wanted) ??
    participants.find(({ name }) => name.toLowerCase() === wanted.toLowerCase()) ??
    (/^\d+$/.test(wanted) ? participants[Number(wanted) - 1] : undefined);
  return meant?.name;
}

function numbered(participants: readonly Participant[]): string {
  const width = Math.max(...participants.map(({ name }) => name.length));
  return participants
    .map(
      ({ name, texts }, index) =>
        `${String(index + 1).padStart(4)}  ${printable(name).padEnd(width)}  ${texts} messages`,
    )
    .join("\n");
}

function missing(participants: readonly Participant[]): UserError {
  return new UserError(
    "ME_MISSING",
    `twin: --me does not say whose twin it is to be. Give --me one of: ${describeParticipants(participants)}.`,
  );
}
