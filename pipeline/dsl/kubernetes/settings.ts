// What can be said of a task to Kubernetes alone, in the words that a person has for it.
import type { Json } from "../../ir/pipeline-spec.ts";
import type { Ref } from "../handle.ts";

/** The name of something in the cluster, or a handle to it. */
export type ClusterName = string | Ref<string>;
/** A handle to JSON in Kubernetes' own spelling. */
export type ClusterJson = Ref<{ readonly [field: string]: Json }>;
export type OneOrMore<T> = T | readonly T[];
export type Labels = { readonly [name: string]: string };

/** Whether the task starts without it; default false. `null` does not say it, as files of older compilers. */
export type Optional = boolean | null;

/** Everything may be left out; each list adds to the task's pod. */
export interface KubernetesSettings {
  readonly secretsAsEnv?: readonly SecretAsEnv[];
  readonly secretsAsVolumes?: readonly SecretAsVolume[];
  readonly configMapsAsEnv?: readonly ConfigMapAsEnv[];
  readonly configMapsAsVolumes?: readonly ConfigMapAsVolume[];
  /** By environment variable: the field of the pod, as `{ POD: "metadata.name" }`. */
  readonly fieldPathsAsEnv?: { readonly [variable: string]: string };
  readonly volumeClaims?: readonly VolumeClaim[];
  readonly ephemeralVolumes?: readonly EphemeralVolume[];
  readonly emptyDirs?: readonly EmptyDir[];
  /** A larger `/dev/shm`. */
  readonly sharedMemory?: SharedMemory;
  /** Labels that the node must have; a handle gives a struct of them. */
  readonly nodeSelector?: Labels | ClusterJson;
  /** A handle gives a struct, or a list of them. */
  readonly tolerations?: OneOrMore<Toleration | ClusterJson | Ref<readonly Json[]>>;
  readonly nodeAffinity?: OneOrMore<NodeAffinityTerm | NodeAffinity | ClusterJson>;
  readonly podAffinity?: readonly PodAffinityTerm[];
  readonly podAntiAffinity?: readonly PodAffinityTerm[];
  readonly podLabels?: Labels;
  readonly podAnnotations?: Labels;
  readonly imagePullSecrets?: readonly ClusterName[];
  readonly imagePullPolicy?: "Always" | "IfNotPresent" | "Never";
  /** After so many seconds the task's pod is ended; 0 sets no limit. */
  readonly activeDeadlineSeconds?: number;
  readonly securityContext?: SecurityContext;
}

export interface SecretAsEnv {
  readonly secret: ClusterName;
  /** From the secret's keys to environment variables, as `{ token: "HF_TOKEN" }`. */
  readonly keys: { readonly [key: string]: string };
  readonly optional?: Optional;
}

export interface SecretAsVolume {
  readonly secret: ClusterName;
  readonly mountPath: string;
  readonly optional?: Optional;
}

export interface ConfigMapAsEnv {
  readonly configMap: ClusterName;
  /** From the config map's keys to environment variables. */
  readonly keys: { readonly [key: string]: string };
  readonly optional?: Optional;
}

export interface ConfigMapAsVolume {
  readonly configMap: ClusterName;
  readonly mountPath: string;
  readonly optional?: Optional;
}

export interface VolumeClaim {
  readonly claim: ClusterName;
  readonly mountPath: string;
  /** Default the root of the volume. */
  readonly subPath?: string;
}

/** A volume that is made for the task and goes with it. */
export interface EphemeralVolume {
  readonly name: string;
  readonly mountPath: string;
  readonly accessModes: readonly AccessMode[];
  /** As `"5Gi"`. */
  readonly size: string;
  /** Default the cluster's. */
  readonly storageClass?: string;
  readonly labels?: Labels;
  readonly annotations?: Labels;
}

export type AccessMode = "ReadWriteOnce" | "ReadOnlyMany" | "ReadWriteMany" | "ReadWriteOncePod";

export interface EmptyDir {
  readonly name: string;
  readonly mountPath: string;
  /** Default the node's disk. */
  readonly medium?: "Memory" | "HugePages";
  /** As `"5Gi"`; default none. */
  readonly sizeLimit?: string;
}

export interface SharedMemory {
  /** Default the platform's. */
  readonly volumeName?: string;
  /** As `"8Gi"`; default what the node allows. */
  readonly size?: string;
}

/** Without `key` it fits every taint, without `effect` every effect. */
export interface Toleration {
  readonly key?: string;
  /** Default `Equal`. */
  readonly operator?: "Equal" | "Exists";
  readonly value?: string;
  readonly effect?: "NoExecute" | "NoSchedule" | "PreferNoSchedule";
  /** Of `NoExecute`: how long the pod stays. Default for ever. */
  readonly tolerationSeconds?: number;
}

export interface NodeAffinityTerm {
  readonly matchExpressions?: readonly SelectorRequirement[];
  readonly matchFields?: readonly SelectorRequirement[];
  /** 1 to 100: preferred with that weight. Default: required. */
  readonly weight?: number;
}

/** As Kubernetes spells it in a pod. */
export interface NodeAffinity {
  readonly requiredDuringSchedulingIgnoredDuringExecution?: Json;
  readonly preferredDuringSchedulingIgnoredDuringExecution?: Json;
}

export interface PodAffinityTerm {
  readonly matchPodExpressions?: readonly SelectorRequirement[];
  readonly matchPodLabels?: Labels;
  /** The label of nodes by which near and far is judged. */
  readonly topologyKey: string;
  readonly namespaces?: readonly string[];
  readonly matchNamespaceExpressions?: readonly SelectorRequirement[];
  readonly matchNamespaceLabels?: Labels;
  /** 1 to 100: preferred with that weight. Default: required. */
  readonly weight?: number;
}

export interface SelectorRequirement {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist" | "Gt" | "Lt";
  readonly values?: readonly string[];
}

export interface SecurityContext {
  readonly runAsUser?: number;
  readonly runAsGroup?: number;
  readonly runAsNonRoot?: boolean;
}
