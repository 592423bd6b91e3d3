// Holds the latest sessions of each chat out for validation.
import type { Example } from "./example.ts";
import type { Session } from "./sessions.ts";
import { sum } from "./sum.ts";

/** Fewer cannot be learnt from, or measured on. */
export const leastExamples = { train: 20, validation: 5 } as const;

/** A session with the examples it gives. */
export interface SplitSession extends Session {
  readonly examples: readonly Example[];
}

/** A session as far as the split is concerned. */
export interface Counted {
  readonly id: string;
  /** When it began, on the chat's own clock; null where there are no times. */
  readonly start: number | null;
  readonly examples: number;
}

export interface SplitSettings {
  /** Part of the examples to hold out, of 1. */
  readonly share: number;
  /** Examples to hold out at least, where that leaves any to train on. */
  readonly minimum: number;
}

/**
 * The ids of the sessions to hold out: the latest of each chat, not of all chats together, so that one chat's may be
 * earlier than what another gives to training. Where the whole is small, more than the share, so that enough can be
 * measured.
 */
export function chooseHeldOut(
  prepared: readonly (readonly SplitSession[])[],
  share: number,
): ReadonlySet<string> {
  const total = sum(prepared.flat().map(({ examples }) => examples.length));
  const enough = Math.min(1 / 2, leastExamples.validation / Math.max(1, total));
  return new Set(
    prepared.flatMap((sessions) => {
      const own = sum(sessions.map(({ examples }) => examples.length));
      const counted = sessions.map((session) => ({
        id: session.id,
        start: session.messages[0]?.seconds ?? null,
        examples: session.examples.length,
      }));
      const settings = { share: Math.max(share, enough), minimum: Math.ceil(own * enough) };
      return own === 0 ? [] : chooseValidation(counted, settings);
    }),
  );
}

/**
 * The ids of the latest sessions of one chat that together hold about `share` of its examples. Sessions differ much in
 * length, so it is replies that are counted, not sessions.
 */
export function chooseValidation(sessions: readonly Counted[], { share, minimum }: SplitSettings): string[] {
  const ordered = sessions
    .map((session, position) => ({ session, position }))
    .sort(
      (one, other) => (one.session.start ?? 0) - (other.session.start ?? 0) || one.position - other.position,
    )
    .map(({ session }) => session);
  const total = sum(ordered.map(({ examples }) => examples));
  let best = { first: ordered.length, distance: Number.POSITIVE_INFINITY };
  let heldOut = 0;
  for (let first = ordered.length - 1; first > 0; first -= 1) {
    heldOut += ordered[first]?.examples ?? 0;
    if (heldOut === total) break;
    const tooFew = heldOut < minimum ? total : 0;
    const distance = Math.abs(heldOut - total * share) + tooFew;
    if (heldOut > 0 && distance < best.distance) best = { first, distance };
  }
  return ordered.slice(best.first).map(({ id }) => id);
}
