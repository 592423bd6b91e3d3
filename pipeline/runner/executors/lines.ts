// The lines of a stream, as they come.
import type { Readable } from "node:stream";
import type { TaskControl } from "./task-executor.ts";

/** Characters after which a line is broken, so that a task that never ends one cannot fill the memory. */
const longest = 65_536;

/** Of a line that a program overwrote (`\r`), what was seen last. */
export async function* linesOf(stream: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream.setEncoding("utf8")) {
    rest += String(chunk);
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield shown(line);
    while (rest.length > longest) {
      yield shown(rest.slice(0, longest));
      rest = rest.slice(longest);
    }
  }
  if (rest !== "") yield shown(rest);
}

function shown(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf("\r") + 1);
}

/** Hands over the lines of both streams until they end. */
export async function forwardLines(
  { stdout, stderr }: { readonly stdout: Readable | null; readonly stderr: Readable | null },
  { onLine }: TaskControl,
  mask: (text: string) => string,
): Promise<void> {
  const forward = async (stream: "stdout" | "stderr", from: Readable | null): Promise<void> => {
    if (from === null) return;
    for await (const line of linesOf(from)) await onLine(mask(line), stream);
  };
  await Promise.all([forward("stdout", stdout), forward("stderr", stderr)]);
}
