// Sorts what may be given alone or in a list, as a handle, or in Kubernetes' own spelling.
import { isRef } from "../handle.ts";
import type {
  KubernetesSettings,
  NodeAffinity,
  NodeAffinityTerm,
  OneOrMore,
  Toleration,
} from "./settings.ts";

export function listOf<T>(given: OneOrMore<T> | undefined): readonly T[] {
  if (given === undefined) return [];
  // A list is the one thing that `Array.isArray` says yes to: handles and terms are objects.
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}

/** Those that are not handles. */
export function tolerationList(tolerations: KubernetesSettings["tolerations"]): readonly Toleration[] {
  return listOf(tolerations).filter((one): one is Toleration => !isRef(one));
}

/** Those that are in our words. */
export function affinityTerms(affinity: KubernetesSettings["nodeAffinity"]): readonly NodeAffinityTerm[] {
  return listOf(affinity).filter((one): one is NodeAffinityTerm => !isRef(one) && !isNodeAffinity(one));
}

export function isNodeAffinity(given: NodeAffinityTerm | NodeAffinity): given is NodeAffinity {
  return (
    "requiredDuringSchedulingIgnoredDuringExecution" in given ||
    "preferredDuringSchedulingIgnoredDuringExecution" in given
  );
}
