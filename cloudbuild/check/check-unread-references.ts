// Checks texts that look like references to substitutions and are none: with expansions, misspelt, or in scripts.
import { isBuiltin } from "../substitutions/builtins.ts";
import { referencesIn, scanText } from "../substitutions/references.ts";
import { quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { isVariable, stepAt, wholeVariable } from "./substitution-rules.ts";
import type { ScannedField, SubstitutionRules } from "./substitution-rules.ts";

export function checkUnreadReferences(rules: SubstitutionRules): readonly Problem[] {
  return [
    ...rules.fields.flatMap((field) => [...expansionsIn(rules, field), ...malformedIn(rules, field)]),
    ...namesInScripts(rules),
  ];
}

/** `${_X:-none}` in a field, which the template does not read. */
function expansionsIn(
  rules: SubstitutionRules,
  { path, text, expansions }: ScannedField,
): readonly Problem[] {
  const step = stepAt(rules, path);
  return expansions
    .filter(({ name }) => name.startsWith("_") || isBuiltin(name))
    .filter(({ name }) => step === undefined || !isVariable(rules, step, { name, text }))
    .map(({ name, text: part, expansion }) => ({
      code: "EXPANSION_IN_FIELD",
      severity: "warning",
      ...{ at: path, part },
      message: `${quoted(part)} stays as it is: Cloud Build evaluates expansions in the values of substitutions alone.`,
      remedy: `Give another substitution the value \${${name}${expansion ?? ""}} and use that here, with options.dynamicSubstitutions: true.`,
    }));
}

function malformedIn(rules: SubstitutionRules, field: ScannedField): readonly Problem[] {
  const { path, malformed, references, text } = field;
  const known = (name: string): boolean =>
    isBuiltin(name) || Object.hasOwn(rules.own, name) || Object.hasOwn(rules.given, name);
  const broken = malformed.flatMap(({ text: part }): readonly Problem[] => {
    const name = /^\$\{\s*(\w*)/.exec(part)?.[1] ?? "";
    const meant = known(name.toUpperCase());
    if (!meant && (part.endsWith("}") || !/^_[A-Z]/.test(name))) return [];
    const remedy = `Write \${${name.toUpperCase()}}, or $${part} for a text that is to stay.`;
    return [
      malformedReference({
        path,
        part,
        message: `${quoted(part)} is no reference to a substitution and stays as it is.`,
        remedy,
      }),
    ];
  });
  const lower = references
    .filter(({ name }) => name === "_")
    .map((reference) => {
      const whole = wholeVariable({ ...reference, path, field: text });
      const message = `${quoted(whole)} is read as a substitution called "_", since the names of substitutions have capital letters.`;
      const meant = whole.replaceAll(/[${}]/g, "").toUpperCase();
      const remedy =
        meant === "_"
          ? `Write $${whole} for the shell's variable.`
          : `Write $${meant}, or $${whole} for a variable of the shell.`;
      return malformedReference({ path, part: reference.text, message, remedy });
    });
  return [...broken, ...lower];
}

function malformedReference({
  path,
  ...of
}: {
  readonly path: Problem["at"];
  readonly part: string;
  readonly message: string;
  readonly remedy: string;
}): Problem {
  return { code: "MALFORMED_REFERENCE", severity: "warning", at: path, ...of };
}

/** With an expansion or without. */
export function scriptNames(script = ""): readonly string[] {
  const { references, expansions } = scanText(script);
  return [...references, ...expansions].map(({ name }) => name);
}

/** A script gets substitutions as environment variables or not at all. */
function namesInScripts(rules: SubstitutionRules): readonly Problem[] {
  const { steps } = rules.file.build;
  return steps.flatMap((step, index) => {
    const { script = "" } = step;
    const names = [...new Set(scriptNames(script))].filter(
      (name) =>
        (isBuiltin(name) || Object.hasOwn(rules.own, name) || Object.hasOwn(rules.given, name)) &&
        !isVariable(rules, step, { name, text: script }),
    );
    return names.map((name): Problem => {
      const reference = referencesIn(script).find((one) => one.name === name);
      return {
        code: "SCRIPT_NOT_SUBSTITUTED",
        severity: "warning",
        at: ["steps", index, "script"],
        ...(reference !== undefined && { part: reference.text }),
        message: `The script of ${stepName(step, index)} uses ${name}, and nothing in a script is substituted: the variable is empty there.`,
        remedy: `Add "${name}=$${name}" to the step's env, or set automapSubstitutions: true.`,
      };
    });
  });
}
