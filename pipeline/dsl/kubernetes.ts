// What a task says to Kubernetes alone: secrets, volumes, where its pod may run. It goes into the file's second document.
import type { PlatformConfig } from "./component-types.ts";
import { requireLegal } from "./kubernetes/check-settings.ts";
import { executorConfig } from "./kubernetes/executor-config.ts";
import type { KubernetesSettings } from "./kubernetes/settings.ts";

export type * from "./kubernetes/settings.ts";

/**
 * Settings of a task for a Kubernetes cluster; Vertex AI takes no such file. Handles stand for names and structs that
 * the run makes. Throws a `UserError` that lists what no cluster takes, as a weight of 0.
 *
 *     train({ dataset }).platform("kubernetes", kubernetes({
 *       secretsAsEnv: [{ secret: "hf", keys: { token: "HF_TOKEN" } }],
 *       nodeSelector: { accelerator: "l4" },
 *     }));
 */
export function kubernetes(settings: KubernetesSettings): PlatformConfig {
  requireLegal(settings);
  return executorConfig(settings);
}
