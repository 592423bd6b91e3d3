// A run of which no task is executed: the runner's own schedule, over tasks that give the same for the same inputs.
import type { Json, PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";
import { canonicalJson, sha256 } from "../../../../pipeline/runner/canonical-json.ts";
import { advance } from "../../../../pipeline/runner/scheduler/advance.ts";
import {
  type Instance,
  newSchedule,
  type ScheduleEvent,
} from "../../../../pipeline/runner/scheduler/schedule.ts";
import type { EarlierJob, EarlierTask } from "../../../../pipeline/vertex/plan/index.ts";

export interface PretendedTask {
  readonly state: string;
  /** Equal keys are equal work with equal inputs. */
  readonly key: string;
  readonly outputs: { readonly [name: string]: Json };
}

/** Tasks, groups and loops by path. */
export type PretendedRun = ReadonlyMap<string, PretendedTask & { readonly isLeaf: boolean }>;

export function pretendRun(
  spec: PipelineSpec,
  parameters: { readonly [name: string]: Json },
  runId: string,
): PretendedRun {
  const schedule = newSchedule({
    spec,
    names: { pipeline_job_resource_name: runId, pipeline_job_uuid: runId },
  });
  const keys = new Map<string, string>();
  const queue: ScheduleEvent[] = [{ kind: "start", time: 0, inputs: { parameters, artifacts: {} } }];
  for (const event of queue) {
    // The list grows while it is gone through.
    for (const action of advance(schedule, event)) {
      if (action.kind !== "run") continue;
      const { path, component, inputs } = action.instance;
      const key = canonicalJson({ label: component.executorLabel ?? "", parameters: inputs.parameters });
      keys.set(path, key);
      const outputs = { parameters: madeOf(action.instance, key), artifacts: {} };
      queue.push({ kind: "ended", time: 0, path, state: "SUCCEEDED", outputs });
    }
  }
  return new Map(
    [...schedule.byPath]
      .filter(([path]) => path !== "")
      .map(([path, { phase, outputs, kind }]) => [
        path,
        { state: phase, key: keys.get(path) ?? "", outputs: outputs.parameters, isLeaf: kind === "task" },
      ]),
  );
}

/** Few different values, so that conditions hold now and then. */
function madeOf({ component }: Instance, key: string): { readonly [name: string]: Json } {
  const digest = Number.parseInt(sha256(key).slice(0, 6), 16);
  const types = Object.entries(component.outputDefinitions?.parameters ?? {});
  return Object.fromEntries(
    types.map(([name, { parameterType }]) => [
      name,
      parameterType === "LIST" ? ["x", "y", String(digest % 3)].slice(digest % 2) : String(digest % 3),
    ]),
  );
}

/** `knowsOutputs`: of a run of this machine they are known, of a job of Vertex AI they are not. */
export function earlierOf(
  spec: PipelineSpec,
  parameters: { readonly [name: string]: Json },
  run: PretendedRun,
  knowsOutputs: boolean,
): EarlierJob {
  const tasks = [...run].map(([path, { state, outputs }]): readonly [string, EarlierTask] => [
    path,
    { state: state === "SUCCEEDED" ? "SUCCEEDED" : "SKIPPED", ...(knowsOutputs && { parameters: outputs }) },
  ]);
  const source = knowsOutputs ? "local" : "vertex";
  return { name: 'job "before"', source, spec, parameters, tasks: new Map(tasks) };
}
