// What a plan is made against: a job of Vertex AI, a run of this machine, or a pipeline that is supposed to have run.
import type { Json, PipelineSpec } from "../../ir/pipeline-spec.ts";
import { requirePipelineSpec } from "../../ir/validate.ts";
import type { RunRecord } from "../../runner/record/run-record.ts";
import type { Job, TaskDetailState } from "../job/index.ts";
import { placeTasks } from "../watch/place-tasks.ts";

/** `UNRECORDED`: Vertex AI's job says nothing of it; how it tells of iterations is not documented. */
export type EarlierState =
  "SUCCEEDED" | "CACHED" | "FAILED" | "SKIPPED" | "CANCELLED" | "UNFINISHED" | "UNRECORDED";

export interface EarlierTask {
  readonly state: EarlierState;
  /** That it ran; absent where it came from the cache, or the time is not known. */
  readonly seconds?: number;
  /** Output parameters, where they are known. */
  readonly parameters?: { readonly [name: string]: Json };
}

export interface EarlierJob {
  /** As sentences name it: `job "twin-20261121"`, `run "twin-..."`, a file. */
  readonly name: string;
  /** `vertex`: artifacts count by what they are called, and what runs again makes new ones. `local`: by their content. */
  readonly source: "vertex" | "local" | "file";
  readonly spec: PipelineSpec;
  /** Absent: those that the job to come is given, and its own defaults. */
  readonly parameters?: { readonly [name: string]: Json };
  /** By path. Absent: all tasks are supposed to have succeeded. */
  readonly tasks?: ReadonlyMap<string, EarlierTask>;
}

const states: { readonly [S in TaskDetailState]?: EarlierState } = {
  SUCCEEDED: "SUCCEEDED",
  SKIPPED: "CACHED",
  NOT_TRIGGERED: "SKIPPED",
  FAILED: "FAILED",
  CANCELLED: "CANCELLED",
};

/** Throws a `UserError` if its pipeline is none. */
export function earlierFromJob(job: Job): EarlierJob {
  const spec = requirePipelineSpec(job.pipelineSpec, `job ${job.id}`);
  const tasks = placeTasks(job).map(({ path, detail }): readonly [string, EarlierTask] => {
    const state = states[detail.state] ?? "UNFINISHED";
    const { startTime, endTime } = detail;
    const hasTime = state === "SUCCEEDED" && startTime !== undefined && endTime !== undefined;
    return [path, { state, ...(hasTime && { seconds: Math.max(0, endTime - startTime) / 1000 }) }];
  });
  const { parameters } = job;
  return { name: `job "${job.id}"`, source: "vertex", spec, parameters, tasks: new Map(tasks) };
}

/** `undefined`: the run was killed before it had written its pipeline. */
export function earlierFromRun(run: RunRecord): EarlierJob | undefined {
  if (run.spec === undefined) return undefined;
  const tasks = run.tasks.map((task): readonly [string, EarlierTask] => {
    const { state, seconds, outputs } = task;
    const known =
      state === "RUNNING" || state === "RETRYING" || state === "INTERRUPTED" ? "UNFINISHED" : state;
    return [
      task.path,
      { state: known, ...(known === "SUCCEEDED" && { seconds }), parameters: outputs.parameters },
    ];
  });
  const { spec, parameters } = run;
  return { name: `run "${run.runId}"`, source: "local", spec, parameters, tasks: new Map(tasks) };
}
