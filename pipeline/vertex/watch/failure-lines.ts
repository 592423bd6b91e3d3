// What to say about a job that failed: each task that is to blame, the service's words, and where its log is.
import type { RunEvent } from "../../runner/index.ts";
import type { Job } from "../job/index.ts";
import { jobLink, logLink } from "./console-links.ts";
import { placeTasks, type PlacedTask } from "./place-tasks.ts";

const mostTasks = 5;

/** Empty unless the job failed. `inConsole`: Google's console knows of the job. */
export function failureLines(job: Job, inConsole = true): readonly string[] {
  if (job.state !== "FAILED") return [];
  const blamed = blamedTasks(job);
  const project = job.name.split("/")[1] ?? "";
  const more = blamed.slice(mostTasks).map(({ path }) => path);
  return [
    ...blamed.slice(0, mostTasks).flatMap(({ path, detail }) => {
      const log = detail.attempts.at(-1);
      return [
        "",
        `${path} failed: ${describe(detail.error) ?? "the service gives no reason"}`,
        ...(log === undefined || !inConsole ? [] : [`  its log: ${logLink(log, project)}`]),
      ];
    }),
    ...(more.length === 0 ? [] : ["", `${more.length} more failed: ${more.join(", ")}`]),
    ...(blamed.length === 0
      ? ["", `${job.displayName} failed: ${describe(job.error) ?? "the service gives no reason"}`]
      : []),
    "",
    ...(inConsole ? [`the job: ${jobLink(job.name)}`] : []),
    "Once the cause is corrected, submit again: tasks that are cached are not repeated.",
  ];
}

/** What happened, without the reasons that `failureLines` gives at the end. */
export function withoutReasons(job: Job): (event: RunEvent) => RunEvent {
  const told = job.state === "FAILED" ? blamedTasks(job).slice(0, mostTasks) : [];
  const paths = new Set(told.map(({ path }) => path));
  return (event) => {
    if (event.kind !== "task-finished" || !paths.has(event.path)) return event;
    const { failure: _, ...rest } = event;
    return rest;
  };
}

function blamedTasks(job: Job): readonly PlacedTask[] {
  const failed = placeTasks(job).filter(({ detail }) => detail.state === "FAILED");
  // Groups fail by what fails in them.
  return failed.filter(
    ({ path }) => !failed.some((other) => other.path !== path && isWithin(other.path, path)),
  );
}

function isWithin(path: string, group: string): boolean {
  return path.startsWith(`${group}/`) || path.startsWith(`${group}[`);
}

function describe(error: Job["error"]): string | undefined {
  if (error === undefined) return undefined;
  const message = error.message.trim();
  return message === "" ? error.code : message;
}
