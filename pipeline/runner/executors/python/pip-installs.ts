// A shell script that begins by installing Python packages, to those packages and the script without it. KFP's
// compilers write such scripts; nothing in them is run to find out.
import { assignment, findInstalling, pipCommand } from "./find-installing.ts";
import { readFirstCommand } from "./shell-text.ts";

export interface PipInstalls {
  /** As pip takes them: `pandas==2.2.0`, `kfp @ git+https://...`. */
  readonly requirements: readonly string[];
  /** Where pip was to look: `--index-url URL` and its like. */
  readonly indexOptions: readonly string[];
  /** The script after the installing. */
  readonly rest: string;
}

/** The script installs something in a way that is not understood. */
export class BootstrapError extends Error {
  constructor(message: string) {
    super(withoutCredentials(message));
  }
}

/** Addresses of packages and of indexes may hold a password or a token. */
export function withoutCredentials(text: string): string {
  return text.replace(/(:\/\/)[^\s/@'"]+@/g, "$1***@");
}

/** KFP's check for pip itself, of every version. */
const pipCheck =
  /^\s*if ! \[ -x "\$\(command -v pip\)" \]; ?then\s+python3? -m ensurepip(?: \|\| python3? -m ensurepip --user)?(?: \|\| apt-get install python3-pip)?\s*(?:;\s*)?fi\s*/;
/** KFP's `use_venv`: what is already installed stays visible in it. */
const venvSetup =
  /^\s*export PIP_DISABLE_PIP_VERSION_CHECK=1\s+tmp=\$\(mktemp -d\)\s+python3 -m venv "\$tmp\/venv" --system-site-packages\s+\. "\$tmp\/venv\/bin\/activate"\s*/;
const comments = /^(?:\s*#[^\n]*(?:\n|$))+/;
/** `undefined`: the script installs nothing. Throws `BootstrapError` if it does so elsewhere or otherwise. */
export function readPipInstalls(script: string): PipInstalls | undefined {
  if (findInstalling(script) === undefined) return undefined;
  const requirements: string[] = [];
  const indexOptions: string[] = [];
  const settings: string[] = [];
  let rest = script.replace(pipCheck, "");
  for (;;) {
    rest = rest.replace(venvSetup, "").replace(comments, "").trimStart();
    const command = readFirstCommand(rest);
    if (command === undefined) break;
    const given = pipArguments(command.words);
    if (given !== undefined) {
      const read = readArguments(given);
      requirements.push(...read.requirements);
      indexOptions.push(...read.indexOptions);
    } else if (isSetting(command.words)) settings.push(command.text);
    else break;
    rest = command.rest;
  }
  const unread = findInstalling(rest);
  if (unread !== undefined) throw new BootstrapError(`"${unread}" stands where it is not understood`);
  const kept = settings.filter((setting) => !/^(?:export )?PIP_\w*=/.test(setting));
  return { requirements, indexOptions, rest: [...kept, rest].join("\n") };
}

/** `set -e`, `export NAME=VALUE` and `NAME=VALUE` may stand before and between. */
function isSetting([first = "", ...others]: readonly string[]): boolean {
  return first === "set" || first === "export" || [first, ...others].every((word) => assignment.test(word));
}

/** What pip is given besides `install`; `undefined`: the command is another. */
function pipArguments(words: readonly string[]): readonly string[] | undefined {
  const pip = pipCommand(words.slice(words.findIndex((word) => !assignment.test(word))));
  return pip?.command === "install" ? pip.args : undefined;
}

const flags =
  /^(?:-q+|-U|-v+|--(?:quiet|verbose|upgrade|user|pre|no-deps|no-input|no-cache-dir|no-compile|no-warn-script-location|disable-pip-version-check|force-reinstall|ignore-installed|break-system-packages|prefer-binary|no-build-isolation))$/;
const indexFlags = /^(?:-i|-f|--(?:index-url|extra-index-url|trusted-host|find-links))$/;
const ignoredFlags =
  /^--(?:progress-bar|timeout|retries|root-user-action|upgrade-strategy|cache-dir|proxy|cert|client-cert|log)$/;

function readArguments(args: readonly string[]): Omit<PipInstalls, "rest"> {
  const requirements: string[] = [];
  const indexOptions: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? "";
    const [flag = "", joined] = argument.startsWith("--") ? argument.split(/=(.*)/s) : [argument];
    if (flags.test(flag)) continue;
    if (indexFlags.test(flag) || ignoredFlags.test(flag)) {
      const value = joined ?? args[(at += 1)] ?? "";
      if (indexFlags.test(flag)) indexOptions.push(`${flag} ${value}`);
    } else if (argument.startsWith("-")) {
      throw new BootstrapError(`pip's option "${argument}" is not understood`);
    } else {
      requirements.push(nameOf(argument));
    }
  }
  return { requirements, indexOptions };
}

/** A package that pip gets from an address or a file, with its name in front. */
function nameOf(requirement: string): string {
  if (!/^[\w+.-]+:\/\/|^\.{0,2}\/|^git\+|\.(?:whl|tar\.gz|zip)$/.test(requirement)) return requirement;
  const egg = /[#&]egg=([\w.-]+)/.exec(requirement)?.[1];
  const file = /(?:^|\/)([A-Za-z0-9][\w.]*?)-\d[^/]*\.(?:whl|tar\.gz|zip)$/.exec(requirement)?.[1];
  const name = egg ?? file ?? kfpPart(requirement);
  if (name !== undefined) return `${name} @ ${requirement}`;
  throw new BootstrapError(`which package "${requirement}" is cannot be told`);
}

/** Parts of KFP's own repository, which its SDK can be told to install from. */
function kfpPart(address: string): string | undefined {
  if (!/\/kubeflow\/pipelines(?:\.git)?(?:[@#]|$)/.test(address)) return undefined;
  if (address.includes("subdirectory=api/")) return "kfp-pipeline-spec";
  return address.includes("subdirectory=kubernetes_platform/") ? "kfp-kubernetes" : "kfp";
}
