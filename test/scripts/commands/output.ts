// What commands that a test calls say and print, instead of what runs the tests getting it.
import { afterEach, beforeEach, vi } from "vitest";

export interface Output {
  /** The lines on standard error. */
  readonly said: string[];
  /** What went to standard output, in the pieces in which it was printed: lines, or a text. */
  readonly printed: string[];
}

/** For all tests of the file or the group; empty at the beginning of each. */
export function catchOutput(): Output {
  const output: Output = { said: [], printed: [] };
  beforeEach(() => {
    output.said.length = 0;
    output.printed.length = 0;
    vi.spyOn(console, "error").mockImplementation((line: string) => void output.said.push(line));
    vi.spyOn(console, "log").mockImplementation((line: string) => void output.printed.push(line));
    vi.spyOn(process.stdout, "write").mockImplementation((text) => output.printed.push(String(text)) > 0);
  });
  afterEach(() => vi.restoreAllMocks());
  return output;
}
