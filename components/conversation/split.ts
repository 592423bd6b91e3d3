// Holds the latest sessions of a chat out for validation.

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
  const total = ordered.reduce((sum, { examples }) => sum + examples, 0);
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
