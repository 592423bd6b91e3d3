// A pipeline's file and the command line's options to the text, or the JSON, of its plan.
import { submissionDefaults } from "../../pipeline/ir/pipeline-job.ts";
import { checkParameters } from "../../pipeline/runner/check-parameters.ts";
import { makePlan } from "../../pipeline/vertex/plan/index.ts";
import { describeChanges } from "../diff/describe-changes.ts";
import { loadPipelineFile } from "../load-pipeline.ts";
import { readRunInputs } from "../run/run-inputs.ts";
import type { ConfigValues } from "../vertex/config-options.ts";
import { findEarlier } from "./find-earlier.ts";
import { planText } from "./plan-text.ts";

export interface PlanFileOptions extends ConfigValues {
  readonly p: readonly string[];
  readonly parameters?: string | undefined;
  readonly against?: string | undefined;
  readonly region: string;
  readonly root: string;
  readonly json: boolean;
}

/** Throws a `UserError`. */
export async function planFile(reference: string, options: PlanFileOptions): Promise<string> {
  const { pipeline: spec, job } = await loadPipelineFile(reference);
  const given = await readRunInputs(spec, options.p, options.parameters);
  const parameters = { ...(job && submissionDefaults(job).parameters), ...given.parameters };
  checkParameters(spec, parameters); // before anything is looked for elsewhere
  const against = await earlier(spec.pipelineInfo.name, options);
  const plan = makePlan({
    spec,
    parameters,
    against,
    region: options.region,
  });
  const changes =
    against === undefined ? [] : describeChanges({ pipeline: against.spec }, { pipeline: spec });
  return options.json ? JSON.stringify({ ...plan, changes }, null, 2) : planText(plan, changes);
}

async function earlier(pipeline: string, { against, root, ...place }: PlanFileOptions) {
  return against === undefined ? undefined : findEarlier(against, { pipeline, root, place });
}
