// The inputs of a job against what its pipeline declares.
import { UserError } from "../../ir/user-error.ts";
import { checkParameters } from "../../runner/check-parameters.ts";
import type { JobToCheck } from "./job-request.ts";
import type { Problem } from "../config/index.ts";

export function checkInputs(job: JobToCheck): readonly Problem[] {
  return [...parameterProblems(job), ...artifactProblems(job)];
}

/** The runner's rule, as problems. */
function parameterProblems({ request: { file, parameters } }: JobToCheck): readonly Problem[] {
  try {
    checkParameters(file.pipeline, parameters);
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const where = file.pipeline.pipelineInfo.name;
    return error.message.split("\n").map((line) => ({
      where,
      message: line.startsWith(`${where}: `) ? line.slice(where.length + 2) : line,
    }));
  }
}

/** Its full name is a mistake that the service takes for an id. */
const artifactId = /^[a-z0-9][-_a-z0-9]{0,127}$/i;

function artifactProblems({ request: { file, inputArtifacts } }: JobToCheck): readonly Problem[] {
  const where = file.pipeline.pipelineInfo.name;
  const declared = file.pipeline.root.inputDefinitions?.artifacts ?? {};
  const names = Object.keys(declared).join(", ");
  const missing = Object.entries(declared).flatMap(([name, { isOptional }]) =>
    isOptional === true || Object.hasOwn(inputArtifacts, name)
      ? []
      : [`input artifact "${name}" is missing. Give its id in Vertex ML Metadata.`],
  );
  const wrong = Object.entries(inputArtifacts).flatMap(([name, id]) => {
    if (!Object.hasOwn(declared, name)) {
      return [
        `input artifact "${name}" is not known. The input artifacts are: ${names === "" ? "none" : names}.`,
      ];
    }
    if (artifactId.test(id)) return [];
    const last = /\/artifacts\/([^/@]+)(@\d+)?$/.exec(id)?.[1];
    const instead = last === undefined ? "Give one of letters, digits, - and _" : `Give "${last}"`;
    return [`input artifact "${name}" is "${id}", which is no artifact's id. ${instead}.`];
  });
  return [...missing, ...wrong].map((message) => ({ where, message }));
}
