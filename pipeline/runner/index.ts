// The runner: executes KFP v2 IR, whoever compiled it, on this machine.
export { runPipeline, type RunOptions } from "./run-pipeline.ts";
export { resumeRun, type ResumeOptions } from "./resume-run.ts";
export { runOnly, type OnlyOptions } from "./run-only.ts";
export { runIds } from "./record/run-ids.ts";
export { latestRun } from "./stored-run.ts";
export type { RunSettings } from "./carry-out.ts";
export type { ArtifactResult, RunResult, TaskResult } from "./run-result.ts";
export type { Failure, RunEvent, RunState, TaskState } from "./events.ts";
export { diskError } from "./journal.ts";
// Executors
export { processExecutor, type ProcessExecutorOptions } from "./executors/process.ts";
export { workerExecutor } from "./executors/worker/worker.ts";
export type { ContainerTask, TaskControl, TaskExecutor, TaskExit } from "./executors/task-executor.ts";
// Reporting
export { describeSeconds } from "./report/duration.ts";
export { liveReporter } from "./report/live-reporter.ts";
