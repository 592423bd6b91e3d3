// Checks what the values of substitutions refer to, which depends on whether substitutions are dynamic.
import { builtinValues, isBuiltin } from "../substitutions/builtins.ts";
import type { SubstitutionProblem } from "../substitutions/expand.ts";
import { resolveValues } from "../substitutions/expand.ts";
import { isDynamic } from "../substitutions/substituted-texts.ts";
import { bareReferences, bindingsIn, valueReferences } from "../substitutions/value-text.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import { quoted } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { modeOf } from "./substitution-rules.ts";
import type { SubstitutionRules } from "./substitution-rules.ts";

export function checkSubstitutionValues(rules: SubstitutionRules): readonly Problem[] {
  const dynamic = rules.modes.filter((mode) => isDynamic(rules.file.build, mode));
  const still = rules.modes.filter((mode) => !dynamic.includes(mode));
  const { problems } = resolveValues(
    // On a pull request most names have a value.
    { ...builtinValues("pull request"), ...rules.own, ...rules.given },
    { dynamic: dynamic.length > 0 },
  );
  return Object.entries(rules.own)
    .filter(([name]) => !Object.hasOwn(rules.given, name))
    .flatMap(([name, value]) => {
      const at = ["substitutions", name];
      const resolved = (problems.get(name) ?? []).map((problem) => resolutionProblem(problem, { name, at }));
      const told = [...(dynamic.length > 0 ? bare(value, { name, at }) : []), ...resolved.flat()];
      return [
        ...told.map((problem) => ({ ...inModes(problem, still.length === 0), ...modeOf(rules, dynamic) })),
        ...(still.length > 0 ? literals(value, { name, at }) : []),
        ...(rules.modes.includes("submit") ? bindings(value, { name, at }) : []),
      ];
    });
}

interface Value {
  readonly name: string;
  readonly at: Problem["at"];
}

/** What one of the modes accepts is a warning. */
function inModes(problem: Problem, all: boolean): Problem {
  return all ? problem : { ...problem, severity: "warning" };
}

function literals(value: string, { name, at }: Value): readonly Problem[] {
  const bare = bareReferences(value).filter(({ name: one }) => one.startsWith("_") || isBuiltin(one));
  const [first] = [...valueReferences(value), ...bare].sort((a, b) => a.start - b.start);
  if (first === undefined) return [];
  const braces =
    bare.length === 0 ? "" : `, and write names within a longer value in braces, as \${${bare[0]?.name}}`;
  return [
    {
      code: "DYNAMIC_SUBSTITUTIONS_OFF",
      severity: "warning",
      ...{ at, part: first.text },
      message: `The value of ${quoted(name)} refers to ${quoted(first.text)}, and gcloud builds submit leaves that as it is.`,
      remedy: `Set options.dynamicSubstitutions: true, as triggers do${braces}.`,
      mode: "submit",
    },
  ];
}

function bindings(value: string, { at }: Value): readonly Problem[] {
  return bindingsIn(value).map((binding) => ({
    code: "PAYLOAD_BINDING",
    severity: "warning",
    ...{ at, part: binding },
    message: `${quoted(binding)} is a part of the event that starts a trigger, and gcloud builds submit leaves it as it is.`,
    remedy: "Set it in the trigger, and give a value that works without an event here.",
    mode: "submit",
  }));
}

function bare(value: string, { name, at }: Value): readonly Problem[] {
  return bareReferences(value).map((reference) => ({
    code: "REFERENCE_WITHOUT_BRACES",
    severity: "warning",
    ...{ at, part: reference.text },
    message: `${quoted(reference.text)} within the value of ${quoted(name)} may stay as it is: in a value, references are read in braces.`,
    remedy: `Write \${${reference.name}}.`,
  }));
}

function resolutionProblem(problem: SubstitutionProblem, { name, at }: Value): readonly Problem[] {
  const written = { at, part: problem.text };
  switch (problem.kind) {
    case "undefined":
      return [
        {
          code: "UNDEFINED_SUBSTITUTION",
          severity: "warning",
          ...written,
          message: `${quoted(problem.text)} in the value of ${quoted(name)} names nothing that has a value, and becomes "".`,
          remedy: `Give ${problem.name} a value, or write \${${problem.name}:-none} with a default.${didYouMean(problem.name, Object.keys(builtinValues("push")))}`,
        },
      ];
    case "expansion":
      return [
        {
          code: "UNKNOWN_EXPANSION",
          severity: "warning",
          ...written,
          message: `${quoted(problem.text)} in the value of ${quoted(name)} is not among the expansions that Cloud Build documents.`,
          remedy:
            "Use one of ^ ^^ , ,, :offset:length # ## % %% /from/to //from/to :-default, or set the value as a whole.",
        },
      ];
    case "cycle":
      return [
        {
          code: "SUBSTITUTION_CYCLE",
          severity: "error",
          at,
          message: `The value of ${quoted(name)} needs itself: ${quoted(problem.text)}.`,
          remedy: "Give one of the substitutions of the cycle a value without references.",
        },
      ];
    case "binding":
      return [];
    default:
      return problem.kind satisfies never;
  }
}
