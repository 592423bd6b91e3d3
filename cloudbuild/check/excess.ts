// Something that a build has more of than Cloud Build takes, and where.
import type { Path } from "../files/build-file.ts";
import type { Severity } from "../findings/finding.ts";

export interface Excess {
  readonly code: string;
  readonly severity: Severity;
  readonly at: Path;
  /** As `Argument 2 of step "build" has 10001 characters`. */
  readonly what: string;
  readonly limit: string;
  readonly remedy: string;
}

/** Nothing where the count is within the limit. */
export function tooMany(count: number, limit: number, excess: Omit<Excess, "limit">): readonly Excess[] {
  return count > limit ? [{ ...excess, limit: `${limit} are allowed` }] : [];
}
