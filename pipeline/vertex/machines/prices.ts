// What machines cost in an hour: list prices, in US dollars, from which an estimate can be made and no bill.
import type { Family } from "./machine-types.ts";
import type { Machine } from "./machine.ts";

/**
 * Where the figures are from. GPU and general machines: Compute Engine's list as github.com/Cyclenerd/
 * google-cloud-pricing-cost-calculator had it from Google's billing catalogue. The fee: Vertex AI's own price of
 * n1-standard-4, 0.21849885 as read on 2026-10-07, is this list's times 1.15. T4, e2 and TPU: from Google's price pages,
 * not checked again on the date.
 */
export const priceList = {
  date: "2025-03-06",
  source: "Compute Engine's list prices and Vertex AI's fee of 15 %",
  currency: "USD",
} as const;

/** Vertex AI charges it on top of the machine, for tasks as for endpoints. */
export const vertexFee = 0.15;

/** For starting a pipeline, whatever its tasks are. */
export const pricePerRun = 0.03;

/** Of an hour in us-central1. Families with built-in GPUs are sold by the GPU, all that is around it included. */
interface UnitPrices {
  readonly vcpu: number;
  readonly gib: number;
  readonly accelerator: number;
}

const units: { readonly [family in Family]: UnitPrices } = {
  e2: { vcpu: 0.02181159, gib: 0.00292353, accelerator: 0 },
  n1: { vcpu: 0.031611, gib: 0.004237, accelerator: 0.35 },
  n2: { vcpu: 0.031611, gib: 0.004237, accelerator: 0 },
  g2: { vcpu: 0.02498844, gib: 0.00292732, accelerator: 0.56004 },
  "a2-highgpu": { vcpu: 0, gib: 0, accelerator: 3.673385 },
  "a2-ultragpu": { vcpu: 0, gib: 0, accelerator: 5.06879789 },
  "a3-highgpu": { vcpu: 0, gib: 0, accelerator: 11.06124999 },
  ct5lp: { vcpu: 0, gib: 0, accelerator: 1.2 },
  ct6e: { vcpu: 0, gib: 0, accelerator: 2.7 },
};

/** Google sets them anew up to once a month: these are of the list's date. Of other families none is known here. */
const spotUnits: { readonly [family in Family]?: UnitPrices } = {
  g2: { vcpu: 0.014208, gib: 0, accelerator: 0.2231 },
  "a2-highgpu": { vcpu: 0, gib: 0, accelerator: 1.293355 },
  "a2-ultragpu": { vcpu: 0, gib: 0, accelerator: 2.02746836 },
  "a3-highgpu": { vcpu: 0, gib: 0, accelerator: 4.42446871 },
};

const generalFamilies = ["e2", "n1", "n2"] as const;

/** Times the price in us-central1. A price says nothing of whether the machine can be had there. */
const regions: { readonly [region: string]: { readonly [family in Family]?: number } } = {
  "us-central1": everywhere(1),
  "us-east1": everywhere(1),
  "us-west1": everywhere(1),
  "us-east4": {
    ...general(1.1262),
    g2: 0.9967,
    "a2-highgpu": 1.071,
    "a2-ultragpu": 1.1261,
    "a3-highgpu": 1.0007,
  },
  "europe-west1": {
    ...general(1.1),
    g2: 1.1011,
    "a2-highgpu": 1.0201,
    "a2-ultragpu": 1.1,
    "a3-highgpu": 1.1003,
  },
  "europe-west4": {
    ...general(1.1009),
    g2: 1.0511,
    "a2-highgpu": 1.0203,
    "a2-ultragpu": 1.101,
    "a3-highgpu": 1.2718,
  },
  "asia-northeast1": {
    ...general(1.2829),
    g2: 1.2842,
    "a2-highgpu": 1.1024,
    "a2-ultragpu": 1.2836,
    "a3-highgpu": 1.4312,
  },
  "asia-southeast1": {
    ...general(1.2336),
    g2: 1.2337,
    "a2-highgpu": 1.0927,
    "a2-ultragpu": 1.2326,
    "a3-highgpu": 1.2914,
  },
};

export const pricedRegions: readonly string[] = Object.keys(regions);

function general(factor: number): { readonly [family in Family]?: number } {
  return Object.fromEntries(generalFamilies.map((family) => [family, factor]));
}

function everywhere(factor: number): { readonly [family in Family]?: number } {
  return Object.fromEntries(Object.keys(units).map((family) => [family, factor]));
}

export interface PriceOptions {
  readonly region: string;
  /** Default false. */
  readonly spot?: boolean;
}

/** With Vertex AI's fee, of spot machines too; `undefined` where the list has no price. Spot prices are known of us-central1 alone. */
export function pricePerHour(machine: Machine, { region, spot = false }: PriceOptions): number | undefined {
  const { type, accelerators: attached } = machine;
  const unit = spot ? spotUnits[type.family] : units[type.family];
  const factor = spot ? spotFactor(region) : regions[region]?.[type.family];
  if (unit === undefined || factor === undefined) return undefined;
  // A T4's price moves with its region by itself: it is told where it is known.
  const isAttached = attached !== undefined && type.family === "n1";
  if (isAttached && factor !== 1) return undefined;
  const hour = type.vcpus * unit.vcpu + type.memoryGib * unit.gib + (attached?.count ?? 0) * unit.accelerator;
  return hour * factor * (1 + vertexFee);
}

function spotFactor(region: string): number | undefined {
  return region === "us-central1" ? 1 : undefined;
}
