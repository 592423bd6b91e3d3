// The pipeline that a run is of, with the parameters that its file brings along.
import { submissionDefaults } from "../../pipeline/ir/pipeline-job.ts";
import type { Json, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { loadPipelineFile } from "../load-pipeline.ts";
import { platformNote } from "./platform-note.ts";

export interface OpenedPipeline {
  readonly spec: PipelineSpec;
  /** Of the job that the pipeline stands in; what is given otherwise goes before them. */
  readonly parameters: { readonly [name: string]: Json };
}

/** Says on stderr what of the pipeline's settings has no effect here. Throws a `UserError`. */
export async function openPipeline(reference: string): Promise<OpenedPipeline> {
  const { pipeline: spec, platforms, job } = await loadPipelineFile(reference);
  const note = platformNote(spec, platforms);
  if (note !== undefined) process.stderr.write(`${note}\n`);
  return { spec, parameters: job === undefined ? {} : submissionDefaults(job).parameters };
}
