// Which substitutions a build knows, and which it cannot do without, for triggers that give them values.
import type { Build } from "../format/build.ts";
import { referencesIn } from "../substitutions/references.ts";
import { substitutedTexts } from "../substitutions/substituted-texts.ts";

/** Declared or used. A script that gets them all as variables uses those that it names. */
export function knownSubstitutions(build: Build): ReadonlySet<string> {
  const declared = Object.keys(build.substitutions ?? {});
  return new Set([...declared, ...usedSubstitutions(build, { withExpansion: true })]);
}

/** Used somewhere without a default: neither the build's nor one within the reference, as in `${_X:-none}`. */
export function neededSubstitutions(build: Build): ReadonlySet<string> {
  const declared = build.substitutions ?? {};
  const used = [...usedSubstitutions(build, { withExpansion: false })];
  return new Set(used.filter((name) => !Object.hasOwn(declared, name)));
}

function usedSubstitutions(
  build: Build,
  { withExpansion }: { readonly withExpansion: boolean },
): Set<string> {
  const texts = [...substitutedTexts(build)].map(({ text }) => text);
  const names = [...texts, ...Object.values(build.substitutions ?? {})]
    .flatMap(referencesIn)
    .filter(({ expansion }) => withExpansion || expansion === undefined)
    .map(({ name }) => name);
  return new Set([...names, ...mappedNames(build)]);
}

/** `automapSubstitutions` makes variables of all substitutions: a script names those that it uses. */
function mappedNames({ steps, options }: Build): readonly string[] {
  return steps
    .filter((step) => step.automapSubstitutions ?? options?.automapSubstitutions ?? false)
    .flatMap(({ script = "" }) => [...script.matchAll(/\$\{?(_[A-Z0-9_]+)\}?/g)])
    .map(([, name = ""]) => name);
}
