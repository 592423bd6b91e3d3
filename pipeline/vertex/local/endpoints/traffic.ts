// How requests to an endpoint are divided among the models deployed to it.
import { isObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import type { DeployedModel, EndpointRecord, Split } from "./endpoint-record.ts";

/**
 * Of the models with these ids; "0" stands for `now`, which is being deployed. Throws `INVALID_ARGUMENT`.
 *
 * @example readSplit({ "0": 100 }, { ids: [], now: "17" }) // { "17": 100 }
 */
export function readSplit(
  given: Json | undefined,
  { ids, now }: { readonly ids: readonly string[]; readonly now?: string },
): Split {
  const entries = Object.entries(isObject(given) ? given : {}).map(
    ([id, percent]) => [id === "0" && now !== undefined ? now : id, Number(percent)] as const,
  );
  const known = now === undefined ? ids : [...ids, now];
  const problems = entries.flatMap(([id, percent]) => [
    ...(known.includes(id) ? [] : [`no model is deployed under the id "${id}"`]),
    ...(Number.isInteger(percent) && percent >= 0 && percent <= 100
      ? []
      : [`"${id}" gets ${percent} percent`]),
  ]);
  const sum = entries.reduce((total, [, percent]) => total + percent, 0);
  if (entries.length > 0 && sum !== 100) problems.push(`the percentages add up to ${sum}, not 100`);
  if (problems.length > 0)
    throw new StatusError("INVALID_ARGUMENT", `traffic_split: ${problems.join("; ")}.`);
  return Object.fromEntries(entries.filter(([, percent]) => percent > 0));
}

/** The same; where none is given, it stays as it was. */
export function changeSplit(
  before: Split,
  given: Json | undefined,
  among: { readonly ids: readonly string[]; readonly now?: string },
): Split {
  return isObject(given) && Object.keys(given).length > 0 ? readSplit(given, among) : before;
}

/** `draw` is from 0 up to 1. Throws `FAILED_PRECONDITION` where nothing gets traffic. */
export function chooseDeployed(
  { name, deployedModels, trafficSplit }: EndpointRecord,
  draw: number,
): DeployedModel {
  let left = draw * 100;
  for (const deployed of deployedModels) {
    left -= trafficSplit[deployed.id] ?? 0;
    if (left < 0) return deployed;
  }
  const what = deployedModels.length === 0 ? "has no deployed model" : "gives no deployed model any traffic";
  throw new StatusError("FAILED_PRECONDITION", `${name} ${what}.`);
}
