// Checks the volumes of the steps, by the rules of the local builder's validate.go, which Google has published.
import { posix } from "node:path";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Volume } from "../format/build.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { repeatsIn } from "./repeats.ts";

export function checkVolumes(file: BuildFile): readonly Finding[] {
  const { options, steps } = file.build;
  const shared = options?.volumes ?? [];
  return [
    ...listProblems(["options", "volumes"], "options", shared),
    ...steps.flatMap((step, index) => {
      const list = ["steps", index, "volumes"];
      return [
        ...listProblems(list, stepName(step, index), step.volumes ?? []),
        ...conflicts(list, stepName(step, index), { own: step.volumes ?? [], shared }),
      ];
    }),
    ...unshared(file),
  ].map((problem) => found(file, problem));
}

function listProblems(list: Problem["at"], whose: string, volumes: readonly Volume[]): readonly Problem[] {
  return [
    ...volumes.flatMap(({ name, path }, position) => [
      ...nameProblems([...list, position, "name"], whose, name ?? ""),
      ...pathProblems([...list, position, "path"], whose, path ?? ""),
    ]),
    ...(["name", "path"] as const).flatMap((field) =>
      repeatsIn(volumes.map((volume) => valueOf(volume, field))).map(({ index, first }): Problem => ({
        code: "DUPLICATE_VOLUME",
        severity: "error",
        at: [...list, index, field],
        message: `${whose} has two volumes with the ${field} ${quoted(volumes[index]?.[field] ?? "")}.`,
        remedy: `Give each volume of a step its own name and path.`,
        related: [{ at: [...list, first, field], note: "the first is here" }],
      })),
    ),
  ];
}

/** Paths are compared as the service cleans them: `/data/` is `/data`. */
function valueOf(volume: Volume, field: "name" | "path"): string {
  const value: string | undefined = volume[field]; // the schema lets it be absent
  return field === "name" ? (value ?? "") : clean(value ?? "");
}

function clean(path: string): string {
  const normal = posix.normalize(path);
  return normal.length > 1 ? normal.replace(/\/$/, "") : normal;
}

function nameProblems(at: Problem["at"], whose: string, name: string): readonly Problem[] {
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return [];
  if (name.includes("$")) return [substituted(at, whose, name)];
  return [
    {
      code: "VOLUME_NAME",
      severity: "error",
      at,
      message: `${whose} has a volume named ${quoted(name)}.`,
      remedy: `Use two or more letters, digits, ".", "-" and "_", the first a letter or digit.`,
    },
  ];
}

function pathProblems(at: Problem["at"], whose: string, path: string): readonly Problem[] {
  if (path.startsWith("$")) return [substituted(at, whose, path)];
  if (!path.startsWith("/")) {
    return [
      {
        code: "VOLUME_PATH_RELATIVE",
        severity: "error",
        at,
        message: `${whose} mounts a volume at ${quoted(path)}, which is no absolute path.`,
        remedy: `Begin the path with "/".`,
      },
    ];
  }
  const reserved = ["/workspace", "/builder/home", "/var/run/docker.sock"].includes(clean(path));
  if (reserved || clean(path).startsWith("/cloudbuild/")) {
    return [
      {
        code: "VOLUME_PATH_RESERVED",
        severity: "error",
        at,
        message: `${whose} mounts a volume at ${quoted(path)}, which Cloud Build keeps for itself.`,
        remedy: `Mount it elsewhere, as /cache; /workspace is shared by all steps without a volume.`,
      },
    ];
  }
  return path.includes("$") ? [substituted(at, whose, path)] : [];
}

function substituted(at: Problem["at"], whose: string, text: string): Problem {
  return {
    code: "VOLUME_SUBSTITUTION",
    severity: "warning",
    at,
    message: `${whose} has a volume with ${quoted(text)}, and substitutions are not documented to work in volumes.`,
    remedy: `Write the name and path out.`,
  };
}

function conflicts(
  list: Problem["at"],
  whose: string,
  { own, shared }: { readonly own: readonly Volume[]; readonly shared: readonly Volume[] },
): readonly Problem[] {
  return own.flatMap((volume, position) =>
    (["name", "path"] as const).flatMap((field): readonly Problem[] => {
      const global = shared.findIndex((other) => valueOf(other, field) === valueOf(volume, field));
      if (global < 0) return [];
      return [
        {
          code: "VOLUME_CONFLICT",
          severity: "error",
          at: [...list, position, field],
          message: `${whose} has a volume with the ${field} ${quoted(volume[field] ?? "")} of one in options.`,
          remedy: `Take it out of the step, which has those of options anyway, or give it another ${field}.`,
          related: [{ at: ["options", "volumes", global, field], note: "that of options is here" }],
        },
      ];
    }),
  );
}

/** A volume carries files from one step to another; with one step there is nobody to carry them to. */
function unshared({ build }: BuildFile): readonly Problem[] {
  const mounts = build.steps.flatMap(({ volumes = [] }, index) =>
    volumes.map(({ name }, position) => ({
      name: name ?? "", // the schema lets it be absent
      at: ["steps", index, "volumes", position, "name"],
    })),
  );
  const alone = [...groupBy(mounts, ({ name }) => name).values()]
    .filter((group) => group.length === 1)
    .flat();
  const global = (build.options?.volumes ?? []).map(({ name }, position) => ({
    name: name ?? "",
    at: ["options", "volumes", position, "name"],
  }));
  return [...(build.steps.length > 1 ? [] : global), ...alone]
    .filter(({ name }) => name !== "")
    .map(({ name, at }) => ({
      code: "VOLUME_USED_ONCE",
      severity: "error",
      at,
      message: `the volume ${quoted(name)} is mounted by one step only.`,
      remedy: `Mount it in another step too, or take it out.`,
    }));
}
