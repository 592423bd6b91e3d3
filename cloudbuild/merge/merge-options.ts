// The options of all components -> those of the merged build: the largest machine, and what they must agree on.
import type { BuildOptions, MachineType } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";
import { referencesIn } from "../substitutions/references.ts";
import { substitutedTexts } from "../substitutions/substituted-texts.ts";
import type { Said } from "./conflict.ts";
import { sameOrConflict, saidBy } from "./conflict.ts";
import type { Joined, MergePart } from "./merge-part.ts";
import { commonOptions } from "./push-down-options.ts";

/** The first name of each size is the one that is preferred. */
const sizes: readonly (readonly MachineType[])[] = [
  ["E2_HIGHCPU_32", "N1_HIGHCPU_32"],
  ["E2_HIGHCPU_8", "N1_HIGHCPU_8"],
  ["E2_STANDARD_2"],
  ["E2_MEDIUM"],
  ["UNSPECIFIED"],
];

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
      equal.flatMap(({ field, value }) => (value === undefined ? [] : [[field, value] as const])),
    ),
    ...commonOptions(parts),
  };
  const findings = [
    ...equal.flatMap((field) => field.findings),
    ...machine.findings,
    ...poolAndMachine(parts),
    ...dynamic.findings,
    ...loose.findings,
  ];
  const isSaid = parts.some(({ build }) => build.options !== undefined);
  return { value: isSaid && Object.keys(options).length > 0 ? options : undefined, findings };
}

/** Also without options that remain, a config of its own may say `options: {}`; the merged build leaves that out. */
function largestMachine(parts: readonly MergePart[]): Joined<MachineType | undefined> {
  const said = saidBy(parts, ["options", "machineType"], ({ build }) => build.options?.machineType);
  for (const names of sizes) {
    const [wanted] = names;
    const ofSize = said.filter(({ value }) => names.includes(value));
    const [first] = ofSize;
    if (first === undefined) continue;
    const others = ofSize.filter(({ value }) => value !== first.value);
    if (others.length === 0 || wanted === undefined) return { value: first.value, findings: [] };
    return { value: wanted, findings: [machineChosen(wanted, ofSize)] };
  }
  return { value: undefined, findings: [] };
}

function machineChosen(wanted: MachineType, said: readonly Said<MachineType>[]): Finding {
  const dropped = said.find(({ value }) => value !== wanted);
  const kept = said.find(({ value }) => value === wanted);
  const place = (of: Said<MachineType> | undefined) => of?.part.file.placeOf(of.path);
  return {
    code: "MACHINE_TYPE_CHOSEN",
    severity: "warning",
    place: place(dropped) ?? { file: "", line: 1, column: 1, length: 1 },
    message: `${dropped?.value} and ${wanted} are of one size, and the merged build runs on ${wanted}.`,
    remedy: `Say ${wanted} here as well.`,
    ...(kept && { related: [{ place: kept.part.file.placeOf(kept.path), note: `says ${wanted}` }] }),
  };
}

/** Workers of a private pool have the machine type that the pool says. */
function poolAndMachine(parts: readonly MergePart[]): readonly Finding[] {
  const [pool] = saidBy<unknown>(
    parts,
    ["options", "pool"],
    ({ build }) => build.options?.pool ?? build.options?.workerPool,
  );
  const [machine] = saidBy(parts, ["options", "machineType"], ({ build }) => build.options?.machineType);
  if (pool === undefined || machine === undefined) return [];
  return [
    {
      code: "POOL_WITH_MACHINE",
      severity: "error",
      place: machine.part.file.placeOf(machine.path),
      message: `"${machine.part.name}" asks for ${machine.value} and "${pool.part.name}" for a pool, which has machines of its own.`,
      remedy: "Leave out machineType, or the pool.",
      related: [{ place: pool.part.file.placeOf(pool.path), note: `the pool, in "${pool.part.name}"` }],
    },
  ];
}

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
    .flatMap((part): Finding[] => {
      const path = dependsOnOff(part);
      if (path === undefined) return [];
      return [
        {
          code: "DYNAMIC_SUBSTITUTIONS_CHANGE",
          severity: "error",
          place: part.file.placeOf(path),
          message: `"${part.name}" has this read without dynamicSubstitutions, which "${on.part.name}" turns on for the merged build.`,
          remedy: "Write $$ where the $ is to stay, or turn dynamicSubstitutions on in this config too.",
          related: [{ place: on.part.file.placeOf(on.path), note: "turned on here" }],
        },
      ];
    });
  return { value: true, findings };
}

/** Where a config has what dynamic substitutions read otherwise: references in values, expansions anywhere. */
function dependsOnOff({ build }: MergePart): (string | number)[] | undefined {
  for (const [name, value] of Object.entries(build.substitutions ?? {})) {
    if (value.includes("$")) return ["substitutions", name];
  }
  for (const { path, text } of substitutedTexts(build)) {
    if (referencesIn(text).some(({ expansion }) => expansion !== undefined)) return [...path];
  }
  return undefined;
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
