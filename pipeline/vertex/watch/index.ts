// A job while it runs, as the events of a local run.
export { watchJob, type WatchOptions } from "./watch-job.ts";
export { jobEvents, runStateOf } from "./job-events.ts";
export { failureLines, withoutReasons } from "./failure-lines.ts";
export { isInConsole, jobLink, logLink } from "./console-links.ts";
export { placeTasks, type PlacedTask } from "./place-tasks.ts";
