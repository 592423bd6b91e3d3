// Runs one task to its outcome: out of the cache, by importing, or in its container.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import type { ExecutorSpec } from "../../ir/pipeline-spec.ts";
import { UserError } from "../../ir/user-error.ts";
import type { Instance, TaskOutcome } from "../scheduler/schedule.ts";
import { type Artifact, noValues, type Values } from "../values.ts";
import { readCache, writeCache } from "./cache.ts";
import { cacheKey } from "./cache-key.ts";
import { ImportError, importArtifact } from "./import-artifact.ts";
import type { RunContext, TaskSignals } from "./run-context.ts";
import { runContainer } from "./run-container.ts";
import { own } from "../../ir/json-object.ts";

export interface TaskJob extends TaskSignals {
  readonly instance: Instance;
  readonly attempt: number;
  /** What stands for `{{$.NAME}}` in this task. */
  readonly names: { readonly [name: string]: string };
}

export type Outcome = Pick<TaskOutcome, "state" | "outputs" | "failure" | "log">;

/** Rejects only for what ends the whole run, such as a full disk. */
export async function runTask(context: RunContext, job: TaskJob): Promise<Outcome> {
  const { component, task, path } = job.instance;
  const executor = own(context.spec.deploymentSpec?.executors, component.executorLabel ?? "");
  try {
    if (executor?.importer !== undefined) return await runImporter(context, job, executor);
    const { image = "" } = executor?.container ?? {};
    context.executor.checkImage(image);
    const onLine = (line: string): void => context.tell({ kind: "task-line", path, line });
    const { enableCache = false, cacheKey: ownKey } = task.cachingOptions ?? {};
    const key =
      // What an exit handler does is never done already: it cleans up, or tells somebody.
      enableCache && context.cache && !job.instance.shielded && executor !== undefined
        ? cacheKey({
            component,
            executor,
            inputs: job.instance.inputs,
            code: await context.executor.codeFingerprint(image, { ...job, onLine }),
            cacheKey: ownKey,
          })
        : undefined;
    const cached = key === undefined ? undefined : await readCache(context.root, key);
    if (cached !== undefined) return { state: "CACHED", outputs: cached };
    const outcome = await runContainer(context, job, executor?.container ?? { image });
    if (outcome.state !== "SUCCEEDED") return outcome;
    const outputs = asNew(outcome.outputs);
    if (key !== undefined) await writeCache(context.root, key, outputs);
    return { ...outcome, outputs };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { state: "FAILED", outputs: noValues, failure: { path, message: error.message } };
  }
}

/** No artifact of an earlier attempt or run is the same, even one at the same address. */
function asNew({ parameters, artifacts }: Values): Values {
  const stamp = (artifact: Artifact): Artifact => ({
    ...artifact,
    fingerprint: `${artifact.uri}#${randomUUID()}`,
    ...(isAbsolute(artifact.uri) && existsSync(artifact.uri) && { isStored: true }),
  });
  return {
    parameters,
    artifacts: Object.fromEntries(Object.entries(artifacts).map(([name, list]) => [name, list.map(stamp)])),
  };
}

/** A reimported artifact is a new one each time: nothing that was made from an earlier one holds for it. */
async function runImporter(
  context: RunContext,
  { instance, names, stop, kill }: TaskJob,
  executor: ExecutorSpec,
): Promise<Outcome> {
  const { component, inputs, task, path } = instance;
  const [name = "artifact"] = Object.keys(component.outputDefinitions?.artifacts ?? {});
  const { importer } = executor;
  if (importer === undefined) throw new TypeError(`${path} is no importer`);
  try {
    const executorInput = { inputs: { parameterValues: inputs.parameters } };
    const options = { cwd: context.cwd, signal: AbortSignal.any([stop, kill]) };
    const found = await importArtifact(importer, inputs, { executorInput, names }, options);
    const identity = found.fingerprint ?? found.uri;
    const fingerprint =
      importer.reimport === true ? `${identity}#${names.pipeline_job_uuid ?? ""}/${path}` : identity;
    const artifact: Artifact = {
      ...found,
      name,
      fingerprint,
      ...(found.fingerprint !== undefined && { isStored: true }),
    };
    const outputs: Values = { parameters: {}, artifacts: { [name]: [artifact] } };
    if (importer.reimport === true || task.cachingOptions?.enableCache !== true || !context.cache) {
      return { state: "SUCCEEDED", outputs };
    }
    const key = cacheKey({ component, executor, inputs, code: identity });
    const known = await readCache(context.root, key);
    if (known === undefined) await writeCache(context.root, key, outputs);
    return { state: known === undefined ? "SUCCEEDED" : "CACHED", outputs };
  } catch (error) {
    if (stop.aborted || kill.aborted) return { state: "CANCELLED", outputs: noValues };
    if (!(error instanceof ImportError)) throw error;
    return { state: "FAILED", outputs: noValues, failure: { path, message: `${error.message}.` } };
  }
}
