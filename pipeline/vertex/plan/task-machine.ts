// The machine that Vertex AI gives to a task: by what its container asks for, or by the custom job that it starts.
import { isObject, type JsonObject } from "../../ir/json-object.ts";
import type { Json, PipelineContainerSpec } from "../../ir/pipeline-spec.ts";
import { resolveCommand, resolveText } from "../../ir/placeholders.ts";
import { UserError } from "../../ir/user-error.ts";
import { ResourceError, taskResources } from "../../runner/tasks/resources.ts";
import {
  defaultMachineType,
  type Machine,
  machineFor,
  machineText,
  requireMachine,
} from "../machines/index.ts";
import { knownParameters } from "./value.ts";
import type { Site } from "./walk.ts";

export interface TaskMachine {
  readonly machine: Machine;
  readonly spot: boolean;
  /** How many of it; 1 but for custom jobs of several workers. */
  readonly count: number;
}

/** `none`: it runs on no machine of its own. `unknown`: no machine is known that it could get, and why. */
export type MachineFinding =
  | { readonly kind: "machines"; readonly machines: readonly TaskMachine[] }
  | { readonly kind: "none" }
  | { readonly kind: "unknown"; readonly because: string };

export function taskMachine(site: Site): MachineFinding {
  const { container, customJob } = site.executor ?? {};
  try {
    if (customJob !== undefined) return customJobMachines(customJob.customJob);
    if (container === undefined) return { kind: "none" };
    const payload = launchedJob(container, site);
    return payload === undefined ? containerMachine(container, site) : customJobMachines(payload);
  } catch (error) {
    if (!(error instanceof UserError || error instanceof ResourceError)) throw error;
    return unknown(error.message);
  }
}

function unknown(because: string): MachineFinding {
  return { kind: "unknown", because };
}

function containerMachine({ resources }: PipelineContainerSpec, site: Site): MachineFinding {
  const values = placeholderValues(site);
  const { cpus, memoryBytes, accelerators: count } = taskResources(resources, values) ?? {};
  const { resourceType, type } = resources?.accelerator ?? {};
  const accelerator = resolveText(resourceType ?? type ?? "", values);
  if (cpus === undefined && memoryBytes === undefined && count === undefined) {
    return one(requireMachine(site.path, { machineType: defaultMachineType }));
  }
  const machine = machineFor({
    ...(cpus !== undefined && { vcpus: cpus }),
    ...(memoryBytes !== undefined && { memoryGib: memoryBytes / 2 ** 30 }),
    ...(count !== undefined && { accelerators: { type: accelerator, count } }),
  });
  if (machine !== undefined) return one(machine);
  const parts = [
    ...(cpus === undefined ? [] : [`${cpus} CPUs`]),
    ...(memoryBytes === undefined ? [] : [`${(memoryBytes / 1e9).toFixed(0)} GB`]),
    ...(count === undefined ? [] : [`${count} x ${accelerator}`]),
  ];
  return unknown(`no machine of the table has ${parts.join(" and ")}`);
}

function one(machine: Machine): MachineFinding {
  return { kind: "machines", machines: [{ machine, spot: false, count: 1 }] };
}

function placeholderValues(site: Site) {
  return { executorInput: { inputs: { parameterValues: knownParameters(site.inputs) } }, names: {} };
}

/** What Google's launcher is given to start, if it is a custom job and all of it is known. */
function launchedJob({ command = [], args = [] }: PipelineContainerSpec, site: Site): JsonObject | undefined {
  const texts = [...command, ...args];
  if (!texts.some((text) => text.endsWith("custom_job.launcher"))) return undefined;
  const given = resolveCommand(args, placeholderValues(site));
  const payload = given[given.indexOf("--payload") + 1] ?? "";
  try {
    const job: unknown = JSON.parse(payload);
    return isObject(job as Json) ? (job as JsonObject) : undefined; // JSON.parse gives nothing else
  } catch {
    throw new UserError("CUSTOM_JOB_UNKNOWN", "its custom job is only known once others have run");
  }
}

/** In the spelling of the API, `workerPoolSpecs`, or of Google's launcher, `worker_pool_specs`. */
function customJobMachines(job: JsonObject): MachineFinding {
  const spec = objectField(job, "jobSpec", "job_spec");
  const pools = field(spec, "workerPoolSpecs", "worker_pool_specs");
  const strategy = field(objectField(spec, "scheduling"), "strategy");
  const machines = (Array.isArray(pools) ? (pools as readonly Json[]) : []).flatMap((pool) => {
    const found = isObject(pool) ? pool : {};
    const machineSpec = objectField(found, "machineSpec", "machine_spec");
    const count = Number(field(found, "replicaCount", "replica_count") ?? 1);
    const machineType = field(machineSpec, "machineType", "machine_type");
    const acceleratorType = field(machineSpec, "acceleratorType", "accelerator_type");
    const acceleratorCount = field(machineSpec, "acceleratorCount", "accelerator_count");
    if (typeof machineType !== "string") return [];
    const isGiven = typeof acceleratorType === "string" && acceleratorType !== "";
    const machine = requireMachine("its custom job", {
      machineType,
      ...(isGiven && { acceleratorType, acceleratorCount: Number(acceleratorCount ?? 1) }),
    });
    return count > 0 ? [{ machine, spot: strategy === "SPOT", count }] : [];
  });
  return machines.length > 0 ? { kind: "machines", machines } : unknown("its custom job names no machine");
}

function field(object: JsonObject, ...names: readonly string[]): Json | undefined {
  const name = names.find((each) => Object.hasOwn(object, each));
  return name === undefined ? undefined : object[name];
}

function objectField(object: JsonObject, ...names: readonly string[]): JsonObject {
  const value = field(object, ...names);
  return isObject(value) ? value : {};
}

/** `g2-standard-8 (1 x L4)`, `2 g2-standard-8 (1 x L4) and 1 e2-standard-4`, with `spot` where it is so. */
export function machinesText(machines: readonly TaskMachine[]): string {
  return machines
    .map(
      ({ machine, spot, count }) =>
        `${count > 1 ? `${count} ` : ""}${machineText(machine)}${spot ? ", spot" : ""}`,
    )
    .join(" and ");
}
