// Parameters to tables of names and values.
import type { Json } from "../../../ir/pipeline-spec.ts";
import { html, type Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { grouped } from "../../../ir/count-text.ts";

const longest = 4_000;
const short = 200;

export function parametersTable(
  context: PageContext,
  parameters: { readonly [name: string]: Json },
): Markup | undefined {
  const rows = Object.entries(parameters);
  if (rows.length === 0) return undefined;
  return html`<table class="values">
    ${rows.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${valueText(context, name, value)}</td>
        </tr>`,
    )}
  </table>`;
}

/** Strings as they are, all else as JSON; long ones are cut, secrets masked. */
export function valueText({ mask, texts }: PageContext, name: string, value: Json): Markup {
  const masked = mask.value(name, value);
  const whole = typeof masked === "string" ? masked : json(masked);
  const most = texts.take(Math.min(whole.length, longest)) ? longest : short;
  const kind = typeof masked === "string" ? "text" : "json";
  if (whole === "") return html`<span class="faint">empty text</span>`;
  if (whole.length <= most) return html`<code class="value ${kind}">${whole}</code>`;
  return html`<code class="value ${kind}">${whole.slice(0, most)}…</code>
    <span class="faint">${grouped(whole.length - most)} more characters</span>`;
}

/** On one line if it is short. */
function json(value: Json): string {
  const line = JSON.stringify(value);
  return line.length <= 60 || line.length > longest ? line : JSON.stringify(value, null, 2);
}
