// A pipeline with its parameters, and an earlier job of it, to what running it now would do: which tasks would take their
// results from the cache and why the others would not, on which machines, and for about how much.
import type { Json, PipelineSpec } from "../../ir/pipeline-spec.ts";
import { checkParameters } from "../../runner/check-parameters.ts";
import { priceList, pricePerHour, pricePerRun } from "../machines/index.ts";
import { decide, type Decision, type Verdict } from "./decide.ts";
import type { EarlierJob } from "./earlier-job.ts";
import { type Past, pastOf, rootArtifacts } from "./past.ts";
import { type MachineFinding, machinesText, taskMachine } from "./task-machine.ts";
import { rootParameters } from "./task-inputs.ts";

export interface PlanOptions {
  readonly spec: PipelineSpec;
  readonly parameters: { readonly [name: string]: Json };
  /** Default: none, and nothing can be said of the cache. */
  readonly against?: EarlierJob | undefined;
  /** Default `us-central1`. */
  readonly region?: string;
}

export interface PlannedTask {
  /** `for-loop-1[0]/train`; `[*]` where it is not known how many iterations there are. */
  readonly path: string;
  readonly verdict: Verdict;
  readonly because: readonly string[];
  /** Of what is cached: the task of the earlier job whose results it takes, if that is another one. */
  readonly from?: string;
  /** Absent: it needs none, or none is known. */
  readonly machine?: string;
  /** Why no machine, or no price, is known. */
  readonly unknown?: string;
  /** In US dollars. */
  readonly pricePerHour?: number;
  /** That it ran in the earlier job; an estimate follows from it only if that was on the same machine. */
  readonly seconds?: number;
  /** If it runs. Absent: not known. */
  readonly price?: number;
}

export interface Plan {
  readonly pipeline: string;
  readonly region: string;
  readonly against?: { readonly name: string; readonly source: EarlierJob["source"] };
  /** Parameters that are others than in the earlier job. */
  readonly parameters: readonly ParameterChange[];
  readonly tasks: readonly PlannedTask[];
  readonly counts: { readonly [verdict in Verdict]: number };
  readonly price: PlannedPrice;
}

export interface ParameterChange {
  readonly name: string;
  readonly before?: Json;
  readonly now?: Json;
}

export interface PlannedPrice {
  /** For starting the pipeline. */
  readonly run: number;
  /** Of tasks that certainly run, as far as it is known. */
  readonly certain: number;
  /** Of those that may run, the same. */
  readonly possible: number;
  /** Tasks that run, or may run, whose price is not known. */
  readonly unknown: number;
  readonly list: typeof priceList;
}

/** Throws `PARAMETERS_INVALID`. */
export function makePlan({ spec, parameters, against, region = "us-central1" }: PlanOptions): Plan {
  const checked = checkParameters(spec, parameters);
  const past = against === undefined ? undefined : pastOf(against, parameters);
  const inputs = { parameters: rootParameters(spec.root, checked), artifacts: rootArtifacts({ spec }) };
  const tasks = decide(spec, inputs, past).map((decision) => plannedTask(decision, past, region));
  const of = (...verdicts: readonly Verdict[]) => tasks.filter(({ verdict }) => verdicts.includes(verdict));
  return {
    pipeline: spec.pipelineInfo.name,
    region,
    ...(against && { against: { name: against.name, source: against.source } }),
    parameters: against === undefined ? [] : parameterChanges(checked, against),
    tasks,
    counts: {
      cached: of("cached").length,
      runs: of("runs").length,
      open: of("open").length,
      skipped: of("skipped").length,
    },
    price: {
      run: pricePerRun,
      certain: sum(of("runs")),
      possible: sum(of("open")),
      unknown: of("runs", "open").filter(({ price }) => price === undefined).length,
      list: priceList,
    },
  };
}

function sum(tasks: readonly PlannedTask[]): number {
  return tasks.reduce((total, { price = 0 }) => total + price, 0);
}

function plannedTask(decision: Decision, past: Past | undefined, region: string): PlannedTask {
  const { site, verdict, because, from, isImporter } = decision;
  const { path } = site;
  const base = { path, verdict, because, ...(from !== undefined && from !== path && { from }) };
  if (verdict === "skipped" || isImporter) return { ...base, ...(isImporter && { price: 0 }) };
  const found = taskMachine(site);
  if (found.kind === "none") return { ...base, price: 0 };
  if (found.kind === "unknown") return { ...base, unknown: found.because };
  const machine = machinesText(found.machines);
  const hour = hourly(found, region);
  if (verdict === "cached")
    return { ...base, machine, ...(hour !== undefined && { pricePerHour: hour }), price: 0 };
  const { seconds, unknown } = recordedTime(path, machine, past);
  const why = hour === undefined ? `the list has no price of ${machine} in ${region}` : unknown;
  const price =
    hour === undefined || seconds === undefined || unknown !== undefined ? undefined : hour * seconds;
  return {
    ...base,
    machine,
    ...(hour !== undefined && { pricePerHour: hour }),
    ...(seconds !== undefined && { seconds }),
    ...(price !== undefined && { price: price / 3600 }),
    ...(why !== undefined && { unknown: why }),
  };
}

function hourly(
  { machines }: MachineFinding & { readonly kind: "machines" },
  region: string,
): number | undefined {
  const prices = machines.map(({ machine, spot, count }) => {
    const hour = pricePerHour(machine, { region, spot });
    return hour === undefined ? undefined : hour * count;
  });
  return prices.reduce<number | undefined>(
    (total, price) => (total === undefined || price === undefined ? undefined : total + price),
    0,
  );
}

interface RecordedTime {
  readonly seconds?: number;
  /** Why it is not known how long it will take. */
  readonly unknown?: string;
}

/** A time on another machine, as on this one, says nothing of the one to come. */
function recordedTime(path: string, machine: string, past: Past | undefined): RecordedTime {
  if (past === undefined) return { unknown: "no job is given whose times are known" };
  const { job } = past;
  if (job.tasks === undefined) return { unknown: `${job.name} is no job, and has no times` };
  const seconds = job.tasks.get(path)?.seconds;
  if (seconds === undefined) return { unknown: `no time is known from ${job.name}` };
  if (job.source === "local") return { seconds, unknown: `the times of ${job.name} are this machine's` };
  const site = past.tasks.get(path)?.site;
  const before = site && taskMachine(site);
  const text = before?.kind === "machines" ? machinesText(before.machines) : "another machine";
  return text === machine ? { seconds } : { seconds, unknown: `in ${job.name} it was on ${text}` };
}

function parameterChanges(
  parameters: { readonly [name: string]: Json },
  { spec, parameters: given }: EarlierJob,
): readonly ParameterChange[] {
  if (given === undefined) return [];
  const before = rootParameters(spec.root, given);
  return [...new Set([...Object.keys(parameters), ...before.keys()])].flatMap((name) => {
    const value = before.get(name);
    const [a, b] = [value?.kind === "known" ? value.json : undefined, parameters[name]];
    if (JSON.stringify(a) === JSON.stringify(b)) return [];
    return [{ name, ...(a !== undefined && { before: a }), ...(b !== undefined && { now: b }) }];
  });
}
