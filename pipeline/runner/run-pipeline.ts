// Runs a pipeline on this machine, from its beginning.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Json, PipelineSpec } from "../ir/pipeline-spec.ts";
import { carryOut, type RunSettings } from "./carry-out.ts";
import { checkParameters } from "./check-parameters.ts";
import { checkSpec } from "./check-spec.ts";
import type { RunStarted } from "./events.ts";
import { importInputs } from "./import-inputs.ts";
import { createJournal, createRunFolder, diskError } from "./journal.ts";
import { lockRun } from "./run-lock.ts";
import { checkRunId, newRunId } from "./run-names.ts";
import type { RunResult } from "./run-result.ts";
import type { Values } from "./values.ts";

export interface RunOptions extends RunSettings {
  readonly spec: PipelineSpec;
  readonly parameters?: { readonly [name: string]: Json };
  /** The pipeline's input artifacts: files, folders or URIs by name. */
  readonly artifacts?: { readonly [name: string]: string };
  /** Letters, digits, `-` and `_`. Default: the pipeline's name, the time and a little chance. */
  readonly runId?: string;
  /** Where relative paths in the pipeline start. Default: the current folder. */
  readonly cwd?: string;
  /** What stands for `{{$.NAME}}`, such as `pipeline_google_cloud_project_id`. Default: what this runner says. */
  readonly names?: { readonly [name: string]: string };
}

/**
 * Resolves however the run ended. Throws a `UserError` before anything starts (`PARAMETERS_INVALID`,
 * `PIPELINE_INVALID`, `IMAGE_UNKNOWN`, `RUN_EXISTS`), and `ROOT_UNUSABLE` whenever files cannot be written.
 */
export async function runPipeline(options: RunOptions): Promise<RunResult> {
  const { spec, executor, signal } = options;
  const cwd = options.cwd ?? process.cwd();
  const parameters = checkParameters(spec, options.parameters ?? {});
  checkSpec(spec, executor, resolve(options.root));
  const artifacts = await importInputs(spec, options.artifacts ?? {}, { cwd, signal });
  return beginRun({ ...options, cwd }, { parameters, artifacts });
}

/** The run has been checked and its inputs are at hand. */
export async function beginRun(
  options: Omit<RunOptions, "parameters" | "artifacts"> & Pick<RunStarted, "cwd" | "only">,
  inputs: Values,
): Promise<RunResult> {
  const { spec, cwd, only, names } = options;
  const root = resolve(options.root);
  const pipeline = spec.pipelineInfo.name;
  const runId = options.runId === undefined ? newRunId(pipeline, new Date()) : checkRunId(options.runId);
  const folder = join(root, "runs", runId);
  createRunFolder(root, folder);
  const unlock = lockRun(folder);
  try {
    writeFileSync(join(folder, "pipeline.json"), JSON.stringify(spec), { mode: 0o600 });
    mkdirSync(join(folder, "workspace"));
    const started = {
      kind: "run-started",
      time: Date.now(),
      runId,
      pipeline,
      folder,
      cwd,
      ...inputs,
      ...(names !== undefined && { names }),
      ...(only !== undefined && { only }),
    } as const;
    const journal = createJournal(folder);
    return await carryOut({ spec, root, started, earlier: [], journal }, options);
  } catch (error) {
    throw diskError(root, error) ?? error;
  } finally {
    unlock();
  }
}
