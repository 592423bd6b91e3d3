// A command -> what it does to the world outside the build: whether it pushes images, deploys or uploads, or may.
import { dockerCommandOf } from "./docker-commands.ts";
import type { DockerCommand } from "./docker-commands.ts";
import { harmless, interpreters, launchers, outside, testing } from "./known-programs.ts";
import { callOf, type ProgramCall } from "./program-call.ts";
import { commandsOf, shells } from "./step-commands.ts";
import type { Command, Word } from "./step-commands.ts";

/** `not known`: neither that it publishes nor that it leaves everything outside alone. */
export type Effect = "pushes images" | "deploys or uploads" | "nothing" | "not known";

/** Builds that push count by their options, and as such that can be told not to. */
export function effectOf(command: Command): Effect {
  const { words } = command;
  const [program] = words;
  if (program === undefined || words.at(-1)?.text === "]]") return "nothing";
  const within = effectWithin(words);
  if (within !== undefined && (within !== "nothing" || program.text === "trap")) return within;
  const docker = dockerCommandOf(command);
  if (docker?.kind === "build") {
    if (docker.isPushed) return "pushes images";
    return docker.options.operands.some(isOpenWord) ? "not known" : "nothing"; // it may be an option
  }
  if (docker?.kind === "push") return "pushes images";
  if (docker !== undefined && docker.kind !== "other") return "nothing";
  const ofDocker = docker === undefined ? undefined : dockerEffect(docker, words);
  if (ofDocker === "pushes images" || ofDocker === "deploys or uploads") return ofDocker;
  const called = calledIn(command);
  if (called.some(({ name, call }) => outside.get(name)?.(call) === true)) {
    return called.some(({ name }) => pushers.has(name)) ? "pushes images" : "deploys or uploads";
  }
  if (ofDocker !== undefined) return ofDocker;
  if (within !== undefined || isKnown(command)) return "nothing";
  const isSaid = words.some(({ text }) => /^--(?:push|publish)(?:=true)?$|push=true/.test(text));
  return isSaid ? "pushes images" : "not known";
}

/** Of a shell's text that another program runs, `trap '...' EXIT` and `timeout 9 bash -c '...'`. */
function effectWithin(words: readonly Word[]): Effect | undefined {
  const [program, ...args] = words;
  let text: string | undefined;
  if (program?.text === "trap") {
    text = args.find((word) => !word.text.startsWith("-"))?.text;
    if (text === undefined || /^[\w-]*$/.test(text)) return "nothing"; // a function's name
  } else {
    const shell = args.findIndex((word) => shells.has(word.text.slice(word.text.lastIndexOf("/") + 1)));
    const option = args.findIndex((word, at) => at > shell && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word.text));
    if (shell < 0 || option < 0 || program?.text === "echo") return undefined;
    text = args[option + 1]?.text;
  }
  if (text === undefined) return undefined;
  const isIn = dockerCommandOf({ words, writes: [], reads: [], by: "shell" }) !== undefined;
  const effects = commandsOf({ name: "bash", script: text }, 0).map(effectOf);
  const told = ["pushes images", "deploys or uploads", ...(isIn ? [] : ["not known"])] as const;
  return told.find((effect): effect is Effect => effects.some((one) => one === effect)) ?? "nothing";
}

/** Of what is no build, push, pull or tag. What is baked, a file says. */
function dockerEffect(docker: DockerCommand & { readonly kind: "other" }, words: readonly Word[]): Effect {
  const { command, texts, makes } = docker;
  const isTold = words.some(({ text }) => /^--push(?:=true)?$/.test(text));
  const said = `${command} ${texts[0]?.text ?? ""}`;
  if (makes === "images in a registry" || /^compose publish /.test(said)) return "pushes images";
  if (/^(?:compose build|buildx bake) /.test(said) && isTold) return "pushes images";
  if (/^(?:plugin push|model push|trust (?:sign|revoke))$/.test(said)) return "pushes images";
  if (/^(?:stack (?:deploy|up|rm)|service (?:create|update|scale|rollback|rm))$/.test(said)) {
    return "deploys or uploads";
  }
  const isLooking =
    /^(?:config|model|node|plugin|secret|service|stack|swarm|trust) (?:ls|list|ps|inspect|logs|services|config)$/.test(
      said,
    );
  return isLooking || leavesRegistries.test(command) ? "nothing" : "not known";
}

