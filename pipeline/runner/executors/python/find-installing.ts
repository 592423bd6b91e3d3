// Which command of a shell script installs software, if any does: Python packages, or what other installers bring.
import { commandsOf } from "./shell-commands.ts";
import { scriptIn } from "./shell-line.ts";

/** Before a command: they run it, or are part of the shell's own syntax. */
const syntax = /^(?:if|then|elif|else|while|until|do|!|\{|time|exec|command|builtin|eval)$/;
const wrappers =
  /^(?:sudo|doas|env|nohup|nice|ionice|timeout|xargs|stdbuf|setsid|busybox|conda|mamba|micromamba|uv|poetry|pipenv|pixi)$/;
const shells = /^(?:ba|da|a|z|k)?sh$/;
const pythons = /^python[\d.]*$/;
const pips = /^pip[\d.]*$/;
const others =
  /^(?:apt|apt-get|yum|dnf|microdnf|apk|zypper|conda|mamba|micromamba|pixi|uv|pipx|poetry|pipenv)$/;
export const assignment = /^[A-Za-z_]\w*=/;

/** Scripts within scripts, as far as this. */
const deepest = 8;

/** As a reader would name it: `pip install`, `apt-get install`. `undefined`: nothing installs. */
export function findInstalling(script: string, depth = 0): string | undefined {
  if (depth === deepest) return undefined;
  for (const words of commandsOf(script)) {
    const found = installingOf(words, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function installingOf(words: readonly string[], depth: number): string | undefined {
  let at = words.findIndex((word) => !syntax.test(word) && !assignment.test(word));
  if (at === -1) return undefined;
  if (words.slice(0, at).includes("eval")) return findInstalling(words.slice(at).join(" "), depth + 1);
  const first = nameOf(words[at] ?? "");
  if (wrappers.test(first)) {
    const own = otherInstalling(first, words.slice(at + 1));
    if (own !== undefined) return own;
    at = words.findIndex((word, place) => place > at && installers.some((each) => each.test(nameOf(word))));
    if (at === -1) return undefined;
  }
  const [program = "", ...args] = words.slice(at);
  const name = nameOf(program);
  if (shells.test(name)) {
    const script = words[scriptIn(words, at)?.script ?? words.length];
    return script === undefined ? undefined : findInstalling(script, depth + 1);
  }
  const pip = pipCommand([program, ...args]);
  if (pip !== undefined) return /^(?:un)?install$/.test(pip.command) ? `pip ${pip.command}` : undefined;
  const module = pythons.test(name) ? moduleOf(args)?.name : name;
  if (module === "ensurepip" || module === "easy_install") return module;
  return otherInstalling(name, args);
}

const installers = [shells, pythons, pips, others, /^easy_install$/];

function otherInstalling(name: string, args: readonly string[]): string | undefined {
  if (!others.test(name)) return undefined;
  const command = args.find((word, at) => !word.startsWith("-") && !/^-[coptn]$/.test(args[at - 1] ?? ""));
  return /^(?:install|add)$/.test(command ?? "") ? `${name} ${command}` : undefined;
}

const pipCommands =
  /^(?:install|uninstall|download|wheel|list|show|freeze|check|config|search|cache|index|hash|inspect|debug|lock|help|completion)$/;

/** What pip is told to do, with its other arguments; `undefined`: the command is not pip's. */
export function pipCommand([program = "", ...args]: readonly string[]):
  { readonly command: string; readonly args: readonly string[] } | undefined {
  const name = nameOf(program);
  const module = pythons.test(name) ? moduleOf(args) : undefined;
  if (!pips.test(name) && module?.name !== "pip") return undefined;
  const own = module?.args ?? args;
  const at = own.findIndex((word) => pipCommands.test(word));
  return { command: own[at] ?? "", args: at === -1 ? own : [...own.slice(0, at), ...own.slice(at + 1)] };
}

/** `python3 -u -m MODULE`, also as `-mMODULE`. */
function moduleOf(
  args: readonly string[],
): { readonly name: string; readonly args: readonly string[] } | undefined {
  for (let at = 0; args[at]?.startsWith("-") === true; at += 1) {
    const [, flag, value = ""] = /^-[a-zA-Z]*?([mcWX])(.*)$/s.exec(args[at] ?? "") ?? [];
    if (flag === "c") return undefined;
    if (flag === "m") {
      return value === ""
        ? { name: args[at + 1] ?? "", args: args.slice(at + 2) }
        : { name: value, args: args.slice(at + 1) };
    }
    if (flag !== undefined && value === "") at += 1;
  }
  return undefined;
}

function nameOf(program: string): string {
  return program.slice(program.lastIndexOf("/") + 1);
}
