// Finds what a plan is made against: a file, a run of this machine, or a job of Vertex AI.
import { resolve } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { readRun, readWithoutInputs } from "../../pipeline/runner/record/read-run.ts";
import { runIds } from "../../pipeline/runner/record/run-ids.ts";
import type { ResolvedConfig } from "../../pipeline/vertex/config/index.ts";
import type { Connection } from "../../pipeline/vertex/client/index.ts";
import { getJob, listJobs, requireJobId } from "../../pipeline/vertex/jobs.ts";
import {
  earlierFromFile,
  earlierFromJob,
  earlierFromRun,
  type EarlierJob,
} from "../../pipeline/vertex/plan/index.ts";
import { loadPipelineFile } from "../load-pipeline.ts";
import type { ConfigValues } from "../vertex/config-options.ts";
import { readConfigOptions, withConnection } from "../vertex/settings.ts";

export interface EarlierOptions {
  /** Of the pipeline that is planned: `latest` is its newest. */
  readonly pipeline: string;
  /** Holds this machine's runs. */
  readonly root: string;
  /** The command line's options of where Vertex AI is. */
  readonly place: ConfigValues;
}

/**
 * `given` is a file's name, a run's id, a job's id, or `latest`: the newest job where a project is set, otherwise the
 * newest run. Throws a `UserError`.
 */
export async function findEarlier(given: string, options: EarlierOptions): Promise<EarlierJob> {
  if (/\.(ya?ml|json)$/i.test(given) || /\.[cm]?[jt]sx?(#[^/]*)?$/i.test(given)) {
    return earlierFromFile(given, await loadPipelineFile(given));
  }
  const root = resolve(options.root);
  if (runIds(root).includes(given)) return localRun(root, given);
  const config = configOf(options, given);
  if (config === undefined) return newestRun(root, options.pipeline);
  return vertexJob(config, given, options.pipeline);
}

/** `undefined`: no project is set, and that is no mistake where this machine's runs are there to be looked at. */
function configOf({ place, root }: EarlierOptions, given: string): ResolvedConfig | undefined {
  try {
    return readConfigOptions(place);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const isLocal = given === "latest" && place["project"] === undefined && runIds(resolve(root)).length > 0;
    if (isLocal) return undefined;
    throw new UserError(
      error.code,
      `--against ${given}: is no file, and no run in ${root}. To look for a job of Vertex AI:\n${error.message}`,
    );
  }
}

function localRun(root: string, runId: string): EarlierJob {
  const earlier = earlierFromRun(readRun(root, runId));
  if (earlier !== undefined) return earlier;
  throw new UserError(
    "RUN_UNREADABLE",
    `run "${runId}": it was stopped before it had written its pipeline. Give another run.`,
  );
}

function newestRun(root: string, pipeline: string): EarlierJob {
  const runId = runIds(root).find((id) => readWithoutInputs(root, id, Date.now()).pipeline === pipeline);
  if (runId !== undefined) return localRun(root, runId);
  throw new UserError(
    "RUN_UNKNOWN",
    `--against latest: there is no run of ${pipeline} in ${root}. Name another folder with --root, or a file.`,
  );
}

async function vertexJob(resolved: ResolvedConfig, given: string, pipeline: string): Promise<EarlierJob> {
  const { project, location } = resolved.config;
  return withConnection(resolved, async (connection) => {
    const id = given === "latest" ? await newestJob(connection) : requireJobId(given);
    return earlierFromJob(await getJob(connection, id));
  });

  async function newestJob(connection: Connection): Promise<string> {
    const [newest] = await listJobs(connection, { filter: `pipeline_name="${pipeline}"`, limit: 1 });
    if (newest !== undefined) return newest.id;
    throw new UserError(
      "JOB_UNKNOWN",
      `--against latest: project ${project} has no job of ${pipeline} in ${location}. Give a file or a run instead.`,
    );
  }
}
