// The shape of what only one platform reads, as `pipeline_spec.proto` and `kubernetes_executor_config.proto` have it.
import type { MessageShape, Shape } from "./canonical.ts";

const data: Shape = { kind: "data" };
const scalar: Shape = { kind: "scalar" };
const int64: Shape = { kind: "int64" };
const scalars: Shape = { kind: "list", items: scalar };
const labels: Shape = { kind: "map", values: scalar };

/** The fields of a message; a name that ends in `?` is of a oneof or `optional`. */
function message(described: { readonly [name: string]: Shape }): MessageShape {
  const fields = Object.entries(described).map(([name, shape]) => [name.replace("?", ""), shape] as const);
  const explicit = Object.keys(described).flatMap((name) => (name.endsWith("?") ? [name.slice(0, -1)] : []));
  return { kind: "message", fields: Object.fromEntries(fields), explicit: new Set(explicit) };
}

function messages(described: { readonly [name: string]: Shape }): Shape {
  return { kind: "list", items: message(described) };
}

export const singlePlatformShape: Shape = message({
  platform: scalar,
  deploymentSpec: message({ executors: { kind: "map", values: data } }),
  config: data,
  pipelineConfig: message({
    resourceTtlOnCompletion: scalar,
    resourceTtlOnSuccess: scalar,
    resourceTtlOnFailure: scalar,
    activeDeadlineSeconds: scalar,
    "workspace?": message({ size: scalar, "kubernetes?": message({ pvcSpecPatch: data }) }),
  }),
});

const taskOutput = message({ producerTask: scalar, outputParameterKey: scalar });

const parameter = message({
  "taskOutputParameter?": taskOutput,
  "runtimeValue?": message({
    "constant?": data,
    "runtimeParameter?": scalar,
    "constantValue?": message({ "intValue?": int64, "doubleValue?": scalar, "stringValue?": scalar }),
  }),
  "componentInputParameter?": scalar,
  "taskFinalStatus?": message({ producerTask: scalar }),
  parameterExpressionSelector: scalar,
});

const podMetadata = message({ labels, annotations: labels });
const requirements = messages({ key: scalar, operator: scalar, values: scalars });
const configMap = { configMapName: scalar, configMapNameParameter: parameter, "optional?": scalar };
const secret = { secretName: scalar, secretNameParameter: parameter };

/** What `platforms.kubernetes` says about one executor. */
export const kubernetesExecutorShape: Shape = message({
  secretAsVolume: messages({ ...secret, mountPath: scalar, "optional?": scalar }),
  secretAsEnv: messages({
    ...secret,
    keyToEnv: messages({ secretKey: scalar, envVar: scalar }),
    "optional?": scalar,
  }),
  pvcMount: messages({
    "taskOutputParameter?": taskOutput,
    "constant?": scalar,
    "componentInputParameter?": scalar,
    pvcNameParameter: parameter,
    mountPath: scalar,
    subPath: scalar,
  }),
  nodeSelector: message({ labels, nodeSelectorJson: parameter }),
  podMetadata,
  imagePullSecret: messages(secret),
  imagePullPolicy: scalar,
  configMapAsVolume: messages({ ...configMap, mountPath: scalar }),
  configMapAsEnv: messages({ ...configMap, keyToEnv: messages({ configMapKey: scalar, envVar: scalar }) }),
  activeDeadlineSeconds: int64,
  fieldPathAsEnv: messages({ name: scalar, fieldPath: scalar }),
  tolerations: messages({
    key: scalar,
    operator: scalar,
    value: scalar,
    effect: scalar,
    "tolerationSeconds?": int64,
    tolerationJson: parameter,
  }),
  genericEphemeralVolume: messages({
    volumeName: scalar,
    mountPath: scalar,
    accessModes: scalars,
    size: scalar,
    defaultStorageClass: scalar,
    storageClassName: scalar,
    metadata: podMetadata,
  }),
  nodeAffinity: messages({
    matchExpressions: requirements,
    matchFields: requirements,
    "weight?": scalar,
    nodeAffinityJson: parameter,
  }),
  podAffinity: messages({
    matchPodExpressions: requirements,
    matchPodLabels: labels,
    topologyKey: scalar,
    namespaces: scalars,
    matchNamespaceExpressions: requirements,
    matchNamespaceLabels: labels,
    "weight?": scalar,
    "anti?": scalar,
  }),
  enabledSharedMemory: message({ volumeName: scalar, size: scalar }),
  emptyDirMounts: messages({
    volumeName: scalar,
    mountPath: scalar,
    "medium?": scalar,
    "sizeLimit?": scalar,
  }),
  securityContext: message({ "runAsUser?": int64, "runAsGroup?": int64, "runAsNonRoot?": scalar }),
});
