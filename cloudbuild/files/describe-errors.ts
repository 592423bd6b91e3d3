// Where the schema finds a build wrong -> findings with places.
import type { Finding } from "../findings/finding.ts";
import type { BuildFile } from "./build-file.ts";
import type { FormatError } from "./format-errors.ts";
import { problemOf } from "./format-problems.ts";

export function describeErrors(
  errors: readonly FormatError[],
  { text, placeOf }: Pick<BuildFile, "text" | "placeOf">,
): readonly Finding[] {
  const lines = errors.length === 0 ? [] : text.split("\n");
  return errors.map(({ error, path }) => {
    const written = (): string => {
      const { line, column, length } = placeOf(path);
      return (lines[line - 1] ?? "").slice(column - 1, column - 1 + length);
    };
    const { code, message, remedy, path: at, key } = problemOf(error, path, written);
    return { code, severity: "error", place: placeOf(at, { key: key === true }), message, remedy };
  });
}
