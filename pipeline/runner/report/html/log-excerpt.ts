// A task's log to what of it stands in the report: its end, and how much was left out.
import { taskFolder } from "../../tasks/task-folder.ts";
import type { TaskRecord } from "../../record/run-record.ts";
import { html, type Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { findInside, readPart } from "./read-inside.ts";
import { describeBytes } from "./sizes.ts";

const mostBytes = 64_000;
const fewBytes = 2_000;

export function logExcerpt(context: PageContext, { path, log }: TaskRecord): Markup | undefined {
  const { root, folder } = context.run;
  const file = log ?? taskFolder(folder, path).log;
  const found = findInside(root, file);
  if (found.kind !== "file" || found.size === 0) return undefined;
  const wanted = Math.min(found.size, mostBytes);
  const bytes = context.texts.take(wanted) ? wanted : Math.min(wanted, fewBytes);
  const cut = found.size > bytes;
  const text = readPart(found.path, bytes, "end").toString("utf8").trimEnd();
  const whole = cut ? text.replace(/^[^\n]*\n/, "") : text; // the first line may have lost its beginning
  const says = cut
    ? `the last ${describeBytes(bytes)} of ${describeBytes(found.size)}`
    : describeBytes(found.size);
  return html`<section class="log">
    <h4>Log <small>${says}</small></h4>
    <pre tabindex="0" aria-label="log of ${path}">${context.mask.text(whole)}</pre>
    <p class="place">${cut ? "All of it: " : ""}<code>${file}</code></p>
  </section>`;
}
