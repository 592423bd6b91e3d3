// The text of a config -> the tabs in it that gcloud does not read. It takes tabs in quoted text, in comments, and in
// block text behind the indentation; with one elsewhere it refuses the file, though YAML 1.2 and JSON allow it.
import { lexemesOf } from "../../pipeline/ir/yaml-lexer.ts";

/** Offsets, in order. */
export function strayTabs(text: string): readonly number[] {
  if (!text.includes("\t")) return [];
  const tabs: number[] = [];
  let at = 0;
  let isScalar = false;
  let header = "";
  for (const lexeme of lexemesOf(text)) {
    if (marks.has(lexeme)) {
      isScalar = lexeme === scalarMark;
      continue;
    }
    const inLexeme = isScalar && header !== "" ? tabsInIndentation(lexeme, header) : tabsIn(lexeme);
    for (const tab of inLexeme) tabs.push(at + tab);
    if (isScalar || /^[|>]/.test(lexeme)) header = isScalar ? "" : lexeme;
    isScalar = false;
    at += lexeme.length;
  }
  return tabs;
}

/** What the library's lexer puts before a plain or block text; the others begin a document and end brackets too early. */
const scalarMark = "\u001f";
const marks: ReadonlySet<string> = new Set(["\u0002", "\u0018", scalarMark]);

/** None in comments, quoted text and directives. */
function tabsIn(lexeme: string): readonly number[] {
  if (/^[#"'%]/.test(lexeme)) return [];
  return [...lexeme.matchAll(/\t/g)].map(({ index }) => index);
}

/** The first line that is not blank says how far block text is indented, where its header does not. */
function tabsInIndentation(lexeme: string, header: string): readonly number[] {
  if (/[1-9]/.test(header)) return [];
  const indent = Math.max(1, /^(?: *\r?\n)*( *)/.exec(lexeme)?.[1]?.length ?? 0);
  return [...lexeme.matchAll(/^( *)\t/gm)]
    .filter(([, blanks = ""]) => blanks.length < indent)
    .map(({ index, 1: blanks = "" }) => index + blanks.length);
}
