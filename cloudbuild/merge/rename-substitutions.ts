// A config and the `rename` of its component -> the config with the substitutions' new names wherever they are used.
import { own } from "../../pipeline/ir/json-object.ts";
import type { Finding } from "../findings/finding.ts";
import type { Path } from "../files/build-file.ts";
import type { Build, BuildStep } from "../format/build.ts";
import { isBuiltin } from "../substitutions/builtins.ts";
import { wordsIn } from "../substitutions/expansions.ts";
import { referencesIn } from "../substitutions/references.ts";
import { substitutedTexts } from "../substitutions/substituted-texts.ts";
import { namesInValue, valueReferences } from "../substitutions/value-text.ts";
import type { Joined } from "./merge-part.ts";
import type { ComponentBuild } from "./merged-build.ts";
import type { Source } from "./source-place.ts";
import { placeInSource } from "./source-place.ts";

type Names = { readonly [name: string]: string };

/** Scripts are not substituted: those that get substitutions as variables keep them under the names that they know. */
export function renameSubstitutions(
  { name, file, component }: ComponentBuild,
  source: Source,
): Joined<Build> {
  const renames = component.rename ?? {};
  if (Object.keys(renames).length === 0) return { value: file.build, findings: [] };
  const used = namesUsed(file.build);
  const findings = Object.entries(renames).flatMap(([from, to]) => {
    const wrong = wrongRename({ from, to, used, renames });
    const place = placeInSource(source, [name, "rename", from]);
    return wrong === undefined ? [] : [{ ...wrong, severity: "error" as const, place }];
  });
  return { value: findings.length > 0 ? file.build : renamed(file.build, renames), findings };
}

/** Substitutions of its own and references in its texts. */
export function namesUsed(build: Build): ReadonlySet<string> {
  const own = Object.entries(build.substitutions ?? {});
  const texts = [...substitutedTexts(build)].map(({ text }) => text);
  return new Set([
    ...own.map(([name]) => name),
    ...texts.flatMap(deepReferences),
    ...own.flatMap(([, value]) => [...namesInValue(value)]),
  ]);
}

/** Those within expansions too, as `${_X:-$_Y}`. */
export function deepReferences(text: string): readonly string[] {
  return referencesIn(text).flatMap(({ name, expansion }) => [
    name,
    ...(expansion === undefined ? [] : deepReferences(expansion)),
  ]);
}

function wrongRename(of: {
  readonly from: string;
  readonly to: string;
  readonly used: ReadonlySet<string>;
  readonly renames: Names;
}): Pick<Finding, "code" | "message" | "remedy"> | undefined {
  const { from, to, used, renames } = of;
  if (!used.has(from)) {
    const own = [...used].filter((name) => name.startsWith("_"));
    return {
      code: "RENAME_OF_NOTHING",
      message: `${from} is to be renamed, and the config neither has nor uses it.`,
      remedy: own.length === 0 ? "Remove it." : `Remove it, or rename one of: ${own.sort().join(", ")}.`,
    };
  }
  if (!/^_[A-Z0-9_]+$/.test(to) || isBuiltin(to) || isBuiltin(from)) {
    return {
      code: "BAD_RENAME",
      message: `${from} cannot be renamed to "${to}".`,
      remedy: isBuiltin(from)
        ? "Cloud Build gives it: keep its name."
        : "Begin the name with _ and use capital letters, digits and _, and no name that Cloud Build gives.",
    };
  }
  const others = Object.entries(renames).filter(([other]) => other !== from);
  const isTaken = used.has(to) && own(renames, to) === undefined;
  if (!isTaken && !others.some(([, name]) => name === to)) return undefined;
  return {
    code: "BAD_RENAME",
    message: `${from} is to be renamed to ${to}, which another substitution of the config is called.`,
    remedy: "Give it a name of its own.",
  };
}

function renamed(build: Build, renames: Names): Build {
  const changed = structuredClone(build);
  for (const { path, text } of substitutedTexts(build)) setText(changed, path, renamedText(text, renames));
  const { substitutions } = build;
  return {
    ...changed,
    steps: changed.steps.map((step) => keepVariables(step, build, renames)),
    ...(substitutions && {
      substitutions: Object.fromEntries(
        Object.entries(substitutions).map(([name, value]) => [
          own(renames, name) ?? name,
          renamedValue(value, renames),
        ]),
      ),
    }),
  };
}

/** A step that gets all substitutions as variables gets the old name as one of its own. */
function keepVariables(step: BuildStep, build: Build, renames: Names): BuildStep {
  if (!(step.automapSubstitutions ?? build.options?.automapSubstitutions)) return step;
  const given = new Set([
    ...(step.env ?? []).map((line) => line.split("=", 1)[0]),
    ...(build.options?.env ?? []).map((line) => line.split("=", 1)[0]),
    ...(step.secretEnv ?? []),
  ]);
  const added = Object.entries(renames)
    .filter(([from]) => !given.has(from))
    .map(([from, to]) => `${from}=\${${to}}`);
  return added.length === 0 ? step : { ...step, env: [...(step.env ?? []), ...added] };
}

function renamedText(text: string, renames: Names): string {
  let [out, at] = ["", 0];
  for (const { name, start, end, braced, expansion } of referencesIn(text)) {
    const to = own(renames, name) ?? name;
    const rest = expansion === undefined ? "" : renamedText(expansion, renames);
    out += text.slice(at, start) + (braced ? `\${${to}${rest}}` : `$${to}`);
    at = end;
  }
  return out + text.slice(at);
}

/** `$_X` within a longer value is no reference, and stays. */
function renamedValue(value: string, renames: Names): string {
  let [out, at] = ["", 0];
  for (const { name, start, end, braced, expansion = "" } of valueReferences(value)) {
    const to = own(renames, name) ?? name;
    out += value.slice(at, start) + (braced ? `\${${to}${renamedExpansion(expansion, renames)}}` : `$${to}`);
    at = end;
  }
  return out + value.slice(at);
}

function renamedExpansion(expansion: string, renames: Names): string {
  let [out, at] = ["", 0];
  for (const { start, text } of wordsIn(expansion)) {
    out += expansion.slice(at, start) + renamedValue(text, renames);
    at = start + text.length;
  }
  return out + expansion.slice(at);
}

function setText(build: Build, path: Path, text: string): void {
  const field = path.at(-1);
  let inner: unknown = build;
  for (const name of path.slice(0, -1)) inner = (inner as { [name: string | number]: unknown })[name]; // as the path says
  if (field !== undefined) (inner as { [name: string | number]: unknown })[field] = text;
}
