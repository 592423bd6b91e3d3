// What the components ask to run on -> the largest of their machines, and where a pool and they do not go together.
import type { BuildOptions, MachineType } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";
import type { Said } from "./conflict.ts";
import { conflict, saidBy } from "./conflict.ts";
import type { Joined, MergePart } from "./merge-part.ts";

/** The first name of each size is the one that is preferred. */
const sizes: readonly (readonly MachineType[])[] = [
  ["E2_HIGHCPU_32", "N1_HIGHCPU_32"],
  ["E2_HIGHCPU_8", "N1_HIGHCPU_8"],
  ["E2_STANDARD_2"],
  ["E2_MEDIUM"],
  ["UNSPECIFIED"],
];

/** Of two names of one size the first is taken, and told. */
export function largestMachine(parts: readonly MergePart[]): Joined<MachineType | undefined> {
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

export interface PoolSaid {
  readonly part: MergePart;
  readonly path: readonly string[];
  readonly value: string;
}

/** In either spelling. */
export function poolsSaid(parts: readonly MergePart[]): readonly PoolSaid[] {
  return parts.flatMap((part): readonly PoolSaid[] => {
    const { pool, workerPool = "" } = part.build.options ?? {};
    const { name = "" } = pool ?? {};
    if (name !== "") return [{ part, path: ["options", "pool"], value: name }];
    return workerPool === "" ? [] : [{ part, path: ["options", "workerPool"], value: workerPool }];
  });
}

/** Those in one spelling are compared as the other options are. */
export function twoPools(parts: readonly MergePart[]): readonly Finding[] {
  const [first, ...others] = poolsSaid(parts);
  return others.flatMap((other): readonly Finding[] => {
    if (first === undefined || other.value === first.value || other.path[1] === first.path[1]) return [];
    const remedy = "Give both configs the same, or leave it out of one.";
    return [conflict({ code: "OPTION_CONFLICT", first, other, remedy, what: "the pool" })];
  });
}

const machineFields = ["machineType", "diskSizeGb"] as const;

/** Workers of a private pool have the machines and disks that the pool says. A config that has both is told by its checks. */
export function poolAndMachine(parts: readonly MergePart[]): readonly Finding[] {
  const pools = poolsSaid(parts);
  const [pool] = pools;
  if (pool === undefined) return [];
  const others = parts.filter((part) => !pools.some((said) => said.part === part));
  return machineFields.flatMap((field): readonly Finding[] => {
    const [machine] = saidBy(others, ["options", field], ({ build }) => asked(build.options, field));
    if (machine === undefined) return [];
    return [
      {
        code: "POOL_WITH_MACHINE",
        severity: "error",
        place: machine.part.file.placeOf(machine.path),
        message: `"${machine.part.name}" asks for ${machine.value} and "${pool.part.name}" for a pool, which has machines of its own.`,
        remedy: `Leave out ${field}, or the pool.`,
        related: [{ place: pool.part.file.placeOf(pool.path), note: `the pool, in "${pool.part.name}"` }],
      },
    ];
  });
}

function asked(options: BuildOptions | undefined, field: (typeof machineFields)[number]): string | undefined {
  const value = options?.[field];
  if (value === undefined || value === "UNSPECIFIED" || Number(value) === 0) return undefined;
  return field === "diskSizeGb" ? `a disk of ${value} GB` : String(value);
}
