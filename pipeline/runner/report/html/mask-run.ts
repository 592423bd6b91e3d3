// A run to what keeps its secrets out of its report: parameters and containers' variables whose names say so, wherever
// their values stand.
import { isObject, own } from "../../../ir/json-object.ts";
import type { Json, PipelineSpec } from "../../../ir/pipeline-spec.ts";
import { isSecretName, secretsIn, secretsInVariables, textMasker } from "../../executors/secrets.ts";
import type { RunRecord } from "../../record/run-record.ts";

export interface RunMask {
  /** Of any length. */
  readonly text: (text: string) => string;
  /** A value by its name, and what is in it by theirs. */
  readonly value: (name: string, value: Json) => Json;
}

export function maskRun({ spec, parameters, tasks, outputs }: RunRecord): RunMask {
  const values = [
    parameters,
    outputs?.parameters,
    ...tasks.flatMap((task) => [task.inputs?.parameters, task.outputs.parameters]),
  ];
  const variables = secretVariables(spec, tasks);
  const text = textMasker([...values.flatMap((each) => secretsIn(each ?? {})), ...variables]);
  const value = (name: string, json: Json): Json => {
    if (isSecretName(name) && typeof json === "string" && json !== "") return "***";
    if (typeof json === "string") return text(json);
    if (Array.isArray(json)) return json.map((item: Json) => value(name, item));
    if (!isObject(json)) return json;
    return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, value(key, item)]));
  };
  return { text, value };
}

/** The secrets in the variables that containers get, also where those are a task's parameters of another name. */
function secretVariables(spec: PipelineSpec | undefined, tasks: RunRecord["tasks"]): readonly string[] {
  const executors = Object.values(spec?.deploymentSpec?.executors ?? {});
  const variables = executors.flatMap(({ container }) => container?.env ?? []);
  return variables.flatMap(({ name, value = "" }) => {
    const inputs = [...value.matchAll(inputName)].map(([, input = ""]) => input);
    if (inputs.length === 0) return secretsInVariables({ [name]: value });
    const given = tasks.flatMap((task) => inputs.map((input) => own(task.inputs?.parameters, input)));
    return given.flatMap((each) => (typeof each === "string" ? secretsInVariables({ [name]: each }) : []));
  });
}

const inputName = /\{\{\$\.inputs\.parameters\[['"]([^'"]+)['"]\]\}\}/g;
