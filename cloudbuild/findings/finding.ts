// Something that is wrong with a config, or may be: what, where, and what to do.
import type { Place } from "../files/build-file.ts";

/**
 * `error`: Cloud Build, or what sends the config there, refuses it, or the merge cannot keep what it says. `warning`:
 * it is taken, in one of the modes at least, and is likely not what is meant.
 */
export type Severity = "error" | "warning";

export interface Finding {
  /** As `DUPLICATE_STEP_ID`. */
  readonly code: string;
  readonly severity: Severity;
  readonly place: Place;
  /** One sentence, with the value. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly remedy: string;
  /** The other places that it is about, each with half a sentence. */
  readonly related?: readonly { readonly place: Place; readonly note: string }[];
  /** The only way of starting the build that it holds for; absent: both. */
  readonly mode?: Mode;
}

/** A trigger sets ALLOW_LOOSE and dynamic substitutions, whatever the config says; `gcloud builds submit` does not. */
export type Mode = "trigger" | "submit";

export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity === "error");
}
