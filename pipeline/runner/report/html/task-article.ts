// A task to its details: what became of it, why, what it took and gave, and its log.
import { own } from "../../../ir/json-object.ts";
import type { PipelineSpec } from "../../../ir/pipeline-spec.ts";
import { quoteWord } from "../../executors/python/shell-text.ts";
import { stateName } from "../states.ts";
import { isIteration, parentPath, type TaskRecord, withoutIterations } from "../../record/run-record.ts";
import type { Values } from "../../values.ts";
import { artifactReferences, outputArtifacts } from "./artifact-view.ts";
import { iterationsView } from "./iterations-view.ts";
import { logExcerpt } from "./log-excerpt.ts";
import { html, type Markup } from "./markup.ts";
import type { PageContext } from "./page-context.ts";
import { componentAt, shortLabel, taskLink } from "./page-context.ts";
import { count } from "../../../ir/count-text.ts";
import { describeMoment, describeTime } from "./sizes.ts";
import { stateBadge } from "./state-icons.ts";
import type { TaskNode } from "./task-tree.ts";
import { parametersTable } from "./values-view.ts";

export function taskArticle(context: PageContext, node: TaskNode): Markup {
  const { task } = node;
  const { path, inputs, outputs, type } = task;
  const title = isIteration(path) ? `${shortLabel(task)} of ${nameAt(context, parentPath(path))}` : task.name;
  return html`<article id="${context.anchor(path)}" tabindex="-1" aria-label="${path}">
    <nav class="crumbs">${crumbs(context, task)}</nav>
    <h3>${title} ${stateBadge(task.state)}</h3>
    <p class="facts">${facts(context, task)}</p>
    ${reason(context, task)}${attemptsTable(context, task)}${iterationsView(context, node)}
    ${inputs === undefined ? undefined : valuesSection(context, "Inputs", inputs, artifactReferences)}
    ${valuesSection(context, "Outputs", outputs, type === "task" ? outputArtifacts : artifactReferences)}
    ${type === "task" ? logExcerpt(context, task) : undefined}
  </article>`;
}

/** Everything around a task that is shown is shown. */
function nameAt({ tree }: PageContext, path: string): string {
  const task = tree.byPath.get(path)?.task;
  return task === undefined ? path : shortLabel(task);
}

function crumbs(context: PageContext, task: TaskRecord): Markup {
  const above: string[] = [];
  for (let each = parentPath(task.path); each !== ""; each = parentPath(each)) above.unshift(each);
  return html`<a href="#run">${context.run.pipeline}</a>${above.map(
      (each) => html` / ${taskLink(context, each, nameAt(context, each))}`,
    )}
    / <span>${shortLabel(task)}</span>`;
}

function facts({ run, mask }: PageContext, task: TaskRecord): Markup {
  const { startedAt, seconds, attempts, type, path, iterations, cached } = task;
  const parts = [
    { group: "group", loop: `loop of ${count(iterations ?? 0, "iteration")}`, task: "task" }[type],
    ...(startedAt === undefined
      ? ["never started"]
      : [
          cached ? "taken from the cache" : `ran ${describeTime(seconds)}`,
          `began ${describeTime((startedAt - run.startedAt) / 1000)} into the run, ${describeMoment(startedAt)}`,
        ]),
    ...(attempts.length > 1 ? [count(attempts.length, "attempt")] : []),
  ];
  const image = type === "task" ? imageOf(run.spec, path) : undefined;
  const runs = image === undefined ? undefined : html` · <code>${mask.text(image)}</code>`;
  return html`${parts.join(" · ")}${runs}`;
}

function imageOf(spec: PipelineSpec | undefined, path: string): string | undefined {
  const label = componentAt(spec, withoutIterations(path))?.executorLabel;
  return own(spec?.deploymentSpec?.executors, label ?? "")?.container?.image;
}

/** Why it failed or was skipped, and how to run just it again. */
function reason(context: PageContext, { path, state, failure, type }: TaskRecord): Markup | undefined {
  if (failure === undefined) return undefined;
  const blamed = failure.path === path ? undefined : html`${taskLink(context, failure.path)}: `;
  const again =
    state === "FAILED" && type === "task"
      ? html`<p>
          To run it alone, with the inputs it had:
          <code class="command">pollux run --only ${quoteWord(path)} --from ${context.run.runId}</code>
        </p>`
      : undefined;
  return html`<div class="reason ${state === "FAILED" ? "bad" : "mild"}">
    <p class="said">${blamed}${context.mask.text(failure.message)}</p>
    ${again}
  </div>`;
}

function attemptsTable(context: PageContext, { attempts, state }: TaskRecord): Markup | undefined {
  if (attempts.length < 2) return undefined;
  const rows = attempts.map(({ startedAt, endedAt, failure }, index) => {
    const time = endedAt === undefined ? "" : describeTime((endedAt - startedAt) / 1000);
    const began = describeTime((startedAt - context.run.startedAt) / 1000);
    const what = failure === undefined ? stateName(state) : context.mask.text(failure.message);
    return html`<tr>
      <th scope="row">${index + 1}</th>
      <td>${began}</td>
      <td>${time}</td>
      <td>${what}</td>
    </tr>`;
  });
  return html`<section>
    <h4>Attempts</h4>
    <div class="scroll">
      <table class="attempts">
        <thead>
          <tr>
            <th scope="col">No.</th>
            <th scope="col">Began</th>
            <th scope="col">Ran</th>
            <th scope="col">What came of it</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

export function valuesSection(
  context: PageContext,
  title: string,
  { parameters, artifacts }: Values,
  show: typeof outputArtifacts,
): Markup | undefined {
  const table = parametersTable(context, parameters);
  const shown = show(context, artifacts);
  if (table === undefined && shown.length === 0) return undefined;
  return html`<section>
    <h4>${title}</h4>
    ${table}${shown}
  </section>`;
}
