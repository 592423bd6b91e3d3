// What the command line asks `pollux run` to do: a pipeline from its beginning, a run to go on with, or one task again.
import { UserError } from "../../pipeline/ir/user-error.ts";
import {
  latestRun,
  resumeRun,
  runOnly,
  runPipeline,
  type RunResult,
  type RunSettings,
} from "../../pipeline/runner/index.ts";
import { latestTasks } from "../../pipeline/runner/stored-run.ts";
import { openPipeline } from "./open-pipeline.ts";
import { readRunInputs } from "./run-inputs.ts";

export type Work =
  | { readonly kind: "begin"; readonly reference: string }
  | { readonly kind: "resume"; readonly runId: string }
  | {
      readonly kind: "only";
      readonly path: string;
      readonly from: string;
      readonly reference: string | undefined;
    };

export interface WorkOptions {
  readonly p: readonly string[];
  readonly parameters?: string | undefined;
  readonly root: string;
  readonly resume?: string | undefined;
  readonly only?: string | undefined;
  readonly from?: string | undefined;
}

/** Throws `WRONG_ARGUMENTS` if what is given does not go together. */
export function readWork(options: WorkOptions, references: readonly string[]): Work {
  const { p, parameters, root, resume, only, from } = options;
  const [reference, ...more] = references;
  if (more.length > 0) throw notOne(references.length);
  if (resume === undefined && only === undefined && from === undefined) {
    if (reference === undefined) throw notOne(0);
    return { kind: "begin", reference };
  }
  if (p.length > 0 || parameters !== undefined) {
    throw wrong("parameters are given, but a run's are those it began with. Leave out -p and --parameters");
  }
  if (resume !== undefined) {
    if (only !== undefined || from !== undefined) {
      throw wrong("--resume goes on with a whole run. Leave out --only and --from");
    }
    if (reference !== undefined) {
      throw wrong(
        `--resume goes on with the pipeline as it was. Leave out ${reference}, or run it from its beginning`,
      );
    }
    return { kind: "resume", runId: resolveRunId(root, resume) };
  }
  if (only === undefined || from === undefined) {
    throw wrong(
      "one task is run again by its path and the run that it was in. Write --only TASK --from RUN_ID",
    );
  }
  return { kind: "only", path: only, from: resolveRunId(root, from, only), reference };
}

/** Reads what the work needs, and gives what does it. */
export async function prepare(
  work: Work,
  { p, parameters }: Pick<WorkOptions, "p" | "parameters">,
): Promise<(settings: RunSettings) => Promise<RunResult>> {
  switch (work.kind) {
    case "begin": {
      const opened = await openPipeline(work.reference);
      const { spec } = opened;
      const given = await readRunInputs(spec, p, parameters);
      const inputs = { ...given, parameters: { ...opened.parameters, ...given.parameters } };
      return (settings) => runPipeline({ ...settings, ...inputs, spec });
    }
    case "resume":
      return (settings) => resumeRun({ ...settings, runId: work.runId });
    case "only": {
      const spec = work.reference === undefined ? undefined : (await openPipeline(work.reference)).spec;
      const { path, from } = work;
      return (settings) => runOnly({ ...settings, path, from, ...(spec !== undefined && { spec }) });
    }
  }
}

/** `latest` is the newest run of a whole pipeline; for one task, the newest in which that was begun. */
function resolveRunId(root: string, given: string, path?: string): string {
  if (given !== "latest") return given;
  const latest = latestRun(root, path);
  if (latest !== undefined) return latest;
  const newest = path === undefined ? undefined : latestTasks(root);
  if (newest !== undefined) {
    const begun = newest.paths.slice(0, 20).join(", ") + (newest.paths.length > 20 ? ", ..." : "");
    throw new UserError(
      "TASK_UNKNOWN",
      `--only ${path}: no run in ${root} began such a task. Give one that the latest, ${newest.runId}, began: ${begun || "none"}.`,
    );
  }
  throw new UserError("RUN_UNKNOWN", `run "latest": there is none in ${root}. Name its folder with --root.`);
}

function notOne(count: number): UserError {
  return wrong(`${count} pipelines are given. Give one: FILE.ts, FILE.ts#EXPORT or IR.yaml`);
}

function wrong(what: string): UserError {
  return new UserError("WRONG_ARGUMENTS", `pollux run: ${what}.`);
}
