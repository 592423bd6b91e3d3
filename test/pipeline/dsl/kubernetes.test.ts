// Settings for Kubernetes, beside what kfp 2.17.0 writes for the same: kubernetes/kubernetes_features.py made the files.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { component, pipeline, type Ref, string, struct, list } from "../../../pipeline/index.ts";
import { kubernetes, type KubernetesSettings } from "../../../pipeline/dsl/kubernetes.ts";
import { pipelineConfig } from "../../../pipeline/dsl/pipeline-config.ts";
import { type PipelineFile, readPipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";

const step = component({
  name: "step",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "busybox", command: ["echo", inputs.text] }),
});

const nameOne = component({
  name: "name-one",
  inputs: { text: string() },
  outputs: { name: string() },
  container: ({ inputs, outputs }) => ({
    image: "busybox",
    command: ["sh", "-c", "echo $0 > $1", inputs.text, outputs.name.path],
  }),
});

interface Handles {
  readonly secret: Ref<string>;
  readonly made: Ref<string>;
  readonly selector: Ref<{ readonly [name: string]: Json }>;
  readonly tolerations: Ref<readonly Json[]>;
  readonly affinity: Ref<{ readonly [name: string]: Json }>;
}

/** By what kfp's file calls the task. */
function settings({ secret, made, selector, tolerations, affinity }: Handles): {
  readonly [task: string]: KubernetesSettings;
} {
  const keys = { token: "HF_TOKEN" };
  return {
    "secret-env": { secretsAsEnv: [{ secret: "hf", keys: { token: "HF_TOKEN", user: "HF_USER" } }] },
    "secret-env-optional": { secretsAsEnv: [{ secret: "hf", keys, optional: true }] },
    "secret-env-input": { secretsAsEnv: [{ secret, keys }] },
    "secret-env-output": { secretsAsEnv: [{ secret: made, keys }] },
    "secret-volume": { secretsAsVolumes: [{ secret: "tls", mountPath: "/tls" }] },
    "secret-volume-input": { secretsAsVolumes: [{ secret, mountPath: "/tls", optional: true }] },
    "config-map-env": { configMapsAsEnv: [{ configMap: "settings", keys: { level: "LEVEL" } }] },
    "config-map-env-input": {
      configMapsAsEnv: [{ configMap: secret, keys: { level: "LEVEL" }, optional: true }],
    },
    "config-map-volume": { configMapsAsVolumes: [{ configMap: "settings", mountPath: "/settings" }] },
    "config-map-volume-output": {
      configMapsAsVolumes: [{ configMap: made, mountPath: "/settings", optional: true }],
    },
    claim: { volumeClaims: [{ claim: "data", mountPath: "/data" }] },
    "claim-sub-path": { volumeClaims: [{ claim: "data", mountPath: "/data", subPath: "train" }] },
    "claim-input": { volumeClaims: [{ claim: secret, mountPath: "/data" }] },
    "claim-output": { volumeClaims: [{ claim: made, mountPath: "/data" }] },
    "ephemeral-volume": {
      ephemeralVolumes: [
        { name: "scratch", mountPath: "/scratch", accessModes: ["ReadWriteOnce"], size: "5Gi" },
        {
          name: "fast",
          mountPath: "/fast",
          accessModes: ["ReadWriteOnce", "ReadOnlyMany"],
          size: "1Ti",
          storageClass: "ssd",
          labels: { team: "twin" },
          annotations: { why: "speed" },
        },
      ],
    },
    "empty-dir": {
      emptyDirs: [
        { name: "cache", mountPath: "/cache" },
        { name: "shm", mountPath: "/dev/shm", medium: "Memory", sizeLimit: "8Gi" },
      ],
    },
    "node-selector": { nodeSelector: { accelerator: "l4", zone: "a" } },
    "node-selector-input": { nodeSelector: selector },
    tolerations: {
      tolerations: [
        { key: "gpu", operator: "Exists", effect: "NoExecute", tolerationSeconds: 10 },
        { key: "team", operator: "Equal", value: "twin", effect: "NoSchedule" },
        { operator: "Exists", tolerationSeconds: 0 },
      ],
    },
    "tolerations-input": { tolerations },
    "node-affinity": {
      nodeAffinity: [
        {
          matchExpressions: [
            { key: "disk", operator: "In", values: ["ssd", "nvme"] },
            { key: "gpu", operator: "Exists" },
          ],
        },
        { matchFields: [{ key: "metadata.name", operator: "NotIn", values: ["n1"] }], weight: 10 },
      ],
    },
    "node-affinity-json": {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "disk", operator: "In", values: ["ssd"] }] }],
        },
      },
    },
    "node-affinity-input": { nodeAffinity: affinity },
    "pod-metadata": { podLabels: { team: "twin", kind: "train" }, podAnnotations: { why: "quality" } },
    "image-pull-secrets": { imagePullSecrets: ["one", secret, made] },
    "image-pull-policy": { imagePullPolicy: "IfNotPresent" },
    "field-path": { fieldPathsAsEnv: { POD: "metadata.name" } },
    timeout: { activeDeadlineSeconds: 3600 },
    "timeout-0": { activeDeadlineSeconds: 0 },
    "security-context": { securityContext: { runAsUser: 0, runAsGroup: 1000, runAsNonRoot: false } },
  };
}

