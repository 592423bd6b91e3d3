// Runs a pipeline on this machine: carries out what the scheduler decides, and tells it what came of it.
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Json, PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { checkParameters } from "./check-parameters.ts";
import { checkSpec } from "./check-spec.ts";
import { conduct } from "./conduct.ts";
import type { KeptEvent, RunEvent } from "./events.ts";
import type { TaskExecutor } from "./executors/task-executor.ts";
import { importInputs } from "./import-inputs.ts";
import { createJournal, diskError, type Journal } from "./journal.ts";
import { type RunResult, runResult } from "./run-result.ts";
import { newSchedule } from "./scheduler/schedule.ts";
import type { RunContext } from "./tasks/run-context.ts";

export interface RunOptions {
  readonly spec: PipelineSpec;
  readonly parameters?: { readonly [name: string]: Json };
  /** The pipeline's input artifacts: files, folders or URIs by name. */
  readonly artifacts?: { readonly [name: string]: string };
  /** Holds the runs and the cache; made if it does not exist. */
  readonly root: string;
  readonly executor: TaskExecutor;
  /** Tasks at once. Default: as many as there are processors. */
  readonly parallelism?: number;
  /** Default: true. False neither reads nor writes it. */
  readonly cache?: boolean;
  readonly onEvent?: (event: RunEvent) => void;
  /** Aborting stops the tasks, runs the exit handlers and ends the run as CANCELLED. */
  readonly signal?: AbortSignal;
  /** Aborting stops everything at once, exit handlers too. */
  readonly hardSignal?: AbortSignal;
  /** Letters, digits, `-` and `_`. Default: the pipeline's name, the time and a little chance. */
  readonly runId?: string;
  /** Where relative paths in the pipeline start. Default: the current folder. */
  readonly cwd?: string;
}

/**
 * Resolves however the run ended. Throws a `UserError` before anything starts (`PARAMETERS_INVALID`,
 * `PIPELINE_INVALID`, `IMAGE_UNKNOWN`, `RUN_EXISTS`), and `ROOT_UNUSABLE` whenever files cannot be written.
 */
export async function runPipeline(options: RunOptions): Promise<RunResult> {
  const { spec, executor, signal, hardSignal } = options;
  const root = resolve(options.root);
  const cwd = options.cwd ?? process.cwd();
  const parameters = checkParameters(spec, options.parameters ?? {});
  checkSpec(spec, executor);
  const artifacts = await importInputs(spec, options.artifacts ?? {}, { cwd, signal });

  const runId = checkRunId(options.runId) ?? newRunId(spec.pipelineInfo.name, new Date());
  const folder = join(root, "runs", runId);
  const journal = createJournal(root, folder);
  const tell = options.onEvent ?? (() => {});
  const started = Date.now();
  const keep = (event: KeptEvent): void => {
    journal.append(event);
    tell(event);
  };
  const context: RunContext = { spec, root, folder, cwd, executor, cache: options.cache ?? true, tell };
  const schedule = newSchedule({
    spec,
    names: runNames(runId, folder, started),
    parallelism: options.parallelism ?? availableParallelism(),
  });
  try {
    writeFileSync(join(folder, "pipeline.json"), JSON.stringify(spec));
    mkdirSync(join(folder, "workspace"));
    const pipeline = spec.pipelineInfo.name;
    keep({ kind: "run-started", time: started, runId, pipeline, folder, parameters });
    const state = await conduct({ schedule, context, keep, signal, hardSignal }, { parameters, artifacts });
    keep({ kind: "run-finished", time: Date.now(), state, seconds: (Date.now() - started) / 1000 });
    return runResult(schedule, runId, state);
  } catch (error) {
    tell({ kind: "run-finished", time: Date.now(), state: "FAILED", seconds: (Date.now() - started) / 1000 });
    throw diskError(root, error) ?? error;
  } finally {
    closeQuietly(journal);
  }
}

function runNames(runId: string, folder: string, started: number): { readonly [name: string]: string } {
  const time = new Date(started).toISOString();
  return {
    pipeline_job_name: runId,
    pipeline_job_resource_name: `projects/local/locations/local/pipelineJobs/${runId}`,
    pipeline_job_uuid: runId,
    pipeline_job_create_time_utc: time,
    pipeline_job_schedule_time_utc: time,
    pipeline_root: folder,
    workspace_path: join(folder, "workspace"),
  };
}

function checkRunId(runId: string | undefined): string | undefined {
  if (runId === undefined || /^\w[\w-]{0,127}$/.test(runId)) return runId;
  throw new UserError(
    "RUN_ID_INVALID",
    `run id "${runId}": it names a folder. Use at most 128 letters, digits, "-" and "_".`,
  );
}

/** `digital-twin-20261121-114600-3f9a1c`. */
function newRunId(pipeline: string, now: Date): string {
  const [date = "", time = ""] = now.toISOString().replace(/[-:]/g, "").split(/[T.]/);
  const name = pipeline.replace(/[^\w-]+/g, "-").replace(/^-+/, "");
  return `${name || "run"}-${date}-${time}-${randomBytes(3).toString("hex")}`;
}

function closeQuietly(journal: Journal): void {
  try {
    journal.close();
  } catch {
    // What ended the run says it already.
  }
}
