// Settings that can be worked with, or an error with everything that is wrong with them.
import { UserError } from "../../ir/user-error.ts";
import { type ConfigSources, findConfig, type FoundConfig } from "./find-config.ts";
import { problemLines } from "./problem.ts";
import type { ResolvedConfig, VertexConfig } from "./vertex-config.ts";

/** Throws `CONFIG_INVALID` with everything that is wrong. */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  return requireConfig(findConfig(sources));
}

/** Throws `CONFIG_INVALID` with everything that is wrong. */
export function requireConfig({ config, origins, problems }: FoundConfig): ResolvedConfig {
  if (problems.length > 0) throw new UserError("CONFIG_INVALID", problemLines(problems));
  return { config: config as VertexConfig, origins }; // with no problem, what has no default is there
}
