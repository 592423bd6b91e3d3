// Checks the environment variables that steps are given in plain text.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { repeatsIn } from "./repeats.ts";

export function checkEnvironment(file: BuildFile): readonly Finding[] {
  const { options, steps } = file.build;
  return [
    ...entryProblems(["options", "env"], "options", options?.env),
    ...steps.flatMap((step, index) =>
      entryProblems(["steps", index, "env"], stepName(step, index), step.env),
    ),
  ].map((problem) => found(file, problem));
}

function entryProblems(
  list: Problem["at"],
  whose: string,
  entries: readonly string[] = [],
): readonly Problem[] {
  const names = entries.map((entry) => /^([^=]*)=/.exec(entry)?.[1]);
  return [
    ...entries.flatMap((entry, position) =>
      entry.includes("=") || entry.includes("$") ? [] : [withoutValue([...list, position], whose, entry)],
    ),
    ...repeatsIn(names).map(({ index, first }): Problem => ({
      code: "DUPLICATE_ENV",
      severity: "warning",
      at: [...list, index],
      message: `the env of ${whose} sets ${quoted(names[index] ?? "")} twice, and the later value counts.`,
      remedy: `Keep one of them.`,
      related: [{ at: [...list, first], note: "the first is here" }],
    })),
  ];
}

function withoutValue(at: Problem["at"], whose: string, entry: string): Problem {
  return {
    code: "ENV_WITHOUT_VALUE",
    severity: "error",
    at,
    message: `the env of ${whose} has ${quoted(entry)}, which is no NAME=VALUE.`,
    remedy: `Write NAME=VALUE in one text; a secret belongs into secretEnv, by its name alone.`,
  };
}
