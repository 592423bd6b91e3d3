// Turns one field of a task's Kubernetes config into the settings that `kubernetes()` makes it of.
import { isRef } from "../../../dsl/handle.ts";
import type { ClusterName, KubernetesSettings, SelectorRequirement } from "../../../dsl/kubernetes.ts";
import {
  type Fields,
  fieldsOf,
  flagIn,
  handleIn,
  jsonIn,
  labelsIn,
  listIn,
  longIn,
  NotUsual,
  numberIn,
  oneOfIn,
  readFields,
  textIn,
  textsIn,
  type Value,
} from "./usual.ts";

/** Throws `NotUsual`; whether the settings give the field again is for the caller to see. */
export function settingsOf(field: string, value: Value): KubernetesSettings {
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined;
  if (read === undefined) throw new NotUsual();
  return read(value);
}

const readers: { readonly [field: string]: (value: Value) => KubernetesSettings } = {
  secretAsEnv: (value) => ({
    secretsAsEnv: items(value, (one) => ({
      secret: nameIn(one, "secretName"),
      keys: keysIn(one, "secretKey"),
      ...optionalIn(one),
    })),
  }),
  secretAsVolume: (value) => ({
    secretsAsVolumes: items(value, (one) => ({
      secret: nameIn(one, "secretName"),
      mountPath: textIn(one["mountPath"]),
      ...optionalIn(one),
    })),
  }),
  configMapAsEnv: (value) => ({
    configMapsAsEnv: items(value, (one) => ({
      configMap: nameIn(one, "configMapName"),
      keys: keysIn(one, "configMapKey"),
      ...optionalIn(one),
    })),
  }),
  configMapAsVolume: (value) => ({
    configMapsAsVolumes: items(value, (one) => ({
      configMap: nameIn(one, "configMapName"),
      mountPath: textIn(one["mountPath"]),
      ...optionalIn(one),
    })),
  }),
  fieldPathAsEnv: (value) => ({
    fieldPathsAsEnv: Object.fromEntries(
      items(value, ({ name, fieldPath }) => [textIn(name), textIn(fieldPath)] as const),
    ),
  }),
  pvcMount: (value) => ({
    volumeClaims: items(value, (one) => ({
      claim: nameIn(one, "pvcName", "constant"),
      mountPath: textIn(one["mountPath"]),
      ...readFields(one, { subPath: textIn }),
    })),
  }),
  genericEphemeralVolume: (value) => ({ ephemeralVolumes: items(value, ephemeralVolume) }),
  emptyDirMounts: (value) => ({
    emptyDirs: items(value, (one) => ({
      name: textIn(one["volumeName"]),
      mountPath: textIn(one["mountPath"]),
      ...readFields(one, { medium: oneOfIn("Memory", "HugePages"), sizeLimit: textIn }),
    })),
  }),
  enabledSharedMemory: (value) => ({
    sharedMemory: readFields(fieldsOf(value), { volumeName: textIn, size: textIn }),
  }),
  nodeSelector: (value) => {
    const { labels, nodeSelectorJson } = fieldsOf(value);
    return { nodeSelector: labels === undefined ? handleIn(nodeSelectorJson) : labelsIn(labels) };
  },
  tolerations: (value) => ({ tolerations: items(value, toleration) }),
  nodeAffinity: (value) => ({ nodeAffinity: items(value, nodeAffinity) }),
  podAffinity: (value) => {
    const terms = items(value, (one) => [one["anti"] === true, podAffinityTerm(one)] as const);
    const of = (wanted: boolean) => terms.filter(([anti]) => anti === wanted).map(([, term]) => term);
    const [near, far] = [of(false), of(true)];
    return { ...(near.length > 0 && { podAffinity: near }), ...(far.length > 0 && { podAntiAffinity: far }) };
  },
  podMetadata: (value) => {
    const { labels, annotations } = readFields(fieldsOf(value), { labels: labelsIn, annotations: labelsIn });
    return { ...(labels && { podLabels: labels }), ...(annotations && { podAnnotations: annotations }) };
  },
  imagePullSecret: (value) => ({ imagePullSecrets: items(value, (one) => nameIn(one, "secretName")) }),
  imagePullPolicy: (value) => ({ imagePullPolicy: oneOfIn("Always", "IfNotPresent", "Never")(value) }),
  activeDeadlineSeconds: (value) => ({ activeDeadlineSeconds: longIn(value) }),
  securityContext: (value) => ({
    securityContext: readFields(fieldsOf(value), {
      runAsUser: longIn,
      runAsGroup: longIn,
      runAsNonRoot: flagIn,
    }),
  }),
};

function items<T>(value: Value, read: (fields: Fields) => T): readonly T[] {
  return listIn(value, (item) => read(fieldsOf(item)));
}

/** Constants are written in two fields, handles in one. */
function nameIn(fields: Fields, field: string, constant = field): ClusterName {
  const parameter = fields[`${field}Parameter`];
  return isRef(parameter) ? handleIn(parameter) : textIn(fields[constant]);
}

function keysIn({ keyToEnv }: Fields, key: string): { readonly [key: string]: string } {
  return Object.fromEntries(items(keyToEnv, (one) => [textIn(one[key]), textIn(one["envVar"])] as const));
}

/** Older compilers do not say it. */
function optionalIn({ optional = null }: Fields): { readonly optional?: true | null } {
  return optional === true || optional === null ? { optional } : {};
}

function ephemeralVolume(volume: Fields) {
  const metadata = volume["metadata"] === undefined ? {} : fieldsOf(volume["metadata"]);
  return {
    name: textIn(volume["volumeName"]),
    mountPath: textIn(volume["mountPath"]),
    accessModes: listIn(
      volume["accessModes"],
      oneOfIn("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"),
    ),
    size: textIn(volume["size"]),
    ...(volume["storageClassName"] !== undefined && { storageClass: textIn(volume["storageClassName"]) }),
    ...readFields(metadata, { labels: labelsIn, annotations: labelsIn }),
  };
}

function toleration(one: Fields) {
  if (one["tolerationJson"] !== undefined) return handleIn(one["tolerationJson"]);
  return readFields(one, {
    key: textIn,
    operator: oneOfIn("Equal", "Exists"),
    value: textIn,
    effect: oneOfIn("NoExecute", "NoSchedule", "PreferNoSchedule"),
    tolerationSeconds: longIn,
  });
}

function nodeAffinity(one: Fields) {
  const json = one["nodeAffinityJson"];
  if (isRef(json)) return handleIn(json);
  if (json !== undefined) {
    const constant = fieldsOf(fieldsOf(fieldsOf(json)["runtimeValue"])["constant"]);
    return readFields(constant, {
      requiredDuringSchedulingIgnoredDuringExecution: jsonIn,
      preferredDuringSchedulingIgnoredDuringExecution: jsonIn,
    });
  }
  return readFields(one, { matchExpressions: requirements, matchFields: requirements, weight: numberIn });
}

function podAffinityTerm(one: Fields) {
  return {
    topologyKey: textIn(one["topologyKey"]),
    ...readFields(one, {
      matchPodExpressions: requirements,
      matchPodLabels: labelsIn,
      namespaces: textsIn,
      matchNamespaceExpressions: requirements,
      matchNamespaceLabels: labelsIn,
      weight: numberIn,
    }),
  };
}

function requirements(value: Value): readonly SelectorRequirement[] {
  return items(value, (one) => ({
    key: textIn(one["key"]),
    operator: oneOfIn("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")(one["operator"]),
    ...readFields(one, { values: textsIn }),
  }));
}
