// Checks that every secret is defined once, and used.
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { closestName } from "../../pipeline/ir/closest-name.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem, Spot } from "../findings/found.ts";
import { repeatsIn } from "./repeats.ts";

export function checkSecrets(file: BuildFile): readonly Finding[] {
  const { build } = file;
  const definitions = secretDefinitions(build);
  const uses = secretUses(build);
  return [
    ...definedTwice(definitions),
    ...undefinedUses(uses, definitions, build),
    ...unusedDefinitions(uses, definitions),
    ...usedTwice(uses, build),
    ...secretAndPlain(uses, build),
  ].map((problem) => found(file, problem));
}

interface Definition {
  readonly name: string;
  readonly spot: Spot;
}

interface Use {
  readonly name: string;
  readonly at: Path;
  /** "options" for those that every step gets. */
  readonly step: number | "options";
}

/** In the order in which the three places stand in the format; names of variables only, never what is in them. */
function secretDefinitions({ availableSecrets, secrets = [] }: Build): readonly Definition[] {
  const mapped = (list: Path, names: object | undefined) =>
    Object.keys(names ?? {}).map((name) => ({ name, spot: { at: [...list, name], key: true } }));
  return [
    ...(availableSecrets?.secretManager ?? []).flatMap(({ env }, index) => {
      const at = ["availableSecrets", "secretManager", index, "env"];
      return env === undefined || env === "" ? [] : [{ name: env, spot: { at } }];
    }),
    ...(availableSecrets?.inline ?? []).flatMap(({ envMap }, index) =>
      mapped(["availableSecrets", "inline", index, "envMap"], envMap),
    ),
    ...secrets.flatMap(({ secretEnv }, index) => mapped(["secrets", index, "secretEnv"], secretEnv)),
  ];
}

function secretUses({ options, steps }: Build): readonly Use[] {
  return [
    ...(options?.secretEnv ?? []).map((name, position) => ({
      name,
      at: ["options", "secretEnv", position],
      step: "options" as const, // the literal, not any string
    })),
    ...steps.flatMap((step, index) =>
      (step.secretEnv ?? []).map((name, position) => ({
        name,
        at: ["steps", index, "secretEnv", position],
        step: index,
      })),
    ),
  ];
}

function definedTwice(definitions: readonly Definition[]): readonly Problem[] {
  return repeatsIn(definitions.map(({ name }) => name)).flatMap(({ index, first }): readonly Problem[] => {
    const [here, before] = [definitions[index], definitions[first]];
    if (here === undefined || before === undefined) return [];
    return [
      {
        code: "DUPLICATE_SECRET",
        severity: "error",
        ...here.spot,
        message: `the secret ${quoted(here.name)} is defined twice.`,
        remedy: `Give each secret a variable of its own.`,
        related: [{ ...before.spot, note: "the first is here" }],
      },
    ];
  });
}

function undefinedUses(
  uses: readonly Use[],
  definitions: readonly Definition[],
  { steps }: Build,
): readonly Problem[] {
  const names = new Set(definitions.map(({ name }) => name));
  return uses.flatMap(({ name, at, step }) => {
    if (names.has(name) || name.includes("$")) return [];
    const whose = step === "options" ? "options" : stepName(steps[step] ?? {}, step);
    const near = closestName(name, names);
    return [
      {
        code: "UNDEFINED_SECRET",
        severity: "error",
        at,
        message: `secretEnv of ${whose} names ${quoted(name)}, which no secret defines.`,
        remedy:
          near !== undefined
            ? `Write ${quoted(near)}.`
            : `Define it in availableSecrets.secretManager, with versionName and env: ${name}.`,
      },
    ];
  });
}

/** The API's reference: a secret "must be used by at least one build step". */
function unusedDefinitions(uses: readonly Use[], definitions: readonly Definition[]): readonly Problem[] {
  const used = new Set(uses.map(({ name }) => name));
  return definitions.flatMap(({ name, spot }) => {
    if (used.has(name)) return [];
    return [
      {
        code: "UNUSED_SECRET",
        severity: "error",
        ...spot,
        message: `the secret ${quoted(name)} is defined and no step has it in secretEnv.`,
        remedy: `Add it to secretEnv of the steps that need it, or take it out.`,
      },
    ];
  });
}

/** Those of options stand first in `uses`. */
function usedTwice(uses: readonly Use[], { steps }: Build): readonly Problem[] {
  const global = new Map(uses.filter(({ step }) => step === "options").map((use) => [use.name, use]));
  const within = new Map(
    repeatsIn(uses.map(({ name, step }) => `${step} ${name}`)).map(({ index, first }) => [
      index,
      uses[first],
    ]),
  );
  return uses.flatMap(({ name, at, step }, index) => {
    const before = within.get(index) ?? (step === "options" ? undefined : global.get(name));
    if (before === undefined) return [];
    const whose = step === "options" ? "options" : stepName(steps[step] ?? {}, step);
    return [
      {
        code: "SECRET_USED_TWICE",
        severity: "error",
        at,
        message:
          before.step === step
            ? `secretEnv of ${whose} names ${quoted(name)} twice.`
            : `secretEnv of ${whose} names ${quoted(name)}, which options gives every step already.`,
        remedy: `Name it once.`,
        related: [{ at: before.at, note: "it is named here first" }],
      },
    ];
  });
}

function secretAndPlain(uses: readonly Use[], { options, steps }: Build): readonly Problem[] {
  const plain = [
    ...(options?.env ?? []).map((entry, position) => ({
      entry,
      at: ["options", "env", position],
      step: "options" as const, // the literal, not any string
    })),
    ...steps.flatMap(({ env = [] }, index) =>
      env.map((entry, position) => ({ entry, at: ["steps", index, "env", position], step: index })),
    ),
  ];
  const bySecret = groupBy(uses, ({ name }) => name);
  return plain.flatMap(({ entry, at, step }) => {
    const name = /^([^=]+)=/.exec(entry)?.[1];
    const use = bySecret
      .get(name ?? "")
      ?.find((other) => other.step === step || other.step === "options" || step === "options");
    if (name === undefined || use === undefined) return [];
    return [
      {
        code: "SECRET_AND_ENV",
        severity: "error",
        at,
        part: name,
        message: `${quoted(name)} is set in env and is a secret of the same step.`,
        remedy: `Take it out of env, or give one of the two another name.`,
        related: [{ at: use.at, note: "the secret is named here" }],
      },
    ];
  });
}
