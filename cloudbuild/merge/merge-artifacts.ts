// What the components publish when all steps have succeeded -> what the merged build does: images, files, packages.
import type { Artifacts, Build } from "../format/build.ts";
import { conflict, saidBy } from "./conflict.ts";
import type { Joined, MergePart } from "./merge-part.ts";
import { canonical } from "./merge-part.ts";

type Published = Pick<Build, "images" | "artifacts">;

const packages = ["mavenArtifacts", "goModules", "pythonPackages", "npmPackages"] as const;

export function mergeArtifacts(parts: readonly MergePart[]): Joined<Published> {
  const objects = mergeObjects(parts);
  // The two lists of images are one to Cloud Build, and where both are said they must be the same.
  const images = union(
    parts.flatMap(({ build }) => [...(build.images ?? []), ...(build.artifacts?.images ?? [])]),
  );
  const [atTop, inArtifacts] = [
    parts.some(({ build }) => build.images !== undefined),
    parts.some(({ build }) => build.artifacts?.images !== undefined),
  ];
  const artifacts: Artifacts = {
    ...(inArtifacts && { images }),
    ...(objects.value && { objects: objects.value }),
    ...Object.fromEntries(
      packages.flatMap((field) => {
        const all = parts.flatMap(({ build }) => build.artifacts?.[field] ?? []);
        return all.length === 0 ? [] : [[field, union(all)] as const];
      }),
    ),
  };
  const value: Published = {
    ...(atTop && { images }),
    ...(Object.keys(artifacts).length > 0 && { artifacts }),
  };
  return { value, findings: objects.findings };
}

function mergeObjects(parts: readonly MergePart[]): Joined<Artifacts["objects"]> {
  const said = saidBy(
    parts,
    ["artifacts", "objects", "location"],
    ({ build }) => build.artifacts?.objects?.location,
  );
  const [first] = said;
  const findings = said.flatMap((other) =>
    first === undefined || asFolder(other.value) === asFolder(first.value)
      ? []
      : [
          conflict({
            code: "ARTIFACT_LOCATION_CONFLICT",
            first,
            other,
            remedy: "Give both the same folder, or copy the files in a step of their own.",
          }),
        ],
  );
  const paths = union(parts.flatMap(({ build }) => build.artifacts?.objects?.paths ?? []));
  if (parts.every(({ build }) => build.artifacts?.objects === undefined))
    return { value: undefined, findings };
  const value = { ...(first && { location: first.value }), ...(paths.length > 0 && { paths }) };
  return { value, findings };
}

/** As validate.go of cloud-build-local has it: a slash at the end makes no difference. */
function asFolder(location: string): string {
  return location.endsWith("/") ? location : `${location}/`;
}

export function union<T>(items: readonly T[]): readonly T[] {
  const seen = new Map<string, T>();
  for (const item of items) if (!seen.has(canonical(item))) seen.set(canonical(item), item);
  return [...seen.values()];
}
