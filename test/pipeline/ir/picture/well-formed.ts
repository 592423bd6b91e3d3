// A strict check of the XML that the drawings use: elements, attributes in double quotes, the five named entities.

const names = "[A-Za-z][\\w-]*(?::[\\w-]+)?";
const attributes = `(?:\\s+${names}="(?:[^<&"]|&(?:amp|lt|gt|quot|#39);)*")*`;
const token = new RegExp(
  `<(${names})${attributes}\\s*(/?)>|</(${names})>|((?:[^<&>]|&(?:amp|lt|gt|quot|#39);)+)`,
  "y",
);

/** What is wrong with it; `undefined` if nothing is. */
export function xmlProblem(xml: string): string | undefined {
  // Characters that XML 1.0 does not know, halves of pairs among them.
  const stray = /[^\t\n\r\u0020-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u.exec(xml);
  if (stray !== null) return `no character of XML at ${stray.index}`;
  const open: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) return `cannot be read at ${xml.slice(at, at + 40)}`;
    const [, opened, empty, closed] = match;
    if (opened !== undefined && empty === "") open.push(opened);
    if (closed !== undefined && open.pop() !== closed) return `</${closed}> closes nothing`;
    if (open.length === 0 && token.lastIndex < xml.trimEnd().length) return "more than one root";
  }
  return open.length === 0 ? undefined : `<${open.at(-1)}> stays open`;
}
