// A step that builds and pushes an image -> one that only builds it, from the cache and without writing to it.
import { shellTextOf } from "../check/step-commands.ts";
import type { BuildStep } from "../format/build.ts";
import { plainCommands } from "./plain-commands.ts";

const onlyCache = "--output=type=cacheonly";

/** The same step where there is nothing to change. `isRead`: whether another step reads the file. */
export function withoutPush(step: BuildStep, isRead: (path: string) => boolean): BuildStep {
  const commands = plainCommands(step);
  if (commands.some(([program]) => program === "executor")) {
    return { ...step, args: [...(step.args ?? []), "--no-push", "--no-push-cache"] };
  }
  const builds = commands.some(
    (words) => words[0] === "docker" && /^docker .*\bbuild\b/.test(words.join(" ")),
  );
  if (!builds) return step;
  const shell = shellTextOf(step, 0);
  const { args, script } = step;
  if (shell === undefined) {
    const changed = withoutPushing(args ?? [], isRead);
    return changed.join("\0") === (args ?? []).join("\0") ? step : { ...step, args: changed };
  }
  const text = shellWithoutPushing(shell.text, isRead);
  if (text === shell.text) return step;
  if (script !== undefined) return { ...step, script: text };
  return { ...step, args: (args ?? []).map((arg) => (arg === shell.text ? text : arg)) };
}

function withoutPushing(args: readonly string[], isRead: (path: string) => boolean): readonly string[] {
  const isLoaded = args.includes("--load");
  const out: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? "";
    const next = args[at + 1] ?? "";
    const [name = "", value = next] = arg.startsWith("--") ? arg.split(/=(.*)/s) : [arg, next];
    const takesNext = !(arg.startsWith("--") && arg.includes("="));
    if (name === "--push") {
      if (!isLoaded && value !== "false") out.push(onlyCache);
    } else if (name === "--cache-to" || (name === "--metadata-file" && !isRead(value))) {
      if (takesNext) at += 1;
    } else if ((name === "--output" || name === "-o") && isPublishing(value)) {
      out.push(onlyCache);
      if (takesNext) at += 1;
    } else out.push(arg);
  }
  return out;
}

function isPublishing(output: string): boolean {
  return /(^|,)(push=true|type=registry)(,|$)/.test(output);
}

/** In a shell's text the arguments are found as they are commonly written: without quotes that go over spaces. */
function shellWithoutPushing(text: string, isRead: (path: string) => boolean): string {
  const isLoaded = /(^|\s)--load(?=\s|$)/.test(text);
  return text
    .replaceAll(/(^|\s)--cache-to[= ]\S+/g, "$1")
    .replaceAll(/(^|\s)--metadata-file[= ](\S+)/g, (all, space: string, path: string) =>
      isRead(path.replaceAll(/["']/g, "")) ? all : space,
    )
    .replaceAll(/(^|\s)(?:--output|-o)[= ](\S+)/g, (all, space: string, output: string) =>
      isPublishing(output.replaceAll(/["']/g, "")) ? `${space}${onlyCache}` : all,
    )
    .replaceAll(/(^|\s)--push(?:=true)?(?=\s|$)/g, isLoaded ? "$1" : `$1${onlyCache}`);
}