const leavesRegistries = new RegExp(
  `^(?:${[
    "|attach|commit|cp|create|diff|events|exec|export|help|history|images|import|info|inspect|kill|load|login|logout|logs",
    "network|pause|port|ps|rename|restart|rm|rmi|run|save|search|start|stats|stop|system|top|unpause|update|version|volume",
    "wait|context|(?:image|container|builder|buildx|manifest|imagetools)(?: (?:help|ls|list|inspect|rm|prune|history|load))?",
    "image (?:save|import)|container (?:cp|commit|export|kill|logs|port|rename|restart|start|stats|stop|wait)|builder create",
    "buildx (?:create|use|du|stop|version|install|uninstall|dial-stdio)|manifest (?:create|annotate)",
    "buildx imagetools inspect|compose",
    "compose (?:build|up|down|run|exec|config|convert|cp|create|events|images|kill|logs|ls|pause|port|ps|pull|restart)",
    "compose (?:rm|start|stop|top|unpause|version|wait|stats|volumes)",
  ].join("|")})$`,
);

const pushers = new Set(["buildah", "buildctl", "crane", "gcrane", "ko", "oras", "pack", "regctl", "skopeo"]);

/** All of it is a variable or a substitution whose value is not known. */
function isOpenWord({ text }: Word): boolean {
  return /^\$\$?(?:\w+|\{\w+\}|[@*])$/.test(text);
}

/** Whether it has other machines run images. */
export function deploys(command: Command): boolean {
  const docker = dockerCommandOf(command);
  if (docker !== undefined && docker.kind !== "other") return false;
  const called = calledIn(command).filter(({ name }) => deployers.has(name));
  return called.some(({ name, call }) => {
    if (outside.get(name)?.(call) !== true || name !== "gcloud") return outside.get(name)?.(call) === true;
    return call.words.some((word) =>
      /^(?:deploy|update|replace|create-with-container|update-container)$/.test(word),
    );
  });
}

const deployers = new Set(["gcloud", "kubectl", "helm", "gke-deploy"]);

interface Called {
  readonly name: string;
  readonly call: ProgramCall;
}

/** The program, and those behind it where it is none that is known to keep its arguments to itself. */
function calledIn({ words }: Command): readonly Called[] {
  const [program] = words;
  const said = words.slice(0, 4).map(({ text }) => text);
  const isAlone =
    program !== undefined &&
    harmless.has(program.text) &&
    (!runsOthers.test(program.text) ||
      said.some((text) => /^(?:add|download|i|install|remove|uninstall)$/.test(text)));
  const starts = isAlone ? words.slice(0, 1) : words;
  return starts.flatMap((word, at) => {
    const name = nameOf(word);
    const isValue = at > 0 && /^-|=|^[^/]*:/.test(word.text);
    if (!outside.has(name) || isValue) return [];
    return [
      {
        name,
        call: callOf(
          name,
          words.slice(at + 1).map(({ text }) => text),
        ),
      },
    ];
  });
}

const runsOthers = /^(?:npx|python[\d.]*|find|bundle|poetry|uv|pipenv|pdm|hatch|npm|yarn|pnpm|conda)$/;

/** Of `/usr/bin/gcloud`, and of an image that is called like the program in it. */
function nameOf({ text }: Word): string {
  const [name = ""] = text.slice(text.lastIndexOf("/") + 1).split(/[:@]/, 1);
  return name;
}

/** The image of a step may have an entrypoint that runs its arguments. */
function isKnown({ words, by }: Command): boolean {
  const isRun = by === "exec" && words.length > 1 && isHarmless(words.slice(1));
  return isHarmless(words) || isRun;
}