const features = pipeline(
  {
    name: "kubernetes-features",
    inputs: {
      secret: string({ default: "given" }),
      selector: struct(),
      tolerations: list(),
      affinity: struct(),
    },
  },
  (inputs) => {
    const made = nameOne({ text: "claim" }).outputs.name;
    for (const [name, given] of Object.entries(settings({ ...inputs, made }))) {
      step({ text: "a" }).displayName(name).platform("kubernetes", kubernetes(given));
    }
  },
);

type Struct = { readonly [field: string]: Json };
type Platforms = {
  readonly kubernetes: { readonly deploymentSpec: { readonly executors: { [label: string]: Struct } } };
};

/** By display name: what the second document says of the task. */
function configs({ pipeline: { root, components = {} }, platforms }: PipelineFile): Map<string, Struct> {
  const { executors } = (platforms as Platforms).kubernetes.deploymentSpec;
  const tasks = Object.values(root.dag?.tasks ?? {}).filter(({ taskInfo }) => taskInfo?.name !== "name-one");
  return new Map(
    tasks.map(({ taskInfo, componentRef }) => [
      taskInfo?.name ?? "",
      executors[components[componentRef.name]?.executorLabel ?? ""] ?? {},
    ]),
  );
}

function kfp(name: string): PipelineFile {
  const path = join(import.meta.dirname, "kubernetes", name);
  return readPipelineFile(readFileSync(path, "utf8"), name);
}

describe("kubernetes()", () => {
  const ours = configs(compile(features));
  const theirs = configs(kfp("kubernetes-features.yaml"));
  /** Constant node selectors have labels for that. */
  const otherwise = ["node-selector-json"];

  test.each([...theirs.keys()].filter((name) => !otherwise.includes(name)))(
    "writes %s as kfp does",
    (name) => {
      expect(ours.get(name)).toEqual(theirs.get(name));
    },
  );

  test("covers every task of kfp's file", () => {
    expect([...ours.keys(), ...otherwise].sort()).toEqual([...theirs.keys()].sort());
  });

  test("writes what kfp-kubernetes has no function for, in the format's words", () => {
    expect(
      kubernetes({
        sharedMemory: { volumeName: "shm", size: "8Gi" },
        podAffinity: [
          { topologyKey: "zone", matchPodExpressions: [{ key: "app", operator: "In", values: ["cache"] }] },
        ],
        podAntiAffinity: [
          {
            topologyKey: "host",
            matchPodLabels: { app: "train" },
            namespaces: ["twin"],
            matchNamespaceExpressions: [{ key: "team", operator: "Exists" }],
            matchNamespaceLabels: { team: "twin" },
            weight: 50,
          },
        ],
      }),
    ).toEqual({
      enabledSharedMemory: { volumeName: "shm", size: "8Gi" },
      podAffinity: [
        { topologyKey: "zone", matchPodExpressions: [{ key: "app", operator: "In", values: ["cache"] }] },
        {
          topologyKey: "host",
          matchPodLabels: { app: "train" },
          namespaces: ["twin"],
          matchNamespaceExpressions: [{ key: "team", operator: "Exists" }],
          matchNamespaceLabels: { team: "twin" },
          weight: 50,
          anti: true,
        },
      ],
    });
  });

  test("takes a single toleration, and handles among several", () => {
    expect(kubernetes({ tolerations: { operator: "Exists" } })).toEqual({
      tolerations: [{ operator: "Exists" }],
    });
  });

  test("lists everything that no cluster takes", () => {
    expect(() =>
      kubernetes({
        activeDeadlineSeconds: -1,
        nodeAffinity: { weight: 0 },
        podAffinity: [{ topologyKey: "zone", weight: 101 }],
        securityContext: { runAsUser: -1 },
        emptyDirs: [{ name: "cache", mountPath: "/cache", sizeLimit: "5GB" }],
        tolerations: [{ key: "gpu", operator: "Exists", value: "l4" }, { value: "l4" }],
      }),
    ).toThrow(
      expect.objectContaining({
        code: "ILLEGAL_SETTING",
        message: [
          "kubernetes: activeDeadlineSeconds is -1. Give a whole number, 0 or more.",
          "kubernetes: the weight of an affinity is 0. Give a whole number from 1 to 100.",
          "kubernetes: the weight of an affinity is 101. Give a whole number from 1 to 100.",
          "kubernetes: runAsUser is -1. Give a whole number, 0 or more.",
          'kubernetes: the sizeLimit of volume "cache" is "5GB". Give an amount, as "10Gi" or "500Mi".',
          'kubernetes: a toleration that asks whether "gpu" exists has the value "l4". Leave out one of the two.',
          'kubernetes: a toleration has no key. Give one, or the operator "Exists".',
        ].join("\n"),
      }),
    );
    expect(() => kubernetes({ securityContext: {} })).toThrow(
      "kubernetes: securityContext is empty. Give runAsUser, runAsGroup or runAsNonRoot, or leave it out.",
    );
  });

  test("takes only what the types say", () => {
    // @ts-expect-error: no such policy
    kubernetes({ imagePullPolicy: "Sometimes" });
    // @ts-expect-error: no such operator
    kubernetes({ nodeAffinity: { matchExpressions: [{ key: "disk", operator: "Is" }] } });
    // @ts-expect-error: labels are text
    kubernetes({ podLabels: { rank: 8 } });
    // @ts-expect-error: no such setting
    kubernetes({ secrets: [] });
    // @ts-expect-error: a secret has a name
    kubernetes({ secretsAsEnv: [{ keys: { token: "TOKEN" } }] });
  });
});

