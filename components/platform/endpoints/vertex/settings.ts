// The environment to how twins are deployed to Vertex AI.
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { resolveConfig, type VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import type { CallPolicy } from "../../../../pipeline/vertex/client/index.ts";
import { present } from "../../../../pipeline/vertex/client/protobuf-json.ts";
import { type Route, usualStartSeconds } from "./serving-container.ts";
import type { AskedServing } from "./serving-machine.ts";

export interface VertexSettings extends AskedServing {
  readonly config: VertexConfig;
  /** Default `predict`. */
  readonly route?: Route;
  /** Default: the vLLM of Google's samples. */
  readonly image?: string;
  /** Models that stay deployed beside the new one, each on its own machine; default 1, to which a rollback goes. */
  readonly keep?: number;
  /** Most machines of one deployed model; the least is 1. Default 1. */
  readonly mostReplicas?: number;
  /** Seconds in which a model has to be deployed, two hours at most; default 45 minutes. */
  readonly startSeconds?: number;
  /** Of each call; default as everywhere. */
  readonly policy?: CallPolicy;
}

/** Throws `CONFIG_INVALID`, and `BAD_SETTING` with everything that is wrong. */
export function vertexSettings(env: NodeJS.ProcessEnv): VertexSettings {
  const { config } = resolveConfig({ env });
  const problems: string[] = [];
  const set = (name: string): string | undefined => env[name] || undefined;
  const whole = (name: string, usual: number, [least, most]: readonly [number, number]): number => {
    const text = set(name);
    if (text === undefined) return usual;
    const number = /^\d{1,5}$/.test(text) ? Number(text) : -1;
    if (number >= least && number <= most) return number;
    problems.push(`${name}: "${text}" is no number from ${least} to ${most}. Correct it, or leave it unset.`);
    return usual;
  };
  const texts = {
    base: set("POLLUX_SERVING_BASE"),
    accelerator: set("POLLUX_SERVING_ACCELERATOR"),
    machine: set("POLLUX_SERVING_MACHINE"),
    image: set("POLLUX_SERVING_IMAGE"),
  };
  const route = set("POLLUX_SERVING_ROUTE") ?? "predict";
  const settings: VertexSettings = {
    config,
    ...present(texts),
    route: route === "invoke" ? "invoke" : "predict",
    keep: whole("POLLUX_SERVING_KEEP", 1, [0, 9]),
    mostReplicas: whole("POLLUX_SERVING_REPLICAS", 1, [1, 1000]),
    startSeconds: whole("POLLUX_SERVING_TIMEOUT", usualStartSeconds, [60, 7200]),
  };
  if (route !== "predict" && route !== "invoke") {
    problems.push(`POLLUX_SERVING_ROUTE: "${route}" is no route. Set it to "predict" or "invoke".`);
  }
  if (problems.length > 0) throw new UserError("BAD_SETTING", problems.join("\n"));
  return settings;
}
