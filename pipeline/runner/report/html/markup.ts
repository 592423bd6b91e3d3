// Templates of HTML that escape whatever is put into them, so that no text of a run becomes markup.
import { escapeMarkup } from "../../../ir/picture/escape-xml.ts";

/** Markup that is safe as it is. */
export interface Markup {
  readonly markup: string;
}

export type Content = Markup | string | number | undefined | readonly Content[];

/** `` html`<p>${text}</p>` ``: texts are escaped, markup and lists of it are not, `undefined` is nothing. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  return {
    markup: tightened(parts).reduce((page, part, index) => page + markupOf(contents[index - 1]) + part),
  };
}

const tightened = (() => {
  const known = new WeakMap<TemplateStringsArray, readonly string[]>();
  /** Without the indentation that is there for readers of the template; each template is gone through once. */
  return (parts: TemplateStringsArray): readonly string[] => {
    const tight = known.get(parts) ?? parts.map((part) => part.replace(/\n\s*/g, "\n"));
    known.set(parts, tight);
    return tight;
  };
})();

/** Only for markup that this program has made. */
export function trusted(markup: string): Markup {
  return { markup };
}

function markupOf(content: Content): string {
  if (content === undefined) return "";
  if (typeof content === "number") return String(content);
  if (typeof content === "string") return escapeMarkup(readable(content));
  return "markup" in content ? content.markup : content.map(markupOf).join("");
}

/**
 * Without a terminal's colours, halves of pairs, and what turns the direction of writing; tabs and line feeds stay, other
 * control characters are left out.
 */
export function readable(text: string): string {
  return text
    .toWellFormed()
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)/g, "")
    .replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/gu, (character) =>
      character === "\n" || character === "\t" ? character : character === "\u2028" ? "\n" : "",
    );
}