describe("pipelineConfig()", () => {
  const whole = pipelineConfig({
    workspace: {
      size: "10Gi",
      kubernetes: { pvcSpecPatch: { storageClassName: "standard", accessModes: ["ReadWriteMany"] } },
    },
    resourceTtl: { onCompletion: 3600, onSuccess: 60, onFailure: 86_400 },
    activeDeadlineSeconds: 7200,
  });

  test("writes what kfp does", () => {
    const described = { name: "pipeline-config", platforms: { kubernetes: whole }, inputs: {} };
    const compiled = compile(pipeline(described, () => void step({ text: "a" })));
    expect(compiled.platforms).toEqual(kfp("pipeline-config.yaml").platforms);
  });

  test("asks for a volume even if nothing is said of it", () => {
    expect(pipelineConfig({ workspace: { size: "500Mi" } })).toEqual({
      pipelineConfig: { workspace: { size: "500Mi", kubernetes: { pvcSpecPatch: {} } } },
    });
  });

  test.each(["1", "0.5Gi", ".5Gi", "1e3", "250G", "10k", "1Ti"])("takes the size %s", (size) => {
    expect(() => pipelineConfig({ workspace: { size } })).not.toThrow();
  });

  test.each(["", "0", "0Gi", "-1Gi", "10GB", "10 Gi", "ten", "10K", "1.2.3Gi"])(
    "refuses the size %s",
    (size) => {
      expect(() => pipelineConfig({ workspace: { size } })).toThrow(
        `pipelineConfig: the workspace's size is "${size}". Give an amount, as "10Gi" or "500Mi".`,
      );
    },
  );

  test("lists seconds that are no whole number of 32 bits", () => {
    expect(() =>
      pipelineConfig({
        resourceTtl: { onCompletion: -1, onSuccess: 1.5, onFailure: 2 ** 31 },
        // @ts-expect-error: seconds are a number
        activeDeadlineSeconds: "60",
      }),
    ).toThrow(
      expect.objectContaining({
        code: "ILLEGAL_SETTING",
        message: [
          "pipelineConfig: resourceTtlOnCompletion is -1. Give whole seconds, from 0 to 2147483647.",
          "pipelineConfig: resourceTtlOnSuccess is 1.5. Give whole seconds, from 0 to 2147483647.",
          "pipelineConfig: resourceTtlOnFailure is 2147483648. Give whole seconds, from 0 to 2147483647.",
          'pipelineConfig: activeDeadlineSeconds is "60". Give whole seconds, from 0 to 2147483647.',
        ].join("\n"),
      }),
    );
  });

  test("writes nothing for 0, which stands for no limit", () => {
    expect(pipelineConfig({ resourceTtl: { onCompletion: 0 } })).toEqual({ pipelineConfig: {} });
  });
});
