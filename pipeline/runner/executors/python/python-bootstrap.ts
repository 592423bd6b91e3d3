// The command line of a Python component, as KFP's compilers write it, to what is run on this machine in its place:
// the same program without the part that installs packages.
import { BootstrapError, readPipInstalls } from "./pip-installs.ts";
import { scriptIn, type ScriptPlace } from "./shell-line.ts";
import { quoteWord } from "./shell-text.ts";

export interface PlainCommand {
  readonly kind: "plain";
  /** The command line, with nothing in it that installs. */
  readonly line: readonly string[];
}

/** A function of a Python file, which KFP's SDK calls. */
export interface PythonFunction {
  readonly kind: "function";
  readonly source: string;
  /** Of the SDK: `kfp.dsl.executor_main`, and in earlier versions other names for the same. */
  readonly module: string;
  readonly args: readonly string[];
  /** The same through a shell. */
  readonly line: readonly string[];
}

export interface Bootstrap {
  readonly command: PlainCommand | PythonFunction;
  /** Packages that it needs, as pip takes them. */
  readonly requirements: readonly string[];
  readonly indexOptions: readonly string[];
}

/** Throws `BootstrapError`, with a message that fits behind a colon, if it installs what cannot be told. */
export function readBootstrap(commandLine: readonly string[]): Bootstrap {
  const requirements: string[] = [];
  const indexOptions: string[] = [];
  let line = commandLine;
  for (;;) {
    const place = scriptIn(line);
    const script = place === undefined ? line.map(quoteWord).join(" ") : (line[place.script] ?? "");
    const installs = readPipInstalls(script);
    if (installs === undefined) break;
    requirements.push(...installs.requirements);
    indexOptions.push(...installs.indexOptions);
    line = place === undefined ? ["sh", "-c", installs.rest] : withScript(line, place, installs.rest);
  }
  const call = readFunction(line);
  if (call !== undefined && !requirements.some(isKfp)) requirements.push("kfp");
  return {
    command: call ?? { kind: "plain", line },
    requirements: [...new Set(requirements)],
    indexOptions: [...new Set(indexOptions)],
  };
}

export { BootstrapError };

export function isKfp(requirement: string): boolean {
  return /^kfp(?![\w.-])/.test(requirement);
}

/** A script that only hands over to its arguments is left out with its shell. */
function withScript(
  line: readonly string[],
  { shell, script }: ScriptPlace,
  text: string,
): readonly string[] {
  const handsOver = /^\s*(?:exec\s+)?"\$0"\s+"\$@"\s*$/.test(text);
  const after = line.slice(script + 1);
  return handsOver ? [...line.slice(0, shell), ...after] : [...line.slice(0, script), text, ...after];
}

const program =
  /^\s*program_path=\$\(mktemp -d\)\s+printf "%s" "\$0" > "\$program_path\/ephemeral_component\.py"\s+(?:_KFP_RUNTIME=true )?python3 -m (kfp(?:\.v2)?\.(?:components|dsl)\.executor_main)\s+--component_module_path\s+"\$program_path\/ephemeral_component\.py"\s+"\$@"\s*$/;

function readFunction(line: readonly string[]): PythonFunction | undefined {
  const place = scriptIn(line)?.script;
  if (place === undefined) return undefined;
  const module = program.exec(line[place] ?? "")?.[1];
  const [source, ...args] = line.slice(place + 1);
  return module === undefined || source === undefined
    ? undefined
    : { kind: "function", source, module, args, line };
}
