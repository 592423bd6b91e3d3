// Checks references to substitutions: those that nothing gives a value, and substitutions that nothing refers to.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding, Mode } from "../findings/finding.ts";
import { builtins, isBuiltin } from "../substitutions/builtins.ts";
import { referencesIn } from "../substitutions/references.ts";
import { isAutomapped } from "../substitutions/substituted-texts.ts";
import { namesInValue } from "../substitutions/value-text.ts";
import { checkEmptyBuiltins } from "./check-empty-builtins.ts";
import { checkUnreadReferences, scriptNames } from "./check-unread-references.ts";
import { checkSubstitutionValues } from "./check-substitution-values.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import { found, quoted } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { shellTextOf } from "../steps/step-commands.ts";
import {
  isVariable,
  modeOf,
  refusedBySubmit,
  stepAt,
  substitutionRules,
  usesIn,
  wholeVariable,
} from "./substitution-rules.ts";
import type { SubstitutionRules, Use } from "./substitution-rules.ts";

export function checkSubstitutions(
  file: BuildFile,
  options: { readonly modes: readonly Mode[]; readonly substitutions?: { readonly [name: string]: string } },
): readonly Finding[] {
  const rules = substitutionRules(file, options.modes, options.substitutions ?? {});
  const problems = [
    ...undefinedNames(rules),
    ...unknownBuiltins(rules),
    ...unusedNames(rules),
    ...checkUnreadReferences(rules),
    ...checkSubstitutionValues(rules),
    ...checkEmptyBuiltins(rules),
  ];
  return problems.map((problem) => found(file, problem));
}

/** One finding for each name, at its first use. */
function byName(uses: readonly Use[]): readonly (readonly [string, Use, readonly Use[]])[] {
  const first = new Map<string, [Use, ...Use[]]>();
  for (const use of uses) {
    const others = first.get(use.name);
    if (others === undefined) first.set(use.name, [use]);
    else if (others.length < 4) others.push(use);
  }
  return [...first].map(([name, [use, ...rest]]) => [name, use, rest]);
}

function undefinedNames(rules: SubstitutionRules): readonly Problem[] {
  const { own, given } = rules;
  const uses = usesIn(rules.fields).filter(
    ({ name }) => /^_./.test(name) && !Object.hasOwn(own, name) && !Object.hasOwn(given, name),
  );
  return byName(uses).flatMap(([name, use, others]) => {
    const modes = builtins.has(name) ? rules.modes.filter((mode) => mode === "submit") : rules.modes;
    if (modes.length === 0) return [];
    const looks = { ...rules, modes };
    const related = others.map(({ path, text }) => ({ at: path, part: text, note: "it is also used here" }));
    return [
      {
        code: "UNDEFINED_SUBSTITUTION",
        severity: rules.strict ? refusedBySubmit(rules) : "warning",
        ...{ at: use.path, part: use.text },
        message: `${quoted(use.text)} ${withoutValue(looks, name)}.`,
        remedy:
          (modes.includes("submit")
            ? `Give ${name} a default under "substitutions", or a value in the trigger or with --substitutions.`
            : `Give ${name} a default under "substitutions", or a value in the trigger.`) +
          didYouMean(name, [...Object.keys(own), ...Object.keys(given)]),
        ...(related.length > 0 && { related }),
        ...modeOf(rules, modes),
      },
    ];
  });
}

function withoutValue({ modes, strict }: SubstitutionRules, name: string): string {
  const has = builtins.has(name) ? "has a value on pull requests alone" : "has no value";
  if (modes.includes("submit") && !strict) return `${has}: where none is given, "" takes its place`;
  const meanings = [
    ...(modes.includes("trigger") ? [`a trigger that does not give it puts "" in its place`] : []),
    ...(modes.includes("submit") ? ["gcloud builds submit refuses the build"] : []),
  ];
  return `${has}: ${meanings.join(", and ")}`;
}

