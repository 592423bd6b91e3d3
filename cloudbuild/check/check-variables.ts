// Finds variables that nothing expands, and secrets that would stay in an image.
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build, BuildStep } from "../format/build.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { entrypointName, shellTextOf, shells } from "../steps/step-commands.ts";
import type { ShellText } from "../steps/step-commands.ts";

export function checkVariables(file: BuildFile): readonly Finding[] {
  const { build } = file;
  return build.steps
    .flatMap((step, index) => {
      const shell = shellTextOf(step, index);
      const variables = variablesOf(step, build);
      const context = { step, index, whose: stepName(step, index), shell, ...variables };
      return [...unexpanded(context), ...namedBuildArguments(context), ...shellBuildArguments(context)];
    })
    .map((problem) => found(file, problem));
}

interface Context {
  readonly step: BuildStep;
  readonly index: number;
  readonly whose: string;
  readonly shell: ShellText | undefined;
  readonly secrets: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}

function variablesOf(step: BuildStep, { options }: Build): Pick<Context, "secrets" | "plain"> {
  const names = (entries: readonly string[] = []) => entries.map((entry) => entry.split("=", 1)[0] ?? "");
  return {
    secrets: new Set([...(options?.secretEnv ?? []), ...(step.secretEnv ?? [])]),
    plain: new Set([...names(options?.env), ...names(step.env)]),
  };
}

/** `$$X` and `$${X}`, which become `$X` and `${X}`; `$$$X` is a `$` before a substitution. */
const escaped = /(?<!\$)\$\$(?!\$)(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/**
 * Cloud Build makes `$X` of `$$X` and leaves it to a shell. Programs that expand it themselves, such as envsubst and the
 * shell behind ssh, get it for names that the step does not have; those are told only where the name is all there is.
 */
function unexpanded(context: Context): readonly Problem[] {
  const { step, index, shell, secrets, plain } = context;
  if (shell?.by === "script" || expanders.has(entrypointName(step))) return [];
  return (step.args ?? []).flatMap((arg, position) => {
    if (shell !== undefined && shell.at.at(-1) === position) return [];
    const at = ["steps", index, "args", position];
    const names = [...arg.matchAll(escaped)].map((match) => match[1] ?? match[2] ?? "");
    const whole = /^(?:[-\w]+=)?\$\$(?:\w+|\{\w+\})$/.test(arg);
    return [...new Set(names)].flatMap((name) =>
      secrets.has(name) || plain.has(name) || whole ? [notExpanded(context, { name, at, position })] : [],
    );
  });
}

function notExpanded(
  context: Context,
  { name, at, position }: { readonly name: string; readonly at: Path; readonly position: number },
): Problem {
  const { step, whose, secrets } = context;
  const secret = secrets.has(name);
  const program = entrypointName(step);
  const arg = step.args?.[position] ?? "";
  const how = shells.has(program) ? "beside the command" : "without a shell";
  return {
    code: secret ? "SECRET_NOT_EXPANDED" : "VARIABLE_NOT_EXPANDED",
    severity: "warning",
    at,
    part: arg.includes(`$$${name}`) ? `$$${name}` : `$\${${name}}`,
    message: `${whose} hands $$${name} to ${quoted(program)} ${how}, which gets the text "$${name}" instead of ${secret ? "the secret" : "a value"}.`,
    remedy: expandRemedy(context, { name, arg, before: step.args?.[position - 1] ?? "" }),
  };
}

function expandRemedy(
  { step, secrets }: Context,
  { name, arg, before }: { readonly name: string; readonly arg: string; readonly before: string },
): string {
  if (before === "--build-arg" || arg.startsWith("--build-arg=")) {
    return secrets.has(name)
      ? `${mountRemedy(name)}: a build argument stays in the image's history.`
      : `Write --build-arg ${name} alone: docker takes the value from env.`;
  }
  if (/^(?:-e|--env)$/.test(before) && arg.startsWith(`${name}=`)) {
    return `Write ${before} ${name} alone: docker takes the value from the step's environment.`;
  }
  if (shells.has(entrypointName(step))) return `Let the script read $${name} from its environment.`;
  return `Run the command in a shell, as entrypoint: bash with args: [-c, "... $$${name}"].`;
}

/** What expands `$X` by itself, or means something else by it. */
const expanders = new Set(["envsubst", "gomplate", "awk", "gawk", "perl", "php", "pwsh", "powershell"]);

function mountRemedy(name: string): string {
  return `Use --secret id=${name},env=${name} with RUN --mount=type=secret,id=${name} in the Dockerfile`;
}

/** `--build-arg X` alone: docker takes the value from the environment, which is the secret. */
function namedBuildArguments(context: Context): readonly Problem[] {
  const { step, index, secrets } = context;
  const args = step.args ?? [];
  return args.flatMap((arg, position) => {
    const name = args[position - 1] === "--build-arg" ? arg : (/^--build-arg=(\w+)$/.exec(arg)?.[1] ?? "");
    return name !== "" && secrets.has(name)
      ? [inBuildArgument(context, name, ["steps", index, "args", position])]
      : [];
  });
}

function shellBuildArguments(context: Context): readonly Problem[] {
  const { shell, secrets } = context;
  if (shell === undefined) return [];
  const sign = shell.by === "script" ? "\\$" : "\\$\\$";
  return [...shell.text.matchAll(/--build-arg(?:\s+|=)("[^"]*"|'[^']*'|\S+)/g)].flatMap((match) => {
    const value = (match[1] ?? "").replaceAll(/^"|"$/g, "");
    const name = [...secrets].find((secret) => value === secret || isVariable(value, sign, secret));
    return name === undefined ? [] : [inBuildArgument(context, name, shell.at, match[0])];
  });
}

function isVariable(value: string, sign: string, name: string): boolean {
  const literal = name.replaceAll(/\W/g, "\\$&");
  return new RegExp(`${sign}(?:${literal}(?!\\w)|\\{${literal}\\W)`).test(`${value} `);
}

function inBuildArgument({ whose }: Context, name: string, at: Path, part?: string): Problem {
  return {
    code: "SECRET_IN_BUILD_ARG",
    severity: "warning",
    at,
    ...(part !== undefined && { part }),
    message: `${whose} gives the secret ${quoted(name)} as a build argument, which stays in the image's history.`,
    remedy: `${mountRemedy(name)}.`,
  };
}
