// A plan as a text that people read: the tasks, what changed, how many are which, and what it costs about.
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { ParameterChange, Plan } from "../../pipeline/vertex/plan/index.ts";
import type { Change } from "../diff/change.ts";
import { inOneLine, show } from "../diff/show.ts";
import { dollars, leastShown, sharedReasons, taskLines } from "./task-lines.ts";

/** `changes` are those of the pipeline itself. */
export function planText(plan: Plan, changes: readonly Change[]): string {
  const changed = [...plan.parameters.map(parameterLine), ...changes.map(changeLine)];
  return [
    headline(plan),
    "",
    ...taskLines(plan.tasks),
    "",
    ...(plan.against === undefined
      ? []
      : changed.length === 0
        ? [`Nothing has changed since ${plan.against.name}.`, ""]
        : [`Changed since ${plan.against.name}:`, ...changed.map((line) => `  ${line}`), ""]),
    countLine(plan),
    ...priceLines(plan),
    ...notes(plan),
  ].join("\n");
}

function headline({ pipeline, against, region }: Plan): string {
  if (against === undefined) return `${pipeline} in ${region}, compared with no job`;
  const supposed = against.source === "file" ? ", as if that had run whole" : "";
  return `${pipeline} in ${region}, against ${against.name}${supposed}`;
}

function parameterLine({ name, before, now }: ParameterChange): string {
  if (now === undefined) return `parameter "${name}" is left out, and was ${value(before)}`;
  return before === undefined
    ? `parameter "${name}" is ${value(now)}, and was not given`
    : `parameter "${name}" is ${value(now)}, and was ${value(before)}`;
}

function value(json: Json | undefined): string {
  return json === undefined ? "nothing" : show(json);
}

function changeLine({ where, message }: Change): string {
  return `${where === "" ? "pipeline" : inOneLine(where)}: ${message}`;
}

function countLine({ counts, tasks }: Plan): string {
  const { cached, runs, open, skipped } = counts;
  const parts = [
    `${cached} cached`,
    `${runs} to run`,
    ...(open > 0 ? [`${open} not known yet`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ];
  return `${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}: ${parts.join(", ")}.`;
}

function priceLines({ tasks, price: { run, certain, possible, list } }: Plan): readonly string[] {
  const may = tasks.filter(({ verdict }) => verdict === "runs" || verdict === "open");
  const estimated = may.filter(({ price, machine }) => price !== undefined && machine !== undefined);
  const start = `${dollars(run)} for starting the pipeline`;
  const more = possible > 0 ? `, and up to ${dollars(Math.max(possible, 0.01))} for those not known yet` : "";
  const rest = may.length === 0 ? "Nothing else has a price." : "Of its tasks there is no estimate.";
  const about = certain > 0 && certain < leastShown ? "Less than $0.01" : `About ${dollars(certain)}`;
  const all = `${about} for the tasks that run${more}; ${start}.`;
  return [
    estimated.length > 0 ? all : `${start}. ${rest}`,
    ...sharedReasons(tasks).map(({ reason, count }) => `No estimate of ${count} tasks: ${reason}.`),
    `${list.source}, list prices of ${list.date}: an estimate, without disks, network and endpoints.`,
  ];
}

function notes({ against }: Plan): readonly string[] {
  if (against === undefined) {
    return ["Say with --against JOB, latest, a run's id or a file what the cache may hold."];
  }
  const tag = "What is behind an image's tag, or at an importer's address, was not looked at.";
  if (against.source === "file") return [tag];
  return [
    `Only ${against.name} was looked at: an earlier one may have left a result in the cache as well.`,
    tag,
  ];
}
