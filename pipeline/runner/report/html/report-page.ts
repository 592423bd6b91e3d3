// A run's record to one page of HTML that needs nothing else: no network, no other files.
import { createHash } from "node:crypto";
import type { RunRecord, TaskRecord } from "../../record/run-record.ts";
import { stateName } from "../states.ts";
import { html, type Markup, trusted } from "./markup.ts";
import { drawRun } from "./mark-picture.ts";
import { failures, pageHeader, stateCounts } from "./page-header.ts";
import { type PageContext, pageContext } from "./page-context.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { runArticle } from "./run-article.ts";
import { stateSymbols } from "./state-icons.ts";
import { taskArticle } from "./task-article.ts";
import { timeline } from "./timeline.ts";

/** Reads logs and artifacts from the run's root, and nothing outside of it. Ends with a line feed. */
export function reportPage(run: RunRecord): string {
  const context = pageContext(run);
  const picture = drawRun(context);
  return `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy()}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${run.pipeline}: ${stateName(run.state)}</title>
        ${trusted(`<style>${pageStyle}</style>`)}
      </head>
      <body>
        ${stateSymbols()} ${pageHeader(context)}
        <main>
          <div class="overview">
            ${failures(context)}
            <section class="card" aria-labelledby="dag-title">
              <h2 id="dag-title">Pipeline</h2>
              <div class="dag" tabindex="0" aria-label="the pipeline's DAG">${picture}</div>
            </section>
            <section class="card" aria-labelledby="tasks-title">
              <div class="bar">
                <h2 id="tasks-title">Tasks</h2>
                ${stateCounts(context)}
                <input
                  type="search"
                  id="filter"
                  placeholder="Filter by name"
                  aria-label="filter tasks by name"
                />
              </div>
              ${timeline(context)}
            </section>
          </div>
          <div class="details" id="details">${articles(context)}</div>
        </main>
        ${trusted(`<script>${pageScript}</script>`)}
      </body>
    </html>`.markup
  }\n`;
}

/** Only the page's own script runs, and nothing is fetched; styles come with pictures and previews. */
function policy(): string {
  const hash = createHash("sha256").update(pageScript).digest("base64");
  return [
    "default-src 'none'",
    `script-src 'sha256-${hash}'`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "font-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** In the order of the tree; what went wrong is written first, while there is room for logs and previews. */
function articles(context: PageContext): readonly Markup[] {
  const run = runArticle(context);
  const written = new Map(
    [...context.tree.shown]
      .sort((a, b) => urgency(a.task) - urgency(b.task))
      .map((node) => [node, taskArticle(context, node)] as const),
  );
  return [run, ...context.tree.shown.flatMap((node) => written.get(node) ?? [])];
}

function urgency({ state, path }: TaskRecord): number {
  if (state === "FAILED") return 0;
  return path.includes("[") ? 2 : 1;
}
