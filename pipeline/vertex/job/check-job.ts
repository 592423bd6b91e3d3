// Everything that is wrong with a job, before anything of it is sent; the service would say it one at a time, and late.
import { objectOf } from "../../ir/json-object.ts";
import { checkImages } from "./check-images.ts";
import { checkInputs } from "./check-inputs.ts";
import { jobIdForm } from "./job-id.ts";
import type { JobToCheck } from "./job-request.ts";
import { pipelineRootOf } from "./make-job.ts";
import { checkCaching } from "./override-caching.ts";
import type { ConfigField, Problem } from "../config/index.ts";
import * as forms from "../config/forms.ts";

/**
 * Empty if the job can be sent. What the compiler knows of Vertex AI is not in it: `checkTarget` says that. Nor are the
 * settings, which were checked where they come from; those that are `unclear` are not said to be missing.
 */
export function checkJob(job: JobToCheck, unclear: readonly ConfigField[] = []): readonly Problem[] {
  return [
    ...checkInputs(job),
    ...checkDocuments(job),
    ...(unclear.includes("pipelineRoot") ? [] : checkRoot(job)),
    ...checkNames(job),
    ...checkImages(job),
    ...checkCaching(job.request.file.pipeline, job.request.caching ?? []),
  ];
}

function checkDocuments({ request: { file, ignorePlatforms } }: JobToCheck): readonly Problem[] {
  const { platforms, pipeline } = file;
  if (platforms === undefined || ignorePlatforms === true) return [];
  const names = Object.keys(objectOf(platforms)).join(", ");
  const message =
    `has settings for ${names || "other platforms"} in a second document, and Vertex AI takes one. ` +
    "Leave them out, or run without them by --ignore-platform.";
  return [{ where: pipeline.pipelineInfo.name, message }];
}

function checkRoot(job: JobToCheck): readonly Problem[] {
  const root = pipelineRootOf(job);
  const where = "pipelineRoot";
  if (root === undefined) {
    const message =
      "it is not given. Set --pipeline-root gs://BUCKET/FOLDER, or pipelineRoot of the profile.";
    return [{ where, message }];
  }
  const mistake = forms.pipelineRoot(root);
  return mistake === undefined ? [] : [{ where, message: `"${root}" ${mistake}.` }];
}

const longestDisplayName = 128;

function checkNames({ request }: JobToCheck): readonly Problem[] {
  const { jobId, displayName } = request;
  const problems: Problem[] = [];
  if (jobId !== undefined && !jobIdForm.test(jobId)) {
    const message = `"${jobId}" is no id of a job. Give a small letter, then up to 127 of them, digits and dashes.`;
    problems.push({ where: "job id", message });
  }
  if (displayName !== undefined && [...displayName].length > longestDisplayName) {
    const message = `it has ${[...displayName].length} characters. Give up to ${longestDisplayName}.`;
    problems.push({ where: "display name", message });
  }
  return problems;
}
