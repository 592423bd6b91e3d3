// The words behind `docker` -> its command, the command's options under their long names, and what is no option.
import type { Word } from "./step-commands.ts";

/** Options that come twice have both values, in their order; that of `--push` alone is "". */
export interface Options {
  readonly named: ReadonlyMap<string, readonly Word[]>;
  /** In their order, each with the words that say it. */
  readonly given: readonly GivenOption[];
  readonly operands: readonly Word[];
}

export interface GivenOption {
  readonly name: string;
  readonly value: Word;
  /** One or two; of `-qt x` both options have both. */
  readonly words: readonly Word[];
}

interface Grammar {
  /** Letters, and the long names of what they stand for. */
  readonly short: { readonly [letter: string]: string };
  /** Take no value, but for one behind `=`. All others do. */
  readonly flags: ReadonlySet<string>;
  /** What follows the first word that is no option is another program's. */
  readonly endsAtOperand?: boolean;
}

const names = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).map((name) => `--${name}`));

/** Of `docker` and of its groups of commands. */
const groupGrammar: Grammar = {
  short: {
    ...{ c: "--context", D: "--debug", f: "--file", h: "--help", H: "--host", l: "--log-level" },
    ...{ p: "--project-name", v: "--version" },
  },
  flags: names("debug help tls tlsverify version all-resources compatibility dry-run"),
  endsAtOperand: true,
};

const buildGrammar: Grammar = {
  short: {
    ...{
      c: "--cpu-shares",
      D: "--debug",
      f: "--file",
      h: "--help",
      m: "--memory",
      o: "--output",
      q: "--quiet",
    },
    t: "--tag",
  },
  flags: names(
    "check compress debug disable-content-trust force-rm help load no-cache pull push quiet rm squash stream",
  ),
};

/** Also of `create` and `exec`. */
const runGrammar: Grammar = {
  short: {
    ...{ a: "--attach", c: "--cpu-shares", d: "--detach", e: "--env", h: "--hostname", i: "--interactive" },
    ...{
      l: "--label",
      m: "--memory",
      p: "--publish",
      P: "--publish-all",
      q: "--quiet",
      t: "--tty",
      u: "--user",
    },
    ...{ v: "--volume", w: "--workdir" },
  },
  flags: names(
    `detach disable-content-trust init interactive no-healthcheck oom-kill-disable privileged publish-all quiet read-only
    rm sig-proxy tty use-api-socket`,
  ),
  endsAtOperand: true,
};

/** Of `push`, `pull`, `tag`, and of what else has names of images behind it. */
const imagesGrammar: Grammar = {
  short: { a: "--all-tags", f: "--format", h: "--help", q: "--quiet", u: "--username", p: "--password" },
  flags: names("all-tags disable-content-trust help no-trunc password-stdin prefer-index quiet"),
};

const kanikoGrammar: Grammar = {
  short: { c: "--context", d: "--destination", f: "--dockerfile", h: "--help", v: "--verbosity" },
  flags: names(
    `cache cache-copy-layers cache-run-layers cleanup compressed-caching force help ignore-var-run insecure insecure-pull
    no-push no-push-cache push-ignore-immutable-tag-errors reproducible single-snapshot skip-default-registry-fallback
    skip-push-permission-check skip-tls-verify skip-tls-verify-pull skip-unused-stages use-new-run`,
  ),
};

const groups = new Set(["buildx", "builder", "compose", "container", "image", "imagetools", "manifest"]);

/** `command` is in one spelling: `build` also for `buildx build`, `image build` and `builder build`. */
export function readDocker(words: readonly Word[]): { readonly command: string; readonly options: Options } {
  const said: string[] = [];
  let rest = words;
  while (said.length < 3) {
    const [word, ...others] = readOptions(rest, groupGrammar).operands;
    if (word === undefined) break;
    said.push(word.text);
    rest = others;
    if (!groups.has(word.text)) break;
  }
  const command = said
    .join(" ")
    .replace(/^(?:buildx|builder) (?:build|b)$/, "build")
    .replace(/^(?:image|container) (?=build$|pull$|push$|tag$|run$|create$|exec$)/, "");
  return { command, options: readOptions(rest, grammarOf(command)) };
}

function grammarOf(command: string): Grammar {
  if (command === "build" || command === "buildx bake") return buildGrammar;
  return /^(?:run|create|exec)$/.test(command) ? runGrammar : imagesGrammar;
}

/** Of its executor, without the program's name. */
export function readKaniko(words: readonly Word[]): Options {
  return readOptions(words, kanikoGrammar);
}

function readOptions(words: readonly Word[], grammar: Grammar): Options {
  const named = new Map<string, Word[]>();
  const given: GivenOption[] = [];
  const operands: Word[] = [];
  const add = (name: string, value: Word, said: readonly Word[]): void => {
    named.set(name, [...(named.get(name) ?? []), value]);
    given.push({ name, value, words: said });
  };
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    const { text } = word;
    if (!text.startsWith("-") || text === "-") {
      if (grammar.endsAtOperand) return { named, given, operands: words.slice(at) };
      operands.push(word);
      continue;
    }
    for (const { name, value } of optionsIn(word, grammar)) {
      const next = words[at + 1];
      if (value !== undefined) add(name, value, [word]);
      else if (next !== undefined) {
        add(name, next, [word, next]);
        at += 1;
      }
    }
  }
  return { named, given, operands };
}

/** Those of one word; a `value` that is undefined is the next word. */
function optionsIn(
  word: Word,
  { short, flags }: Grammar,
): readonly { readonly name: string; readonly value: Word | undefined }[] {
  const { text } = word;
  if (text.startsWith("--")) {
    const equals = text.indexOf("=");
    if (equals > 0) return [{ name: text.slice(0, equals), value: valueIn(word, equals + 1) }];
    return [{ name: text, value: flags.has(text) ? { ...word, text: "", written: "" } : undefined }];
  }
  const found: { name: string; value: Word | undefined }[] = [];
  for (let at = 1; at < text.length; at += 1) {
    const letter = text[at] ?? "";
    const name = short[letter] ?? `-${letter}`;
    if (flags.has(name)) {
      found.push({ name, value: { ...word, text: "", written: "" } });
      continue;
    }
    const value = at + 1 < text.length ? valueIn(word, text[at + 1] === "=" ? at + 2 : at + 1) : undefined; // -fDockerfile, -f=Dockerfile
    return [...found, { name, value }];
  }
  return found;
}

/** What stands behind the option's name; as it is written, too, where that has the name. */
function valueIn(word: Word, start: number): Word {
  const { text, written } = word;
  const isThere = written.startsWith(text.slice(0, start));
  return { ...word, text: text.slice(start), written: isThere ? written.slice(start) : written };
}

/** Of all options of these names. */
export function valuesOf({ named }: Options, ...of: readonly string[]): readonly Word[] {
  return of.flatMap((name) => named.get(name) ?? []);
}

/** Whether a flag is there, and not `--push=false`. */
export function isOn(options: Options, flag: string): boolean {
  return valuesOf(options, flag).some(({ text }) => text !== "false");
}

/** Of a value of `--output`. */
export function isRegistryOutput(output: string): boolean {
  return /(?:^|,)(?:type=registry|push=true)(?:,|$)/.test(output);
}
