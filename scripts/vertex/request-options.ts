// The options of commands that make jobs, beside the settings.
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { CachingChoice } from "../../pipeline/vertex/job/index.ts";
import { type ConfigValues, jobOptions } from "./config-options.ts";

export const requestOptions = {
  ...jobOptions,
  p: { type: "string", short: "p", multiple: true, default: [] as string[] },
  parameters: { type: "string" },
  caching: { type: "string", multiple: true, default: [] as string[] },
  "ignore-platform": { type: "boolean", default: false },
  "allow-latest": { type: "boolean", default: false },
} as const;

export const requestUsage = `  -p NAME=VALUE           a parameter: text as it is, other types as JSON; an input artifact: its id
  --parameters FILE.json  parameters as a JSON object; -p goes before them
  --caching true|false    take results from the cache, or none, whatever the pipeline says; --caching TASK=false
                          for one task. A task's cache key stays
  --ignore-platform       run without what the file says to other platforms alone
  --allow-latest          take images that have no tag that stays`;

export interface RequestValues extends ConfigValues {
  readonly p: readonly string[];
  readonly parameters?: string | undefined;
  readonly caching: readonly string[];
  readonly "ignore-platform": boolean;
  readonly "allow-latest": boolean;
}

/** `false`, or `train=false`. Throws `WRONG_ARGUMENTS`. */
export function readCaching(text: string): CachingChoice {
  const [, task, value] = /^(?:(.+)=)?(true|false)$/.exec(text) ?? [];
  if (value !== undefined) return { enabled: value === "true", ...(task !== undefined && { task }) };
  throw new UserError(
    "WRONG_ARGUMENTS",
    `--caching ${text}: says neither true nor false. Write --caching false, or --caching TASK=false.`,
  );
}
