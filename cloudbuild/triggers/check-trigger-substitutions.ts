// The values that a trigger gives its build: whether they are all that it needs, and such as the service takes.
import { quoted } from "../findings/found.ts";
import { type BuildEvent, builtins, isBuiltin } from "../substitutions/builtins.ts";
import { referencesIn } from "../substitutions/references.ts";
import { substitutedTexts } from "../substitutions/substituted-texts.ts";
import type { MadeTrigger } from "./made-trigger.ts";
import { neededSubstitutions } from "./substitution-needs.ts";
import type { TriggerProblem } from "./trigger-problem.ts";

/** https://cloud.google.com/build/docs/build-config-file-schema */
const limits = { substitutions: 200, keyBytes: 100, valueBytes: 4000 } as const;

export function checkTriggerSubstitutions(one: MadeTrigger): readonly TriggerProblem[] {
  return [...checkMissing(one), ...checkForms(one), ...checkValues(one), ...checkBuiltins(one)];
}

function checkMissing({ name, declared, build, environment }: MadeTrigger): readonly TriggerProblem[] {
  if (build === undefined) return [];
  const given = environment?.substitutions ?? {};
  const missing = [...neededSubstitutions(build)].filter(
    (needed) => !isBuiltin(needed) && !isGiven(needed, declared.on.kind) && !Object.hasOwn(given, needed),
  );
  const from =
    declared.environment === undefined
      ? "it has no environment that would give it one"
      : `the environment ${quoted(declared.environment)} has none`;
  const at =
    environment === undefined
      ? ["triggers", "list", name]
      : ["environments", declared.environment ?? "", "substitutions"];
  return missing.sort().map((needed) => ({
    code: "UNDEFINED_TRIGGER_SUBSTITUTION",
    severity: "error",
    at,
    message: `The build of the trigger ${quoted(name)} uses ${needed} without a default, and ${from}.`,
    remedy: `Give ${needed} a value in the environment, or a default in the config: under a trigger it would be empty.`,
  }));
}

function isGiven(builtin: string, kind: BuildEvent): boolean {
  return builtins.get(builtin)?.given.includes(kind) ?? false;
}

/** Of the environment's, whether or not the build takes them. */
function checkForms({ declared, environment, made }: MadeTrigger): readonly TriggerProblem[] {
  const path = ["environments", declared.environment ?? "", "substitutions"];
  const problem = (
    code: string,
    key: string,
    [message, remedy]: readonly [string, string],
  ): TriggerProblem => ({
    code,
    severity: "error",
    at: key === "" ? path : [...path, key],
    message,
    remedy,
  });
  const problems = Object.entries(environment?.substitutions ?? {}).flatMap(([key, value]) => {
    if (!/^_[A-Z0-9_]+$/.test(key)) {
      const text = `A trigger cannot give a value to ${quoted(key)}.`;
      const remedy = "Begin its name with _, and go on with capital letters, digits and _.";
      return [problem("TRIGGER_SUBSTITUTION_NAME", key, [text, remedy])];
    }
    const [keyBytes, valueBytes] = [Buffer.byteLength(key), Buffer.byteLength(value)];
    const tooLong =
      keyBytes > limits.keyBytes
        ? `name has ${keyBytes} bytes, and at most ${limits.keyBytes}`
        : valueBytes > limits.valueBytes
          ? `value has ${valueBytes} bytes, and at most ${limits.valueBytes}`
          : undefined;
    if (tooLong === undefined) return [];
    const text = `Of the substitution ${quoted(key)} the ${tooLong} are taken.`;
    return [problem("TRIGGER_SUBSTITUTION_LIMIT", key, [text, "Make it shorter."])];
  });
  const count = Object.keys(made.substitutions ?? {}).length;
  if (count <= limits.substitutions) return problems;
  const text = `There are ${count} substitutions, and a trigger has at most ${limits.substitutions}.`;
  return [...problems, problem("TRIGGER_SUBSTITUTION_LIMIT", "", [text, "Join some of them."])];
}

/** A value may name others, since a trigger's substitutions are dynamic; what there is none of is refused. */
function checkValues({ declared, build, made }: MadeTrigger): readonly TriggerProblem[] {
  const values = made.substitutions ?? {};
  const defaults = build?.substitutions ?? {};
  return Object.entries(values).flatMap(([key, value]) =>
    referencesIn(value)
      .filter(
        ({ name }) => !builtins.has(name) && !Object.hasOwn(values, name) && !Object.hasOwn(defaults, name),
      )
      .map(({ name, text }) => ({
        code: "UNKNOWN_REFERENCE",
        severity: name.startsWith("_") ? "warning" : "error",
        at: ["environments", declared.environment ?? "", "substitutions", key],
        message: `The value of ${key} uses ${quoted(text)}, and there is no substitution of that name.`,
        remedy: `Correct the name, or write "$${text}" for a dollar sign.`,
      })),
  );
}

/** `$TAG_NAME` on a push to a branch: the build gets an empty text in its place. */
function checkBuiltins({ name, declared, build, environment, made }: MadeTrigger): readonly TriggerProblem[] {
  const { kind } = declared.on;
  const given = Object.entries(made.substitutions ?? {}).map(([key, value]) => ({
    at: ["environments", declared.environment ?? "", "substitutions", key],
    where: `the value of ${key} in the environment ${quoted(declared.environment ?? "")}`,
    text: value,
  }));
  const own = build === undefined ? [] : [...substitutedTexts(build)].map(({ text }) => text);
  const defaults = Object.entries(build?.substitutions ?? {}).filter(
    ([key]) => !Object.hasOwn(environment?.substitutions ?? {}, key),
  );
  const built = [...own, ...defaults.map(([, value]) => value)].map((text) => ({
    at: ["triggers", "list", name],
    where: "its build",
    text,
  }));
  const seen = new Set<string>();
  return [...given, ...built].flatMap(({ at, where, text }) =>
    referencesIn(text).flatMap((reference) => {
      const { name: builtin, expansion } = reference;
      const key = `${builtin} ${where}`;
      if (!builtins.has(builtin) || isGiven(builtin, kind) || expansion !== undefined) return [];
      // Of what the build uses itself, those are told as undefined.
      if (seen.has(key) || (where === "its build" && !isBuiltin(builtin))) return [];
      seen.add(key);
      return [
        {
          code: "EMPTY_BUILTIN",
          severity: "warning",
          at,
          message: `${builtin} is empty on a ${kind}, and ${where} uses it under the trigger ${quoted(name)}.`,
          remedy: `Use what a ${kind} has, as COMMIT_SHA, or give the trigger another environment.`,
        } as const,
      ];
    }),
  );
}
