// A path -> its name in messages.
import type { Path } from "./build-file.ts";

/** `steps[0].args[2]`; names that are no plain words stand in quotes. The top is "the build". */
export function nameOf(path: Path): string {
  if (path.length === 0) return "the build";
  return path
    .map((part, index) => {
      if (typeof part === "number") return `[${part}]`;
      return /^[\w-]+$/.test(part) ? `${index === 0 ? "" : "."}${part}` : `[${JSON.stringify(part)}]`;
    })
    .join("");
}
