// The options of all components -> those of the merged build: the largest machine, and what they must agree on.
import type { BuildOptions } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";
import { isBuiltin } from "../substitutions/builtins.ts";
import { bareReferences, valueReferences } from "../substitutions/value-text.ts";
import type { Said } from "./conflict.ts";
import { sameOrConflict, saidBy } from "./conflict.ts";
import { fromAnother } from "./from-another.ts";
import { largestMachine, poolAndMachine, twoPools } from "./merge-machines.ts";
import type { Joined, MergePart } from "./merge-part.ts";
import { commonOptions } from "./push-down-options.ts";

const equalFields = [
  "logStreamingOption",
  "workerPool",
  "pool",
  "logging",
  "defaultLogsBucketBehavior",
  "enableStructuredLogging",
  "workerRelease",
  "pubsubTopic",
  "cluster",
  "anthosCluster",
  "dockerDaemon",
] as const satisfies readonly (keyof BuildOptions)[];

export function mergeOptions(parts: readonly MergePart[]): Joined<BuildOptions | undefined> {
  const equal = equalFields.map((field) => {
    const said = saidBy<unknown>(parts, ["options", field], ({ build }) => build.options?.[field]);
    return { field, ...sameOrConflict(said, "Give both configs the same, or leave it out of one.") };
  });
  const machine = largestMachine(parts);
  const loose = substitutionOption(parts);
  const disks = parts.flatMap(({ build }) => build.options?.diskSizeGb ?? []);
  const provenance = [...new Set(parts.flatMap(({ build }) => build.options?.sourceProvenanceHash ?? []))];
  const verify = parts.flatMap(({ build }) => build.options?.requestedVerifyOption ?? []);
  const dynamic = dynamicSubstitutions(parts);
  const options: BuildOptions = {
    ...(provenance.length > 0 && { sourceProvenanceHash: provenance }),
    ...(verify[0] && { requestedVerifyOption: verify.includes("VERIFIED") ? "VERIFIED" : verify[0] }),
    ...(machine.value && { machineType: machine.value }),
    ...(disks.length > 0 && { diskSizeGb: disks.reduce((a, b) => Math.max(a, b)) }),
    ...(loose.value && { substitutionOption: loose.value }),
    ...(dynamic.value !== undefined && { dynamicSubstitutions: dynamic.value }),
    ...Object.fromEntries(
      equal
        .filter(({ field }) => field !== "workerPool" || !isSaidAsPool(parts))
        .flatMap(({ field, value }) => (value === undefined ? [] : [[field, value] as const])),
    ),
    ...commonOptions(parts),
  };
  const findings = [
    ...equal.flatMap((field) => field.findings),
    ...machine.findings,
    ...twoPools(parts),
    ...poolAndMachine(parts),
    ...fromAnother(parts),
    ...dynamic.findings,
    ...loose.findings,
  ];
  const isSaid = parts.some(({ build }) => build.options !== undefined);
  return { value: isSaid && Object.keys(options).length > 0 ? options : undefined, findings };
}

/** `workerPool` of one component is the older spelling of what another says with `pool`. */
function isSaidAsPool(parts: readonly MergePart[]): boolean {
  return parts.length > 1 && parts.some(({ build }) => build.options?.pool !== undefined);
}

/** Values with references, which are read where substitutions are dynamic. */
function dynamicSubstitutions(parts: readonly MergePart[]): Joined<boolean | undefined> {
  const said = saidBy(
    parts,
    ["options", "dynamicSubstitutions"],
    ({ build }) => build.options?.dynamicSubstitutions,
  );
  const on = said.find(({ value }) => value);
  if (on === undefined) return { value: said[0]?.value, findings: [] };
  const findings = parts
    .filter(({ build }) => !build.options?.dynamicSubstitutions)
    .flatMap((part) =>
      Object.entries(part.file.build.substitutions ?? {}).flatMap(([name, value]): readonly Finding[] => {
        const isRead = valueReferences(value).length > 0;
        return isRead || mayBeRead(value) ? [readOtherwise({ part, name, isRead, on })] : [];
      }),
    );
  return { value: true, findings };
}

function mayBeRead(value: string): boolean {
  return bareReferences(value).some(({ name }) => name.startsWith("_") || isBuiltin(name));
}

function readOtherwise(of: {
  readonly part: MergePart;
  readonly name: string;
  readonly isRead: boolean;
  readonly on: Said<boolean>;
}): Finding {
  const { part, name, isRead, on } = of;
  const change = isRead ? "" : ", where it may be read";
  return {
    code: "DYNAMIC_SUBSTITUTIONS_CHANGE",
    severity: isRead ? "error" : "warning",
    place: part.file.placeOf(["substitutions", name]),
    message: `"${part.name}" has this read without dynamicSubstitutions, which "${on.part.name}" turns on for the merged build${change}.`,
    remedy: "Turn dynamicSubstitutions on in this config too, or give it a value without references.",
    related: [{ place: on.part.file.placeOf(on.path), note: "turned on here" }],
  };
}

/** What is loose in one component would no longer be checked in the others. */
function substitutionOption(parts: readonly MergePart[]): Joined<BuildOptions["substitutionOption"]> {
  const said = saidBy(
    parts,
    ["options", "substitutionOption"],
    ({ build }) => build.options?.substitutionOption,
  );
  const loose = said.filter(({ value }) => value === "ALLOW_LOOSE");
  if (loose.length === parts.length || loose.length === 0) return { value: said[0]?.value, findings: [] };
  const strict = parts.find(({ build }) => build.options?.substitutionOption !== "ALLOW_LOOSE");
  const findings = loose.map(({ part, path }): Finding => ({
    code: "LOOSE_SUBSTITUTIONS_DROPPED",
    severity: "warning",
    place: part.file.placeOf(path),
    message: `"${part.name}" says ALLOW_LOOSE and "${strict?.name}" does not: the merged build says MUST_MATCH.`,
    remedy: "Define and use every substitution, or say ALLOW_LOOSE in every config.",
  }));
  return { value: "MUST_MATCH", findings };
}
