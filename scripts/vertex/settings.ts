// The settings that options and all other places give, and the connection that they lead to.
import { UserError } from "../../pipeline/ir/user-error.ts";
import {
  type CallPolicy,
  connect,
  type Connection,
  usualPolicy,
} from "../../pipeline/vertex/client/index.ts";
import {
  type ConfigSources,
  resolveConfig,
  type ResolvedConfig,
} from "../../pipeline/vertex/config/index.ts";
import type { ConfigValues } from "./config-options.ts";

type Value = ConfigValues[string];

/** Throws a `UserError` with everything that is wrong. */
export function readConfigOptions(
  values: ConfigValues,
  defaults?: ConfigSources["defaults"],
): ResolvedConfig {
  const given = {
    project: values["project"],
    location: values["location"],
    transport: values["transport"],
    apiEndpoint: values["api-endpoint"],
    insecure: values["insecure"],
    pipelineRoot: values["pipeline-root"],
    serviceAccount: values["service-account"],
    network: values["network"],
    pscInterface: values["psc-interface"],
    kmsKey: values["kms-key"],
    labels: readLabels(values["label"]),
    failurePolicy: values["failure-policy"],
    experiment: values["experiment"],
  };
  return resolveConfig({
    // The forms of all values are checked.
    given: given as NonNullable<ConfigSources["given"]>,
    file: textOf(values["config"]),
    profile: textOf(values["profile"]),
    defaults,
    isCommandLine: true,
  });
}

function textOf(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function readLabels(given: Value): { readonly [key: string]: string } | undefined {
  if (!Array.isArray(given)) return undefined;
  const pairs = given.map((pair: string) => {
    const at = pair.indexOf("=");
    if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)] as const;
    throw new UserError("WRONG_ARGUMENTS", `--label ${pair}: has no value. Write --label KEY=VALUE.`);
  });
  return Object.fromEntries(pairs);
}

/** Says on stderr when a call has to be repeated. */
export async function withConnection<T>(
  { config }: Pick<ResolvedConfig, "config">,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const onRepeat = (note: string): void => void process.stderr.write(`${note}\n`);
  const connection = connect(config, { policy: policyOf(process.env), onRepeat });
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** `$POLLUX_TIMEOUT` is how many seconds a call may take with all its repetitions. */
function policyOf({ POLLUX_TIMEOUT: given }: NodeJS.ProcessEnv): CallPolicy {
  if (given === undefined || given === "") return usualPolicy;
  const seconds = Number(given);
  if (!(seconds > 0 && seconds <= 86_400)) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      `POLLUX_TIMEOUT "${given}": is no number of seconds. Give one, as 60.`,
    );
  }
  const totalTimeout = seconds * 1000;
  return { ...usualPolicy, totalTimeout, callTimeout: Math.min(usualPolicy.callTimeout, totalTimeout) };
}
