// A machine with its accelerators: asked for by its type, or found by what a task needs, as Vertex AI finds it.
import { UserError } from "../../ir/user-error.ts";
import { accelerators, type AcceleratorType, countText, isAcceleratorType } from "./accelerators.ts";
import { type MachineType, machineTypes, type Use } from "./machine-types.ts";
import { pricePerHour } from "./prices.ts";

export interface Machine {
  readonly type: MachineType;
  /** Absent: none. */
  readonly accelerators?: { readonly type: AcceleratorType; readonly count: number };
}

export interface AskedMachine {
  readonly machineType: string;
  /** Default: what is built in, or none. */
  readonly acceleratorType?: string;
  /** Default: as many as are built in, or 1 where a type is given. */
  readonly acceleratorCount?: number;
}

/** Throws `MACHINE_UNKNOWN` and `MACHINE_ACCELERATORS`; `where` begins the message. */
export function requireMachine(where: string, asked: AskedMachine): Machine {
  const type = machineTypes.find(({ name }) => name === asked.machineType);
  if (type === undefined) {
    const kin = kinOf(asked.machineType);
    throw new UserError(
      "MACHINE_UNKNOWN",
      `${where}: the machine type "${asked.machineType}" is not in the table. Give one of ${kin.join(", ")}.`,
    );
  }
  const { accelerator } = type;
  const isBuiltIn = accelerator !== undefined && type.family !== "n1";
  if (asked.acceleratorType === undefined && asked.acceleratorCount === undefined) {
    return isBuiltIn ? withAll(type, accelerator) : { type };
  }
  const {
    acceleratorType = accelerator?.type ?? "",
    acceleratorCount = isBuiltIn ? accelerator.counts[0] : 1,
  } = asked;
  if (accelerator === undefined || acceleratorType !== accelerator.type) {
    const has =
      accelerator === undefined ? "no accelerators" : `${accelerators[accelerator.type].shown} only`;
    throw new UserError(
      "MACHINE_ACCELERATORS",
      `${where}: ${type.name} has ${has}, not ${acceleratorType}. ${remedy(acceleratorType)}`,
    );
  }
  if (acceleratorCount === undefined || !accelerator.counts.includes(acceleratorCount)) {
    throw new UserError(
      "MACHINE_ACCELERATORS",
      `${where}: ${type.name} has ${accelerator.counts.join(" or ")} of ${accelerator.type}, not ${acceleratorCount}. ` +
        remedy(acceleratorType, acceleratorCount),
    );
  }
  return { type, accelerators: { type: accelerator.type, count: acceleratorCount } };
}

function withAll(
  type: MachineType,
  { type: kind, counts }: NonNullable<MachineType["accelerator"]>,
): Machine {
  return { type, accelerators: { type: kind, count: counts[0] ?? 0 } };
}

function remedy(type: string, count?: number): string {
  const fitting = machineTypes.filter(
    ({ accelerator }) =>
      accelerator?.type === type && (count === undefined || accelerator.counts.includes(count)),
  );
  const names = fitting.map(({ name }) => name);
  if (names.length > 0) return `Give ${names.join(", ")}.`;
  const counts = countsOf(type);
  if (counts.length > 0) return `Give ${counts.join(", ")} of them.`;
  return `Give one of ${Object.keys(accelerators).join(", ")}.`;
}

function countsOf(type: string): readonly number[] {
  const counts = machineTypes.flatMap(({ accelerator }) =>
    accelerator?.type === type ? accelerator.counts : [],
  );
  return [...new Set(counts)].sort((a, b) => a - b);
}

/** Those of its family, where it names one; otherwise all. */
function kinOf(name: string): readonly string[] {
  const names = machineTypes.map((machine) => machine.name);
  const kin = names.filter((other) => other.split("-")[0] === name.split("-")[0]);
  return kin.length > 0 ? kin : names;
}

/** Every way to have it: machines with what is built in, and n1 without and with each number of GPUs. */
export function allMachines(use: Use, { spot = false } = {}): readonly Machine[] {
  return machineTypes
    .filter((type) => (spot ? type.spot : type.uses).includes(use))
    .flatMap((type): readonly Machine[] => {
      const { accelerator } = type;
      if (accelerator === undefined) return [{ type }];
      const attached = accelerator.counts.map((count) => ({
        type,
        accelerators: { type: accelerator.type, count },
      }));
      return type.family === "n1" ? [{ type }, ...attached] : attached;
    });
}

export interface Need {
  readonly vcpus?: number;
  readonly memoryGib?: number;
  readonly accelerators?: { readonly type: string; readonly count: number };
}

/**
 * What Vertex AI gives to a pipeline's task that needs this much: "the closest match", which is taken to be the cheapest
 * machine that has it all. `undefined`: no machine of the table has.
 */
export function machineFor(need: Need): Machine | undefined {
  const { vcpus = 0, memoryGib = 0, accelerators: asked } = need;
  const fitting = allMachines("training").filter(
    ({ type, accelerators: has }) =>
      type.vcpus >= vcpus &&
      type.memoryGib >= memoryGib &&
      has?.type === asked?.type &&
      has?.count === asked?.count,
  );
  return byPrice(fitting)[0];
}

/** The cheapest first. */
export function byPrice(machines: readonly Machine[], { spot = false } = {}): readonly Machine[] {
  const hour = (machine: Machine) => pricePerHour(machine, { region: "us-central1", spot }) ?? Infinity;
  return [...machines].sort((a, b) => hour(a) - hour(b));
}

/** Of each accelerator the first that has it. */
export function firstOfEach(machines: readonly Machine[]): readonly Machine[] {
  const types = machines.map(({ accelerators: has }) => has?.type);
  return machines.filter((_, index) => types.indexOf(types[index]) === index);
}

/** Throws `MACHINE_ACCELERATORS` where no machine of training has so many of them. */
export function requireAccelerators(where: string, type: string, count: number): AcceleratorType {
  const has = allMachines("training", { spot: true }).some(
    ({ accelerators: attached }) => attached?.type === type && attached.count === count,
  );
  if (has && isAcceleratorType(type)) return type;
  throw new UserError(
    "MACHINE_ACCELERATORS",
    `${where}: no machine has ${count} of ${type}. ${remedy(type)}`,
  );
}

/** `e2-standard-4`, `g2-standard-8 (1 x L4)` */
export function machineText({ type, accelerators: attached }: Machine): string {
  return attached === undefined ? type.name : `${type.name} (${countText(attached.type, attached.count)})`;
}
