// The text of YAML -> the tokens that the yaml library composes. What PyYAML reads and YAML 1.2 does not is let through:
// lines of quoted text and of what is in brackets start anywhere, and a dash in brackets is text.
import { Lexer, Parser } from "yaml";

/** Each piece of the text in order, and marks of the lexer's between them. */
export function lexemesOf(text: string): Iterable<string> {
  return lenientLexer().lex(text);
}

/** `onNewLine` is given the offset at which each line but the first begins. */
export function* tokensOf(text: string, onNewLine?: (offset: number) => void): ReturnType<Parser["parse"]> {
  const parser = new Parser(onNewLine);
  for (const lexeme of lexemesOf(text)) yield* parser.next(lexeme);
  yield* parser.end();
}

/** What the library's lexer keeps to itself; tests with such lines show whether another release still has it. */
interface LexerState {
  /** How far the lines of what is being read are indented at least. */
  indentNext: number;
  readonly flowLevel: number;
  charAt: (offset: number) => string | undefined;
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
  const charAt = state.charAt.bind(lexer);
  state.charAt = (offset) => {
    const character = charAt(offset);
    // What follows the dash decides whether it begins an item: in `[-]` it is shown a letter.
    const isDash = offset === 1 && state.flowLevel > 0 && charAt(0) === "-";
    return isDash && character !== undefined && ",[]{}".includes(character) ? "x" : character;
  };
  return lexer;
}
