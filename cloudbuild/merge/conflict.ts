// A field that components say and the merged build has once -> its value, or what they disagree on.
import type { Path } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { Joined, MergePart } from "./merge-part.ts";
import { sameValue } from "./merge-part.ts";

/** A value, and where it stands. */
export interface Said<T> {
  readonly part: MergePart;
  readonly path: Path;
  readonly value: T;
}

/** What those that say the field say there, in the order of the components. */
export function saidBy<T>(
  parts: readonly MergePart[],
  path: Path,
  read: (part: MergePart) => T | undefined,
): readonly Said<T>[] {
  return parts.flatMap((part) => {
    const value = read(part);
    return value === undefined ? [] : [{ part, path, value }];
  });
}

/** The first value, where the others are the same. Components that do not say the field take what the others say. */
export function sameOrConflict<T>(said: readonly Said<T>[], remedy: string): Joined<T | undefined> {
  const [first, ...others] = said;
  const findings = others.flatMap((other) =>
    first === undefined || sameValue(first.value, other.value)
      ? []
      : [conflict({ code: "OPTION_CONFLICT", first, other, remedy })],
  );
  return { value: first?.value, findings };
}

/** `what` is the field's name as the message has it; otherwise its path. */
export function conflict(of: {
  readonly code: string;
  readonly first: Said<unknown>;
  readonly other: Said<unknown>;
  readonly remedy: string;
  readonly what?: string;
}): Finding {
  const { code, first, other, remedy, what = other.path.join(".") } = of;
  const values = [other, first].map(({ part, value }) => `${shown(value)} in "${part.name}"`);
  return {
    code,
    severity: "error",
    place: other.part.file.placeOf(other.path),
    message: `${what} is ${values.join(" and ")}, and the merged build has one.`,
    remedy,
    related: [
      { place: first.part.file.placeOf(first.path), note: `the other value, in "${first.part.name}"` },
    ],
  };
}

export function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? "");
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
