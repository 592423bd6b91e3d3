// The metadata of a `system.Metrics` artifact to a table of numbers.
import type { Json } from "../../../ir/pipeline-spec.ts";
import { html, type Markup } from "./markup.ts";

export function metricsTable(metadata: { readonly [name: string]: Json }): Markup {
  return html`<table class="metrics">
    <thead>
      <tr>
        <th scope="col">Metric</th>
        <th scope="col" class="number">Value</th>
      </tr>
    </thead>
    <tbody>
      ${Object.entries(metadata).map(
        ([name, value]) =>
          html`<tr>
            <th scope="row">${name}</th>
            <td class="${typeof value === "number" ? "number" : "text"}">${metricText(value)}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** To as many digits as a reader compares. */
function metricText(value: Json): string {
  if (typeof value !== "number") return typeof value === "string" ? value : JSON.stringify(value);
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}
