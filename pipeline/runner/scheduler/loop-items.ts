// What a loop goes over, and what each iteration gets of it.
import type { Json } from "../../ir/pipeline-spec.ts";
import { resolveJson } from "../../ir/placeholders.ts";
import { typeOf } from "../../ir/parameter-types.ts";
import type { Values } from "../values.ts";
import type { Instance, LoopItem, Schedule } from "./schedule.ts";
import { fit, InputError, namesFor, showValue } from "./task-inputs.ts";
import { own } from "../../ir/json-object.ts";

/** Throws `InputError` if there is no list to go over. */
export function loopItems(schedule: Schedule, loop: Instance): readonly LoopItem[] {
  const { parameterIterator, artifactIterator } = loop.task;
  if (artifactIterator !== undefined) {
    const name = artifactIterator.items.inputArtifact;
    const list = own(loop.inputs.artifacts, name);
    if (list === undefined) throw new InputError(`the loop's artifacts "${name}" are missing`);
    return list.map((value) => ({ kind: "artifact", value }));
  }
  const { raw, inputParameter } = parameterIterator?.items ?? {};
  const list =
    raw === undefined
      ? parseList(own(loop.inputs.parameters, inputParameter ?? ""), inputParameter)
      : parseList(raw, undefined).map((item) => fillIn(item, schedule, loop));
  return list.map((value) => ({ kind: "parameter", value }));
}

function fillIn(item: Json, schedule: Schedule, loop: Instance): Json {
  const executorInput = { inputs: { parameterValues: loop.inputs.parameters } };
  return resolveJson(item, { executorInput, names: namesFor(schedule, loop) });
}

/** A list may come as its JSON. `input` is the name of the loop's input that it is. */
function parseList(value: Json | undefined, input: string | undefined): readonly Json[] {
  let list: unknown = value;
  if (typeof value === "string") {
    try {
      list = JSON.parse(value);
    } catch {
      // Said below.
    }
  }
  if (Array.isArray(list)) return list as readonly Json[]; // JSON.parse gives nothing else
  const what = input === undefined ? "the loop's list" : `the loop's input "${input}"`;
  const shown = value === undefined ? "missing" : showValue(input ?? "", value);
  throw new InputError(`${what} is ${shown}, not a list`);
}

/** Throws `InputError` if the item is not of the type that the loop's body declares. */
export function iterationInputs(loop: Instance, item: LoopItem): Values {
  const { parameters, artifacts } = loop.inputs;
  if (item.kind === "artifact") {
    const name = loop.task.artifactIterator?.itemInput ?? "";
    return { parameters, artifacts: { ...artifacts, [name]: [item.value] } };
  }
  const name = loop.task.parameterIterator?.itemInput ?? "";
  const type = typeOf(own(loop.component.inputDefinitions?.parameters, name));
  return { parameters: { ...parameters, [name]: fit(name, item.value, type) }, artifacts };
}
