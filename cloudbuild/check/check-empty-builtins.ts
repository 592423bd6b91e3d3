// Checks for names of images that are no names where a built-in substitution is empty, and for regions that may be
// "global".
import type { Path } from "../files/build-file.ts";
import type { Mode } from "../findings/finding.ts";
import { builtins, builtinValues } from "../substitutions/builtins.ts";
import { substituteText } from "../substitutions/expand.ts";
import { referencesIn } from "../substitutions/references.ts";
import { isImageReference } from "../steps/image-reference.ts";
import { dockerWork } from "./docker-work.ts";
import { quoted } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { modeOf, refusedBySubmit, usesIn } from "./substitution-rules.ts";
import type { SubstitutionRules } from "./substitution-rules.ts";

export function checkEmptyBuiltins(rules: SubstitutionRules): readonly Problem[] {
  const told = new Map<string, Problem>();
  for (const { image, at } of imagesIn(rules)) {
    for (const { name, text } of referencesIn(image)) {
      if (told.has(name) || !builtins.has(name) || Object.hasOwn(rules.given, name)) continue;
      const modes = rules.modes.filter((mode) => isBroken(rules, image, { name, mode }));
      if (modes.length > 0) {
        told.set(name, emptyBuiltin({ rules, name, text, image, at, modes }));
      }
    }
  }
  return [...told.values(), ...globalLocation(rules)];
}

interface ImageAt {
  readonly image: string;
  readonly at: Path;
}

function imagesIn({ file: { build } }: SubstitutionRules): readonly ImageAt[] {
  const list = (images: readonly string[], path: Path): readonly ImageAt[] =>
    images.map((image, index) => ({ image, at: [...path, index] }));
  return [
    ...list(build.images ?? [], ["images"]),
    ...list(build.artifacts?.images ?? [], ["artifacts", "images"]),
    ...build.steps.flatMap((step, index) => {
      const { made, pushed } = dockerWork(step, index);
      return [{ image: step.name, at: ["steps", index, "name"] }, ...made, ...pushed];
    }),
  ];
}

/** A name with the built-in's value that is none without it. A trigger is taken for one on pushes to branches. */
function isBroken(
  rules: SubstitutionRules,
  image: string,
  { name, mode }: { readonly name: string; readonly mode: Mode },
): boolean {
  const event = mode === "trigger" ? "push" : "submit";
  const here = builtinValues(event);
  if (here[name] !== "") return false;
  const samples = Object.fromEntries([...builtins.values()].map((one) => [one.name, one.sample]));
  const unknown = Object.fromEntries(referencesIn(image).map((reference) => [reference.name, "x"]));
  const values = { ...unknown, ...samples, ...rules.own, ...rules.given };
  return (
    isImageReference(substituteText(image, values).text) &&
    !isImageReference(substituteText(image, { ...values, [name]: "" }).text)
  );
}

function emptyBuiltin({
  rules,
  name,
  text,
  image,
  at,
  modes,
}: {
  readonly rules: SubstitutionRules;
  readonly name: string;
  readonly text: string;
  readonly image: string;
  readonly at: Path;
  readonly modes: readonly Mode[];
}): Problem {
  const where = modes.includes("trigger")
    ? "where a push to a branch starts the build"
    : "where gcloud builds submit starts the build";
  const both = modes.length > 1 ? `${where}, or gcloud builds submit` : where;
  return {
    code: "EMPTY_BUILTIN",
    severity: refusedBySubmit(rules),
    ...{ at, part: text },
    message: `${quoted(text)} is empty ${both}, and ${quoted(image)} is no image's name then.`,
    remedy: modes.includes("trigger")
      ? "Use $SHORT_SHA or $BUILD_ID, or start the build by tags alone."
      : `Give it with --substitutions=${name}=..., or use $BUILD_ID.`,
    ...modeOf(rules, modes),
  };
}

/** One finding for a file: it holds for all of them. */
function globalLocation(rules: SubstitutionRules): readonly Problem[] {
  const { options } = rules.file.build;
  if (options?.pool?.name !== undefined || options?.workerPool !== undefined) return [];
  if (Object.hasOwn(rules.given, "LOCATION")) return [];
  const use = usesIn(rules.fields).find(
    ({ name, field, start, end }) =>
      name === "LOCATION" &&
      (/^-[a-z]+\.pkg\.dev/.test(field.slice(end)) ||
        /--(?:region|location)[= ]$/.test(field.slice(0, start))),
  );
  if (use === undefined) return [];
  return [
    {
      code: "LOCATION_MAY_BE_GLOBAL",
      severity: "warning",
      ...{ at: use.path, part: use.text },
      message: `${quoted(use.text)} is the region that the build runs in, and "global" where it is started without one.`,
      remedy:
        "Start it with --region, by a trigger of a region, or make the region a substitution of its own.",
    },
  ];
}
