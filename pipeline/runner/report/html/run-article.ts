// The run itself to its details: what it was given, what it gave, and where its files are.
import { noValues } from "../../values.ts";
import { artifactReferences, outputArtifacts } from "./artifact-view.ts";
import { html, type Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { stateBadge } from "./state-icons.ts";
import { valuesSection } from "./task-article.ts";

export function runArticle(context: PageContext): Markup {
  const { run } = context;
  const { runId, folder, parameters, artifacts, outputs = noValues, state, spec } = run;
  const description = spec?.pipelineInfo.description;
  const unfinished = state === "INTERRUPTED" || state === "FAILED" || state === "CANCELLED";
  return html`<article id="run" tabindex="-1" aria-label="the run">
    <h3>The run ${stateBadge(state)}</h3>
    ${description === undefined || description === "" ? undefined : html`<p>${description}</p>`}
    ${valuesSection(context, "Parameters", { parameters, artifacts }, outputArtifacts)}
    ${valuesSection(context, "Outputs", outputs, artifactReferences)}
    <section>
      <h4>Files</h4>
      <p class="place"><code>${folder}</code></p>
      ${unfinished ? html`<p>To go on with it: <code class="command">pollux run --resume ${runId}</code></p>` : undefined}
    </section>
  </article>`;
}