function isHarmless(words: readonly Word[]): boolean {
  const [program, ...args] = words;
  if (program === undefined || program.isOpen) return false;
  const texts = args.map(({ text }) => text);
  if (texts.length > 0 && texts.every((text) => /^(?:--?version|--?help|-[hvV]|version|help)$/.test(text)))
    return true;
  if (program.text === "curl" || program.text === "wget") return !texts.some((text) => sends.test(text));
  if (/^(?:timeout|xargs|nice|retry|stdbuf|busybox|tini)$/.test(program.text)) {
    const start = args.findIndex(
      ({ text }) => !/^(?:-.*|[\d.]+[smhd]?|\{\}|[A-Z]{3,}|\$\{?T\w*\}?)$/.test(text),
    );
    return start >= 0 && isHarmless(args.slice(start));
  }
  const name = nameOf(program).replace(/^(python|pip|ruby|php|node|gcc|g\+\+|clang)-?[\d.]+$/, "$1");
  if (name === "source" || name === ".") return /(?:activate|\.env|nvm\.sh|rc|profile)$/.test(texts[0] ?? "");
  return isLaunched(name, args) || isTested(name, args) || isListed(name, texts);
}

function isLaunched(name: string, args: readonly Word[]): boolean {
  const launcher = launchers.get(name);
  const first = args.findIndex(({ text }) => !text.startsWith("-"));
  const verb = args[first];
  if (launcher === undefined || verb === undefined || !launcher.test(verb.text)) return false;
  const behind = name === "npx" ? args.slice(first) : args.slice(first + 1);
  return behind.some(
    (_, at) => behind.slice(0, at).every(({ text }) => /^-|=/.test(text)) && isHarmless(behind.slice(at)),
  );
}

/** Known by its verb; an interpreter also by the known program that it is given. */
function isTested(name: string, args: readonly Word[]): boolean {
  const at = args.findIndex(({ text }) => !text.startsWith("-"));
  const verb = args[at];
  if (testing.get(name)?.test(verb?.text ?? "") === true) return true;
  if (!interpreters.has(name)) return false;
  if (args.some(({ text }) => text === "--test")) return true;
  if (verb === undefined) return false;
  const [option, script] = [args[at - 1]?.text ?? "", nameOf(verb)];
  if (option === "-c" || option === "-e") return false;
  if (option === "-m" && modules.has(verb.text)) return true;
  if (/^(?:setup|manage)\.py$/.test(script)) return pythonVerbs.test(args[at + 1]?.text ?? "");
  if (interpreters.has(script) || (!outside.has(script) && !harmless.has(script))) return false;
  return isHarmless([{ ...verb, text: script }, ...args.slice(at + 1)]);
}

const pythonVerbs =
  /^(?:test|check|build|build_ext|sdist|bdist_wheel|bdist_egg|develop|install|makemigrations|--version)$/;

const modules: ReadonlySet<string> = new Set(
  `build compileall doctest ensurepip venv virtualenv unittest pytest pip coverage json.tool mypy black flake8 isort pylint
  ruff tox nose nose2 bandit pytype pydocstyle pycodestyle py_compile pre_commit pip_audit`.split(/\s+/),
);

function isListed(name: string, texts: readonly string[]): boolean {
  const changes = outside.get(name);
  if (changes !== undefined) return changes(callOf(name, texts)) === false;
  if (interpreters.has(name) || testing.has(name) || launchers.has(name)) return false;
  const isRunning =
    /^(?:tox|nox)$/.test(name) && texts.some((text) => /publish|deploy|release|push|upload/i.test(text));
  return harmless.has(name) && !isRunning;
}

/** Options of curl and wget. */
const sends =
  /^(?:-[a-zA-Z]*[dFT]|--(?:data|form|json|upload|post|body)[\w-]*(?:=.*)?|(?:-X|--request=|--method=)?(?:POST|PUT|PATCH|DELETE))$/;
