// Says whether something read from a file is IR: first its shape, then whether everything it refers to is there.
import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { referenceProblems } from "./check-references.ts";
import type { Json, PipelineSpec } from "./pipeline-spec.ts";
import { pipelineSpecSchema } from "./pipeline-spec-schema.ts";
import { UserError } from "./user-error.ts";

const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile<PipelineSpec>(
  pipelineSpecSchema,
);

/** Everything that is wrong, one sentence each, with the path to it; empty if it is IR. */
export function pipelineSpecProblems(value: unknown): readonly string[] {
  if (validate(value)) return referenceProblems(value);
  return (validate.errors ?? []).filter(({ keyword }) => keyword !== "anyOf").map(sentence);
}

/** `where` is the name of the file. Throws a `UserError` that lists everything. */
export function requirePipelineSpec(value: Json | undefined, where: string): PipelineSpec {
  const problems = pipelineSpecProblems(value);
  if (problems.length > 0) {
    const lines = problems.map((problem) => `${where}: ${problem}`);
    throw new UserError("NOT_IR", `${lines.join("\n")}\nCompile the pipeline again, or correct the file.`);
  }
  return value as unknown as PipelineSpec; // the schema says the same as the type
}

function sentence({ instancePath, keyword, params, message }: ErrorObject): string {
  const path =
    instancePath === "" ? "the file" : instancePath.slice(1).replaceAll("~1", "/").replaceAll("~0", "~");
  switch (keyword) {
    case "additionalProperties":
      return `${path} has a field "${params["additionalProperty"]}", which KFP does not know.`;
    case "required":
      return `${path} has no field "${params["missingProperty"]}".`;
    case "enum":
      return `${path} must be one of ${params["allowedValues"].join(", ")}.`;
    case "not":
      return `${path} has two fields of which it may have one.`;
    default:
      return `${path} ${message ?? "is wrong"}.`;
  }
}
