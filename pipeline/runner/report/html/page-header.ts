// A run to the head of its page: what it is, how it ended, and what made it fail.
import { groupBy } from "../../../ir/group-by.ts";
import { countTasks } from "../../record/list-runs.ts";
import type { TaskRecord } from "../../record/run-record.ts";
import { stateName, states } from "../states.ts";
import { html, type Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { taskLink } from "./page-context.ts";
import { count, grouped } from "../../../ir/count-text.ts";
import { describeMoment, describeTime } from "./sizes.ts";
import { stateBadge, stateClass, stateIcon } from "./state-icons.ts";

const mostReasons = 6;
const mostAlike = 5;

export function pageHeader({ run }: PageContext): Markup {
  const { pipeline, runId, state, startedAt, seconds, spec } = run;
  const title = spec?.pipelineInfo.displayName || pipeline;
  return html`<header>
    <div class="title">
      <h1>${title}</h1>
      ${stateBadge(state)}
    </div>
    <p class="facts">
      <a href="#run"><code>${runId}</code></a> · began
      <time datetime="${new Date(startedAt).toISOString()}">${describeMoment(startedAt)}</time> ·
      ${runningTime(state, seconds)}
    </p>
  </header>`;
}

function runningTime(state: string, seconds: number): string {
  const time = describeTime(seconds);
  if (state === "RUNNING") return `running for ${time} when this page was written`;
  return state === "INTERRUPTED" ? `interrupted after ${time}` : `took ${time}`;
}

/** Buttons that filter, where scripts run. */
export function stateCounts({ run }: PageContext): Markup {
  const counts = countTasks(run);
  const chips = states.flatMap((state) => {
    const number = counts[state];
    if (number === undefined) return [];
    return [
      html`<button
        type="button"
        class="chip ${stateClass(state)}"
        data-filter="${state}"
        aria-pressed="false"
      >
        ${stateIcon(state)}<b>${grouped(number)}</b> ${stateName(state)}
      </button>`,
    ];
  });
  return html`<div class="chips" role="group" aria-label="tasks by state">${chips}</div>`;
}

/** Tasks that failed of themselves: groups fail with what is in them. */
export function failures(context: PageContext): Markup | undefined {
  const { run, mask } = context;
  const failed = run.tasks.filter(
    ({ type, state, failure, path }) => state === "FAILED" && (type === "task" || failure?.path === path),
  );
  if (failed.length === 0) return undefined;
  const reasons = [...groupBy(failed, ({ failure }) => mask.text(failure?.message ?? "failed"))];
  const more = reasons.length - mostReasons;
  return html`<section class="failures" aria-label="what failed">
    <h2>${count(failed.length, "task")} failed</h2>
    <ul>
      ${reasons.slice(0, mostReasons).map(([reason, tasks]) => failureItem(context, reason, tasks))}
    </ul>
    ${more > 0 ? html`<p class="faint">and for ${count(more, "other reason")}</p>` : undefined}
  </section>`;
}

/** Tasks that failed alike stand together, as iterations often do. */
function failureItem(context: PageContext, reason: string, tasks: readonly TaskRecord[]): Markup {
  const more = tasks.length - mostAlike;
  return html`<li>
    <p class="alike">
      ${tasks.slice(0, mostAlike).map(({ path }) => html`${taskLink(context, path)} `)}
      ${more > 0 ? html`<span class="faint">and ${grouped(more)} more</span>` : undefined}
    </p>
    <p class="said">${reason}</p>
  </li>`;
}
