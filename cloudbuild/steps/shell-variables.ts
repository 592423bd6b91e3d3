// A shell's text and the variables of its step -> its commands with the values in place that the text itself shows.
import { own } from "../../pipeline/ir/json-object.ts";
import type { BuildStep } from "../format/build.ts";
import { scanText } from "../substitutions/references.ts";
import type { KnownValues } from "./known-values.ts";
import { shellCommands } from "./shell-words.ts";
import type { Insert, ShellCommand } from "./shell-words.ts";

export type Variables = { readonly [name: string]: string };

export function variablesOf(step: BuildStep, values: KnownValues | undefined): Variables {
  return Object.fromEntries(
    (step.env ?? []).map((line) => {
      const [name = "", value = ""] = line.split(/=(.*)/s);
      return [name, values?.read(value) ?? value] as const;
    }),
  );
}

/** Words of the shell. */
export const keywords: ReadonlySet<string> = new Set(
  "if then elif else while until do done fi esac ! { }".split(" "),
);

interface ReadText {
  readonly text: string;
  readonly by: "shell" | "script";
}

/** With the values of variables that the text sets, once and to what is known. */
export function withAssigned(
  shell: ReadText,
  variables: Variables,
  values: KnownValues | undefined,
): { readonly commands: readonly ShellCommand[]; readonly known: Variables } {
  let known = variables;
  const assigned = new Set<string>();
  for (let round = 0; ; round += 1) {
    const commands = shellCommands(shell.text, insertsIn(shell, known, values));
    const changed = [...assignmentsIn(commands, shell.text)].filter(([name]) => !assigned.has(name));
    if (changed.length === 0 || round === 5) return { commands, known };
    for (const [name, value] of changed) {
      if (value !== undefined) assigned.add(name);
      const { [name]: before, ...others } = known;
      known = value === undefined ? others : { ...known, [name]: value };
    }
    if (changed.every(([, value]) => value === undefined)) {
      return { commands: shellCommands(shell.text, insertsIn(shell, known, values)), known };
    }
  }
}

/** Undefined where a variable gets several values, or one that is not known. */
function assignmentsIn(
  commands: readonly ShellCommand[],
  text: string,
): ReadonlyMap<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  const set = (name: string, value: string | undefined): void =>
    void found.set(name, found.has(name) && found.get(name) !== value ? undefined : value);
  for (const { words } of commands) {
    const own = words.filter(({ written }) => !keywords.has(written));
    const [first, ...others] = own;
    if (/^(?:for|getopts|read|select|unset)$/.test(first?.written ?? "")) {
      for (const { written } of others) if (/^\w+$/.test(written)) set(written, undefined);
    }
    const said = /^(?:declare|export|local|readonly)$/.test(first?.written ?? "") ? others : own;
    if (!said.every(({ written }) => assignment.test(written) || said !== own)) continue;
    for (const { text: word, isOpen, place } of said) {
      const [, name = "", sign = "", value = ""] = assignment.exec(word) ?? [];
      const isList = place === undefined || text[place.end] === "(";
      if (name !== "") set(name, isOpen || isList || sign === "+=" ? undefined : value);
    }
  }
  return found;
}

const assignment = /^([A-Za-z_]\w*)(\+?=)(.*)$/s;

/** Nothing in a script is substituted; in an argument substitutions come first, and what was `$$X` is a variable then. */
function insertsIn({ text, by }: ReadText, variables: Variables, values?: KnownValues): readonly Insert[] {
  const variable = (start: number, sign: string): readonly Insert[] => {
    const name = /(?:\{(\w+)\}|([A-Za-z_]\w*))/y;
    name.lastIndex = start + sign.length;
    const [all = "", braced, bare] = name.exec(text) ?? [];
    const value = own(variables, braced ?? bare ?? "");
    const end = start + sign.length + all.length;
    return value === undefined ? [] : [{ start, end, value, isVariable: true }];
  };
  if (by === "script") return [...text.matchAll(/\$/g)].flatMap(({ index }) => variable(index, "$"));
  const { references, escapes } = scanText(text);
  const substitutions = references.map(({ name, start, end, text: written }): Insert => {
    const value = values === undefined ? written : (values.valueOf(name) ?? `\${${name}}`);
    return { start, end, value, isVariable: false };
  });
  return [...substitutions, ...escapes.flatMap((start) => variable(start, "$$"))];
}
