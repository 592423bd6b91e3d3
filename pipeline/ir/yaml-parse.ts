// The text of YAML -> its documents, or what is wrong with it. Lines of quoted text and of what is in brackets may start
// anywhere: YAML wants them indented, but PyYAML neither writes nor reads them so.
import { Composer, type Document, Lexer, LineCounter, Parser } from "yaml";
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
  const documents = [...composer.compose(tokens(text, lines))];
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

function* tokens(text: string, lines: LineCounter): ReturnType<Parser["parse"]> {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of lenientLexer().lex(text)) yield* parser.next(lexeme);
  yield* parser.end();
}

/** What the library's lexer keeps to itself; tests with such lines show whether another release still has it. */
interface LexerState {
  /** How far the lines of what is being read are indented at least. */
  indentNext: number;
  parseQuotedScalar: () => Generator<string, unknown>;
  parseFlowCollection: () => Generator<string, unknown>;
}

function lenientLexer(): Lexer {
  const lexer = new Lexer();
  const state = lexer as unknown as LexerState; // declared private
  const anywhere = (parse: () => Generator<string, unknown>) =>
    function* (): Generator<string, unknown> {
      const indent = state.indentNext;
      state.indentNext = 0;
      const next = yield* parse.call(lexer);
      state.indentNext = indent;
      return next;
    };
  state.parseQuotedScalar = anywhere(state.parseQuotedScalar);
  state.parseFlowCollection = anywhere(state.parseFlowCollection);
  return lexer;
}
