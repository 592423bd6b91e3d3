// Jobs as text: a table of many, and one with its tasks.
import { describeSeconds } from "../../pipeline/runner/index.ts";
import { TaskViews } from "../../pipeline/runner/report/task-view.ts";
import { treeLines } from "../../pipeline/runner/report/tree-lines.ts";
import type { Job } from "../../pipeline/vertex/job/index.ts";
import type { ListedJob } from "../../pipeline/vertex/jobs.ts";
import { failureLines, jobEvents, jobLink, withoutReasons } from "../../pipeline/vertex/watch/index.ts";
import { alignedLines } from "../terminal/table.ts";

export function jobTable(jobs: readonly ListedJob[], now: number = Date.now()): readonly string[] {
  const rows = jobs.map((job) => [
    job.id,
    job.displayName,
    job.state.toLowerCase(),
    shortTime(job.createTime),
    duration(job, now),
  ]);
  return alignedLines([["JOB", "NAME", "STATE", "CREATED", "TOOK"], ...rows]);
}

/** `2026-11-21 18:05`, in UTC. */
export function shortTime(time: number | undefined): string {
  return time === undefined ? "" : new Date(time).toISOString().slice(0, 16).replace("T", " ");
}

function duration({ startTime, endTime, state }: ListedJob, now: number): string {
  if (startTime === undefined) return "";
  if (endTime === undefined && state !== "RUNNING" && state !== "CANCELLING") return "";
  return describeSeconds(Math.max(0, (endTime ?? now) - startTime) / 1000);
}

export interface JobLinesOptions {
  /** Google's console knows of the job. */
  readonly inConsole: boolean;
  /** Default: the time it is. */
  readonly now?: number;
}

export function jobLines(job: Job, { inConsole, now = Date.now() }: JobLinesOptions): readonly string[] {
  const views = new TaskViews();
  const shown = withoutReasons(job);
  for (const event of jobEvents(() => now)(job)) views.apply(shown(event));
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["state", job.state.toLowerCase()],
    ["created", shortTime(job.createTime)],
    ["took", duration(job, now)],
    ["root", job.pipelineRoot],
    ["runs as", job.serviceAccount],
    ["template", job.templateUri],
    ["schedule", job.scheduleName],
    ["labels", labelText(job)],
    ["console", inConsole ? jobLink(job.name) : undefined],
  ];
  const parameters = Object.entries(job.parameters).map(
    ([name, value]) => `  ${name} = ${JSON.stringify(value)}`,
  );
  return [
    `${job.displayName}  ${job.id}`,
    ...facts.flatMap(([name, value]) => (value ? [`  ${name.padEnd(8)} ${value}`] : [])),
    ...(parameters.length === 0 ? [] : ["parameters", ...parameters]),
    ...(job.tasks.length === 0 ? [] : ["tasks", ...treeLines(views, { now }).map((line) => `  ${line}`)]),
    ...failureLines(job, inConsole).filter((line) => !line.startsWith("the job: ")),
  ];
}

function labelText({ labels }: Job): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
}
