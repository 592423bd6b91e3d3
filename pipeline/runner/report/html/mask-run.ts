// A run to what keeps its secrets out of its report: values whose names say so, wherever they stand.
import { isObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { isSecretName, secretsIn, textMasker } from "../../executors/secrets.ts";
import type { RunRecord } from "../../record/run-record.ts";

export interface RunMask {
  /** Of any length. */
  readonly text: (text: string) => string;
  /** A value by its name, and what is in it by theirs. */
  readonly value: (name: string, value: Json) => Json;
}

export function maskRun({ parameters, tasks, outputs }: RunRecord): RunMask {
  const values = [
    parameters,
    outputs?.parameters,
    ...tasks.flatMap((task) => [task.inputs?.parameters, task.outputs.parameters]),
  ];
  const text = textMasker(values.flatMap((each) => secretsIn(each ?? {})));
  const value = (name: string, json: Json): Json => {
    if (isSecretName(name) && typeof json === "string" && json !== "") return "***";
    if (typeof json === "string") return text(json);
    if (Array.isArray(json)) return json.map((item: Json) => value(name, item));
    if (!isObject(json)) return json;
    return Object.fromEntries(Object.entries(json).map(([key, item]) => [key, value(key, item)]));
  };
  return { text, value };
}
