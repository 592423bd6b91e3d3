// Checks what Cloud Build counts and measures once the substitutions have their values.
import type { BuildFile, Path, Place } from "../files/build-file.ts";
import type { Finding, Mode } from "../findings/finding.ts";
import type { Build, BuildStep } from "../format/build.ts";
import { builtinValues, eventsOf } from "../substitutions/builtins.ts";
import { substituteBuild } from "../substitutions/substituted-texts.ts";
import type { Excess } from "./excess.ts";
import { tooMany } from "./excess.ts";
import { quoted, stepName } from "../findings/found.ts";
import { secretLimits } from "./secret-limits.ts";

/** Of an argument: one is longer only with script files as text. */
const longestArgument = 10_000;

/**
 * With the values that are given, the file's own under them, and built-in ones like real ones. What is too long only with
 * the longest that a branch or a repository may be called is a warning.
 */
export function checkLimits(
  { build, placeOf }: BuildFile,
  options: { readonly modes: readonly Mode[]; readonly substitutions?: { readonly [name: string]: string } },
): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const kind of ["sample", "longest"] as const) {
    for (const mode of options.modes) {
      for (const event of eventsOf(mode)) {
        const values = { ...builtinValues(event, kind), ...build.substitutions, ...options.substitutions };
        const all = { ...build, substitutions: { ...build.substitutions, ...options.substitutions } };
        for (const finding of limitFindings(substituteBuild(all, values, mode), placeOf)) {
          const key = [finding.code, finding.place.line, finding.place.column, finding.place.length].join(
            " ",
          );
          if (!found.has(key)) found.set(key, kind === "sample" ? finding : onlyOfLongest(finding));
        }
      }
    }
  }
  return [...found.values()];
}

function onlyOfLongest(finding: Finding): Finding {
  return {
    ...finding,
    severity: "warning",
    message: finding.message.replace(
      /\.$/,
      " once the names of branch, tag and repository are as long as they may be.",
    ),
  };
}

/**
 * Of a build whose substitutions have their values, as `substituteBuild` gives it: the merge calls it for each environment.
 * `placeOf` leads from the build to where the text stands.
 */
export function limitFindings(build: Build, placeOf: BuildFile["placeOf"]): readonly Finding[] {
  const excesses = [
    ...stepLimits(build),
    ...substitutionLimits(build),
    ...secretLimits(build),
    ...olderLimits(build),
  ];
  return excesses.map((excess) => limitFinding(excess, placeOf(excess.at)));
}

function limitFinding({ code, severity, what, limit, remedy }: Excess, place: Place): Finding {
  const message =
    severity === "error"
      ? `${what}, and ${limit}.`
      : `${what}, and older versions of Cloud Build took no more: ${limit}.`;
  return { code, severity, place, message, remedy };
}

function stepLimits({ steps }: Build): readonly Excess[] {
  const count = tooMany(steps.length, 300, {
    ...{ code: "TOO_MANY_STEPS", severity: "error", at: ["steps"] },
    ...{ what: `The build has ${steps.length} steps`, remedy: "Join steps, or make two builds of it." },
  });
  return [...count, ...steps.flatMap((step, index) => argumentLimits(step, index))];
}

function argumentLimits(step: BuildStep, index: number): readonly Excess[] {
  const { args = [] } = step;
  const whose = stepName(step, index);
  const count = tooMany(args.length, 100, {
    ...{ code: "TOO_MANY_ARGS", severity: "error", at: ["steps", index, "args"] },
    ...{ what: `${capital(whose)} has ${args.length} arguments`, remedy: "Put the command into a script." },
  });
  const long = args.flatMap((text, place) => {
    const length = charactersIn(text);
    return tooMany(length, longestArgument, {
      ...{ code: "ARG_TOO_LONG", severity: "error", at: ["steps", index, "args", place] },
      what: `Argument ${place + 1} of ${whose} has ${length} characters after substitution`,
      remedy: `Put the text into a file of the repository, or into the step's "script".`,
    });
  });
  return [...count, ...long];
}

