// The text of YAML -> its documents, or what is wrong with it.
import { Composer, type Document, LineCounter } from "yaml";
import { tokensOf } from "./yaml-lexer.ts";
import { pyYamlTags } from "./yaml-scalars.ts";

export interface ParsedYaml {
  readonly documents: readonly Document.Parsed[];
  /** Each one line that ends with its place. */
  readonly errors: readonly string[];
  /** `line 2, column 1` for an offset in the text. */
  readonly placeOf: (offset: number) => string;
}

export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const composer = new Composer({
    version: "1.1",
    customTags: pyYamlTags,
    logLevel: "silent",
    uniqueKeys: false, // looked at where values are made: the library compares each key with each
  });
  lines.addNewLine(0);
  const documents = [...composer.compose(tokensOf(text, lines.addNewLine))];
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `line ${line}, column ${col}`;
  };
  const errors = documents
    .flatMap((document) => document.errors)
    .map(({ message, pos: [offset] }) => ({ message, place: placeOf(offset) }));
  const tooDeep = errors.find(({ message }) => /call stack|Stack overflow/.test(message));
  if (tooDeep !== undefined) errors.splice(0, errors.length, { ...tooDeep, message: "Nested too deeply" });
  return { documents, errors: errors.map(({ message, place }) => `${message} at ${place}`), placeOf };
}
