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
  fieldNames,
  fields,
  findConfig,
  type FoundConfig,
  type Problem,
  requireConfig,
  type ResolvedConfig,
} from "../../pipeline/vertex/config/index.ts";
import type { ConfigValues } from "./config-options.ts";
import { quietMetadataLookup } from "./quiet-metadata-lookup.ts";

type Value = ConfigValues[string];

/** Throws a `UserError` with everything that is wrong, and with `more` that is. */
export function readConfigOptions(values: ConfigValues, more: readonly Problem[] = []): ResolvedConfig {
  const found = findConfigOptions(values);
  return requireConfig({ ...found, problems: [...found.problems, ...more] });
}

/** Everything that is wrong is in what it gives. */
export function findConfigOptions(values: ConfigValues, defaults?: ConfigSources["defaults"]): FoundConfig {
  const { labels, problems } = readLabels(values["label"]);
  const options = fieldNames.map((field) => [field, values[fields[field].option.slice("--".length)]]);
  const given = { ...Object.fromEntries(options), labels };
  const found = findConfig({
    // The forms of all values are checked.
    given: given as NonNullable<ConfigSources["given"]>,
    file: textOf(values["config"]),
    profile: textOf(values["profile"]),
    defaults,
    isCommandLine: true,
  });
  return { ...found, problems: [...found.problems, ...problems] };
}

function textOf(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function readLabels(given: Value): {
  readonly labels?: { readonly [key: string]: string };
  readonly problems: readonly Problem[];
} {
  if (!Array.isArray(given)) return { problems: [] };
  const pairs = given.map((text: string) => ({ text, at: text.indexOf("=") }));
  const [right, wrong] = [pairs.filter(({ at }) => at > 0), pairs.filter(({ at }) => at <= 0)];
  return {
    labels: Object.fromEntries(right.map(({ text, at }) => [text.slice(0, at), text.slice(at + 1)])),
    problems: wrong.map(({ text, at }) => ({
      where: `--label ${text}`,
      message: `has no ${at === 0 ? "key" : "value"}. Write --label KEY=VALUE.`,
    })),
  };
}

/** Says on stderr when a call has to be repeated. `signal` breaks calls off. */
export async function withConnection<T>(
  { config }: Pick<ResolvedConfig, "config">,
  work: (connection: Connection) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  quietMetadataLookup();
  const onRepeat = (note: string): void => void process.stderr.write(`${note}\n`);
  const connection = connect(config, { policy: policyOf(process.env), onRepeat, signal });
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
