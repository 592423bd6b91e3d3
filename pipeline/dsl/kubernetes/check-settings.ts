// Finds settings that types let pass and no cluster takes.
import { UserError } from "../../ir/user-error.ts";
import type { KubernetesSettings } from "./settings.ts";
import { affinityTerms, tolerationList } from "./terms.ts";

/** Throws a `UserError` that has a line for each mistake. */
export function requireLegal(settings: KubernetesSettings): void {
  const mistakes = [
    ...checkSeconds(settings),
    ...checkWeights(settings),
    ...checkSecurity(settings.securityContext),
    ...checkSizes(settings),
    ...checkTolerations(settings),
  ];
  if (mistakes.length === 0) return;
  throw new UserError("ILLEGAL_SETTING", mistakes.map((mistake) => `kubernetes: ${mistake}`).join("\n"));
}

/** How Kubernetes writes amounts above 0: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity */
export function isQuantity(text: string): boolean {
  const amount = /^(\d+(?:\.\d*)?|\.\d+)(m|[kMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/.exec(text)?.[1];
  return amount !== undefined && Number(amount) > 0;
}

export function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function checkSeconds({ activeDeadlineSeconds: seconds }: KubernetesSettings): readonly string[] {
  if (seconds === undefined || isWhole(seconds)) return [];
  return [`activeDeadlineSeconds is ${seconds}. Give a whole number, 0 or more.`];
}

function checkWeights({ nodeAffinity, podAffinity, podAntiAffinity }: KubernetesSettings): readonly string[] {
  const terms = [...affinityTerms(nodeAffinity), ...(podAffinity ?? []), ...(podAntiAffinity ?? [])];
  return terms
    .flatMap((term) => term.weight ?? [])
    .filter((weight) => !isWhole(weight) || weight < 1 || weight > 100)
    .map((weight) => `the weight of an affinity is ${weight}. Give a whole number from 1 to 100.`);
}

function checkSecurity(context: KubernetesSettings["securityContext"]): readonly string[] {
  if (context === undefined) return [];
  const { runAsUser, runAsGroup } = context;
  if (Object.values(context).every((value) => value === undefined)) {
    return ["securityContext is empty. Give runAsUser, runAsGroup or runAsNonRoot, or leave it out."];
  }
  return Object.entries({ runAsUser, runAsGroup })
    .filter(([, id]) => id !== undefined && !isWhole(id))
    .map(([name, id]) => `${name} is ${id}. Give a whole number, 0 or more.`);
}

function checkSizes({ ephemeralVolumes, emptyDirs, sharedMemory }: KubernetesSettings): readonly string[] {
  const sizes = [
    ...(ephemeralVolumes ?? []).map(({ name, size }) => [`the size of volume "${name}"`, size] as const),
    ...(emptyDirs ?? []).map(
      ({ name, sizeLimit }) => [`the sizeLimit of volume "${name}"`, sizeLimit] as const,
    ),
    ["the size of sharedMemory", sharedMemory?.size] as const,
  ];
  return sizes
    .filter(([, size]) => size !== undefined && !isQuantity(size))
    .map(([what, size]) => `${what} is "${size}". Give an amount, as "10Gi" or "500Mi".`);
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration */
function checkTolerations({ tolerations }: KubernetesSettings): readonly string[] {
  return tolerationList(tolerations).flatMap(({ key, operator, value, tolerationSeconds }) => [
    ...(operator === "Exists" && value !== undefined && value !== ""
      ? [`a toleration that asks whether "${key}" exists has the value "${value}". Leave out one of the two.`]
      : []),
    ...((key === undefined || key === "") && operator !== "Exists"
      ? ['a toleration has no key. Give one, or the operator "Exists".']
      : []),
    ...(tolerationSeconds === undefined || Number.isSafeInteger(tolerationSeconds)
      ? []
      : [`tolerationSeconds is ${tolerationSeconds}. Give a whole number.`]),
  ]);
}
