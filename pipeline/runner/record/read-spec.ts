// A run's folder to the pipeline that was run, as its `pipeline.json` holds it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../ir/json-object.ts";
import type { Json, PipelineSpec } from "../../ir/pipeline-spec.ts";
import { pipelineSpecProblems } from "../../ir/validate.ts";

/** `undefined`: it is missing, or no pipeline. */
export function readSpec(folder: string): PipelineSpec | undefined {
  const spec = readJson(folder);
  return pipelineSpecProblems(spec).length === 0 ? (spec as unknown as PipelineSpec) : undefined; // which it is
}

/** Quick: nothing else of it is looked at. */
export function readPipelineName(folder: string): string | undefined {
  const spec = readJson(folder);
  const info = isObject(spec) ? spec["pipelineInfo"] : undefined;
  const name = isObject(info) ? info["name"] : undefined;
  return typeof name === "string" ? name : undefined;
}

function readJson(folder: string): Json {
  try {
    return JSON.parse(readFileSync(join(folder, "pipeline.json"), "utf8")) as Json; // JSON.parse gives nothing else
  } catch {
    return null;
  }
}