/** `$FOO`, which both ways of starting a build refuse. */
function unknownBuiltins(rules: SubstitutionRules): readonly Problem[] {
  const uses = usesIn(rules.fields).filter(({ name }) => !name.startsWith("_") && !isBuiltin(name));
  return byName(uses).map(([name, use, others]) => {
    const related = others.map(({ path, text }) => ({ at: path, part: text, note: "it is also used here" }));
    const whole = wholeVariable(use);
    const as = whole === use.text ? "" : ` at the beginning of ${quoted(whole)}`;
    return {
      code: "UNKNOWN_BUILTIN",
      severity: "error",
      ...{ at: use.path, part: use.text },
      message: `${quoted(use.text)}${as} names no substitution: Cloud Build gives none called ${name}, and others begin with an underscore.`,
      remedy: builtinRemedy(rules, use, whole),
      ...(related.length > 0 && { related }),
    };
  });
}

function builtinRemedy(rules: SubstitutionRules, use: Use, whole: string): string {
  const { name, path, field } = use;
  const step = stepAt(rules, path);
  const written = (other: string): string => (use.braced ? `\${${other}}` : `$${other}`);
  if (Object.hasOwn(rules.own, `_${name}`)) return `Write ${written(`_${name}`)}.`;
  const index = path[1];
  const shell = step === undefined || typeof index !== "number" ? undefined : shellTextOf(step, index);
  const inShell = path[2] === "args" && (shell !== undefined || /\s/.test(field));
  if (step !== undefined && (inShell || isVariable(rules, step, { name, text: "" }))) {
    return `Write $${whole}, which leaves ${whole} to the shell.`;
  }
  const near = didYouMean(name, [...builtins.keys()]);
  return `Call it ${written(`_${name}`)} and give it a default under "substitutions", or write $${whole} for a $ that stays.${near}`;
}

/** Only `gcloud builds submit` minds. */
function unusedNames(rules: SubstitutionRules): readonly Problem[] {
  const { own, given, file, strict } = rules;
  const { build } = file;
  if (!rules.modes.includes("submit") || !strict) return [];
  if (build.options?.automapSubstitutions || build.steps.some((step) => isAutomapped(build, step))) return [];
  const elsewhere = [build.source, build.gitConfig, build.dependencies].map(
    (part) => JSON.stringify(part) ?? "",
  );
  const used = new Set([
    ...usesIn(rules.fields).map(({ name }) => name),
    ...elsewhere.flatMap((text) => referencesIn(text)).map(({ name }) => name),
    ...Object.values({ ...own, ...given }).flatMap((value) => [...namesInValue(value)]),
  ]);
  const names = [...new Set([...Object.keys(own), ...Object.keys(given)])];
  return names.filter((name) => !used.has(name) && !builtins.has(name)).map((name) => unused(rules, name));
}

function unused(rules: SubstitutionRules, name: string): Problem {
  const isOwn = Object.hasOwn(rules.own, name);
  const seeming = rules.fields.find(({ expansions }) => expansions.some((one) => one.name === name));
  const script = rules.file.build.steps.findIndex((step) => scriptNames(step.script).includes(name));
  const related = [
    ...(seeming === undefined
      ? []
      : [{ at: seeming.path, note: "with an expansion it does not count here" }]),
    ...(script === -1 ? [] : [{ at: ["steps", script, "script"], note: "scripts are not substituted" }]),
  ];
  return {
    code: "UNUSED_SUBSTITUTION",
    severity: refusedBySubmit(rules),
    ...(isOwn ? { at: ["substitutions", name], key: true } : { at: ["substitutions"], key: true }),
    message: `${quoted(name)} ${isOwn ? "" : "is given a value and "}is used nowhere, and gcloud builds submit refuses the build.`,
    remedy: `Remove it, or set options.substitutionOption: ALLOW_LOOSE.`,
    ...(related.length > 0 && { related }),
    mode: "submit",
  };
}
