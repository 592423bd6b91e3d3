// Turns settings into the message that kfp-kubernetes writes for a task: KubernetesExecutorConfig. Where that has a
// parameter, a handle stands for it as it is. Constants and handles to volume claims are written twice, as kfp does it,
// for backends that know the old field only.
import { mapEntries } from "../map-entries.ts";
import type { PlatformConfig } from "../component-types.ts";
import { isRef } from "../handle.ts";
import { repeatField } from "../repeated-field.ts";
import type {
  ClusterName,
  EphemeralVolume,
  KubernetesSettings,
  NodeAffinity,
  NodeAffinityTerm,
  Optional,
  PodAffinityTerm,
  SecurityContext,
  Toleration,
} from "./settings.ts";
import { isNodeAffinity, listOf } from "./terms.ts";

type Value = PlatformConfig[string];
type Given = { readonly [field: string]: Value | undefined };

export function executorConfig(settings: KubernetesSettings): PlatformConfig {
  const { imagePullPolicy, activeDeadlineSeconds, sharedMemory, securityContext } = settings;
  return present({
    ...volumes(settings),
    ...environment(settings),
    ...scheduling(settings),
    podMetadata: podMetadata(settings.podLabels, settings.podAnnotations),
    imagePullSecret: settings.imagePullSecrets?.map((secret) => named("secretName", secret)),
    imagePullPolicy,
    activeDeadlineSeconds: activeDeadlineSeconds === 0 ? undefined : int64(activeDeadlineSeconds),
    enabledSharedMemory: sharedMemory && present({ ...sharedMemory }),
    securityContext: securityContext && lowerSecurity(securityContext),
  });
}

function volumes(settings: KubernetesSettings): Given {
  return {
    secretAsVolume: settings.secretsAsVolumes?.map(({ secret, mountPath, optional }) => ({
      ...named("secretName", secret),
      mountPath,
      ...told(optional),
    })),
    configMapAsVolume: settings.configMapsAsVolumes?.map(({ configMap, mountPath, optional }) => ({
      ...named("configMapName", configMap),
      mountPath,
      ...told(optional),
    })),
    pvcMount: settings.volumeClaims?.map(({ claim, mountPath, subPath }) => {
      const mount = present({ ...named("pvcName", claim, "constant"), mountPath, subPath });
      return isRef(claim) ? repeatField(mount, "pvcNameParameter") : mount;
    }),
    genericEphemeralVolume: settings.ephemeralVolumes?.map(ephemeralVolume),
    emptyDirMounts: settings.emptyDirs?.map(({ name, mountPath, medium, sizeLimit }) =>
      present({ volumeName: name, mountPath, medium, sizeLimit }),
    ),
  };
}

function ephemeralVolume(volume: EphemeralVolume): Value {
  const { name, mountPath, accessModes, size, storageClass, labels, annotations } = volume;
  return present({
    volumeName: name,
    mountPath,
    accessModes,
    size,
    storageClassName: storageClass,
    defaultStorageClass: storageClass === undefined ? true : undefined,
    metadata: podMetadata(labels, annotations),
  });
}

function environment(settings: KubernetesSettings): Given {
  return {
    secretAsEnv: settings.secretsAsEnv?.map(({ secret, keys, optional }) => ({
      ...named("secretName", secret),
      keyToEnv: Object.entries(keys).map(([secretKey, envVar]) => ({ secretKey, envVar })),
      ...told(optional),
    })),
    configMapAsEnv: settings.configMapsAsEnv?.map(({ configMap, keys, optional }) => ({
      ...named("configMapName", configMap),
      keyToEnv: Object.entries(keys).map(([configMapKey, envVar]) => ({ configMapKey, envVar })),
      ...told(optional),
    })),
    fieldPathAsEnv: Object.entries(settings.fieldPathsAsEnv ?? {}).map(([name, fieldPath]) => ({
      name,
      fieldPath,
    })),
  };
}

function scheduling(settings: KubernetesSettings): Given {
  const { nodeSelector, podAffinity = [], podAntiAffinity = [] } = settings;
  return {
    nodeSelector:
      nodeSelector && (isRef(nodeSelector) ? { nodeSelectorJson: nodeSelector } : { labels: nodeSelector }),
    tolerations: listOf(settings.tolerations).map((one) =>
      isRef(one) ? { tolerationJson: one } : lowerToleration(one),
    ),
    nodeAffinity: listOf(settings.nodeAffinity).map((one) =>
      isRef(one) ? { nodeAffinityJson: one } : lowerNodeAffinity(one),
    ),
    podAffinity: [
      ...podAffinity.map((term) => lowerPodAffinity(term, {})),
      ...podAntiAffinity.map((term) => lowerPodAffinity(term, { anti: true })),
    ],
  };
}

function lowerToleration({ tolerationSeconds, ...toleration }: Toleration): Value {
  return present({ ...toleration, tolerationSeconds: int64(tolerationSeconds) });
}

function lowerNodeAffinity(given: NodeAffinityTerm | NodeAffinity): Value {
  if (isNodeAffinity(given))
    return { nodeAffinityJson: { runtimeValue: { constant: present({ ...given }) } } };
  const { matchExpressions, matchFields, weight } = given;
  return present({ matchExpressions: copies(matchExpressions), matchFields: copies(matchFields), weight });
}

function lowerPodAffinity(term: PodAffinityTerm, anti: { readonly anti?: boolean }): Value {
  const { matchPodExpressions, matchNamespaceExpressions, ...rest } = term;
  return present({
    ...rest,
    matchPodExpressions: copies(matchPodExpressions),
    matchNamespaceExpressions: copies(matchNamespaceExpressions),
    ...anti,
  });
}

function lowerSecurity({ runAsUser, runAsGroup, runAsNonRoot }: SecurityContext): Value {
  return present({ runAsUser: int64(runAsUser), runAsGroup: int64(runAsGroup), runAsNonRoot });
}

function podMetadata(labels?: { readonly [name: string]: string }, annotations?: typeof labels) {
  return labels || annotations ? present({ labels, annotations }) : undefined;
}

/** `field` is the name without `Parameter`; `old` is where constants went before there were parameters. */
function named(field: string, name: ClusterName, old = field): PlatformConfig {
  if (isRef(name)) return { [`${field}Parameter`]: name };
  return { [old]: name, [`${field}Parameter`]: { runtimeValue: { constant: name } } };
}

function told(optional: Optional = false): { readonly optional?: boolean } {
  return optional === null ? {} : { optional };
}

/** Protobuf writes 64-bit numbers as text. */
function int64(value: number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

function copies(requirements: readonly object[] | undefined): readonly Value[] | undefined {
  return requirements?.map((one) => present({ ...one }));
}

/** Leaves out what protobuf does not write: what is not set, empty texts, lists and maps. */
function present(fields: Given): { readonly [field: string]: Value } {
  const set = Object.entries(fields).filter(([, value]) => !isEmpty(value));
  return mapEntries(Object.fromEntries(set), (value) => value as Value); // `undefined` is empty
}

function isEmpty(value: Value | undefined): boolean {
  if (value === undefined || value === "") return true;
  return Array.isArray(value) && value.length === 0;
}
