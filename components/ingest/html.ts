// HTML as tagged templates: whatever is put in is escaped, unless it is HTML already.

/** Text that is HTML: made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

type Content = string | number | Markup | readonly Markup[];

/** ``html`<p>${"a < b"}</p>`.markup`` is `"<p>a &lt; b</p>"`. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Markup {
  const markup = parts.map((part, index) => {
    const content = contents[index];
    return content === undefined ? part : part + toMarkup(content);
  });
  return { markup: markup.join("") };
}

function toMarkup(content: Content): string {
  if (typeof content === "number") return content.toLocaleString("en-US");
  if (typeof content === "string") return escape(content);
  return "markup" in content ? content.markup : content.map(({ markup }) => markup).join("");
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
