// A merged build as a config of its own, for the checks: places in it lead to where the components say it.
import type { BuildFile, Path, Place } from "../files/build-file.ts";
import type { ComponentBuild, MergedBuild } from "./merged-build.ts";
import type { Source } from "./source-place.ts";

export function mergedFile(
  { build, steps }: MergedBuild,
  { components, source }: { readonly components: readonly ComponentBuild[]; readonly source: Source },
): BuildFile {
  const start: Place = { file: source.file, line: 1, column: 1, length: 1 };
  const placeOf: BuildFile["placeOf"] = (path, of) => {
    const [field, index, ...rest] = path;
    if (field === "steps" && typeof index === "number") {
      const step = steps[index];
      return step === undefined ? start : step.file.placeOf(["steps", step.index, ...rest], of);
    }
    const saying =
      components.find(({ file }) => isSaid(file, path)) ??
      components.find(({ file }) => isSaid(file, path.slice(0, 1)));
    return saying === undefined ? start : saying.file.placeOf(inOwnWords(saying, path), of);
  };
  return { file: source.file, text: source.text, build, placeOf };
}

/** Names alone are compared: the places of lists are others in the merged build. */
function isSaid({ build }: BuildFile, path: Path): boolean {
  let value: unknown = build;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return false;
    value = (value as { readonly [name: string | number]: unknown })[name]; // it has the field
  }
  return true;
}

/** What was renamed stands in its config under the older name. */
function inOwnWords({ component }: ComponentBuild, path: Path): Path {
  const [field, name] = path;
  if (field !== "substitutions") return path;
  const before = Object.entries(component.rename ?? {}).find(([, to]) => to === name)?.[0];
  return before === undefined ? path : [field, before];
}