function substitutionLimits({ substitutions = {} }: Build): readonly Excess[] {
  const names = Object.keys(substitutions);
  const count = tooMany(names.length, 200, {
    ...{ code: "TOO_MANY_SUBSTITUTIONS", severity: "error", at: ["substitutions"] },
    ...{ what: `The build has ${names.length} substitutions`, remedy: "Remove those that are not needed." },
  });
  const long = Object.entries(substitutions).flatMap(([name, value]) => {
    const [nameBytes, valueBytes] = [bytesIn(name), bytesIn(value)];
    return [
      ...tooMany(nameBytes, 100, {
        ...{ code: "SUBSTITUTION_NAME_TOO_LONG", severity: "error", at: ["substitutions", name] },
        ...{ what: `The name ${quoted(name)} has ${nameBytes} bytes`, remedy: "Give it a shorter name." },
      }),
      ...tooMany(valueBytes, 4000, {
        ...{ code: "SUBSTITUTION_VALUE_TOO_LONG", severity: "error", at: ["substitutions", name] },
        what: `The value of ${quoted(name)} has ${valueBytes} bytes`,
        remedy: "Put the text into a file of the repository.",
      }),
    ];
  });
  return [...count, ...long];
}

/** Source: cloud-build-local's validate.go, archived in 2022: the service may have raised them. */
function olderLimits(build: Build): readonly Excess[] {
  const { images = [], tags = [], artifacts, options, steps } = build;
  const paths = artifacts?.objects?.paths ?? [];
  return [
    ...listLimit("TOO_MANY_TAGS", ["tags"], { count: tags.length, limit: 64, of: "tags" }),
    ...listLimit("TOO_MANY_IMAGES", ["images"], { count: images.length, limit: 100, of: "images" }),
    ...listLimit("TOO_MANY_PATHS", ["artifacts", "objects", "paths"], {
      ...{ count: paths.length, limit: 100, of: "paths of artifacts" },
    }),
    ...environmentLimits(options?.env ?? [], ["options", "env"], "The build"),
    ...steps.flatMap((step, index) => {
      const whose = stepName(step, index);
      const dirLength = charactersIn(step.dir ?? "");
      return [
        ...environmentLimits(step.env ?? [], ["steps", index, "env"], capital(whose)),
        ...tooMany(dirLength, 1000, {
          ...{ code: "DIR_TOO_LONG", severity: "warning", at: ["steps", index, "dir"] },
          ...{ what: `"dir" of ${whose} has ${dirLength} characters`, remedy: "Give a shorter path." },
        }),
      ];
    }),
  ];
}

function environmentLimits(env: readonly string[], at: Path, who: string): readonly Excess[] {
  const count = tooMany(env.length, 100, {
    ...{ code: "TOO_MANY_VARIABLES", severity: "warning", at },
    ...{ what: `${who} has ${env.length} environment variables`, remedy: "Put some into a file." },
  });
  const long = env.flatMap((line, index) => {
    const length = charactersIn(line);
    const name = quoted(line.split("=", 1)[0] ?? "");
    return tooMany(length, 1000, {
      ...{ code: "VARIABLE_TOO_LONG", severity: "warning", at: [...at, index] },
      what: `The environment variable ${name} has ${length} characters`,
      remedy: "Put the text into a file of the repository.",
    });
  });
  return [...count, ...long];
}

function listLimit(
  code: string,
  at: Path,
  { count, limit, of }: { readonly count: number; readonly limit: number; readonly of: string },
): readonly Excess[] {
  return tooMany(count, limit, {
    ...{ code, severity: "warning", at },
    ...{ what: `The build has ${count} ${of}`, remedy: `Give ${limit} at most.` },
  });
}

function charactersIn(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
