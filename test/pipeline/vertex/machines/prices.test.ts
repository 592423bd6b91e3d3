// Prices, against those that Google publishes for whole machines.
import { describe, expect, test } from "vitest";
import {
  machineTypes,
  priceList,
  pricePerHour,
  pricedRegions,
  requireMachine,
} from "../../../../pipeline/vertex/machines/index.ts";
import { allMachines } from "../../../../pipeline/vertex/machines/machine.ts";
import { vertexFee } from "../../../../pipeline/vertex/machines/prices.ts";

const hour = (machineType: string, region = "us-central1", spot = false) =>
  pricePerHour(requireMachine("here", { machineType }), { region, spot });

describe("a price per hour", () => {
  test.each([
    ["n1-standard-16", 0.759996],
    ["n2-standard-4", 0.194236],
    ["e2-standard-4", 0.134023],
    ["g2-standard-24", 2.000833],
    ["g2-standard-32", 1.734376],
    ["a2-highgpu-2g", 7.34677],
    ["a2-ultragpu-1g", 5.068798],
    ["a3-highgpu-2g", 22.1225],
  ])("of %s is Compute Engine's %d and the fee of Vertex AI", (machineType, published) => {
    expect((hour(machineType) ?? 0) / (1 + vertexFee)).toBeCloseTo(published, 4);
  });

  test("is Vertex AI's own where that is published", () => {
    expect(hour("n1-standard-4")).toBeCloseTo(0.21849885, 6);
  });

  test.each([
    ["europe-west4", "g2-standard-24", 2.102975],
    ["europe-west4", "a3-highgpu-1g", 14.06756],
    ["asia-southeast1", "a2-ultragpu-1g", 6.247685],
    ["europe-west1", "n1-standard-16", 0.836028],
  ])("in %s of %s is %d and the fee, to a thousandth", (region, machineType, published) => {
    expect((hour(machineType, region) ?? 0) / (1 + vertexFee) / published).toBeCloseTo(1, 3);
  });

  test("of a spot machine is lower, where it is known", () => {
    expect((hour("g2-standard-24", "us-central1", true) ?? 0) / (1 + vertexFee)).toBeCloseTo(0.787192, 3);
    for (const machine of allMachines("training", { spot: true })) {
      const [full, spot] = [false, true].map((each) =>
        pricePerHour(machine, { region: "us-central1", spot: each }),
      );
      if (spot !== undefined) expect(spot).toBeLessThan(full ?? 0);
    }
  });

  test("is not known where the list has none", () => {
    expect(hour("g2-standard-4", "mars-north1")).toBeUndefined();
    expect(hour("g2-standard-4", "europe-west4", true)).toBeUndefined();
    expect(hour("e2-standard-4", "us-central1", true)).toBeUndefined();
    const t4 = requireMachine("here", {
      machineType: "n1-standard-4",
      acceleratorType: "NVIDIA_TESLA_T4",
      acceleratorCount: 1,
    });
    expect(pricePerHour(t4, { region: "us-central1" })).toBeCloseTo((0.189999 + 0.35) * 1.15, 5);
    expect(pricePerHour(t4, { region: "europe-west4" })).toBeUndefined();
  });

  test("is there of every machine in us-central1, and grows with the machine", () => {
    const prices = machineTypes.map(({ name }) => hour(name) ?? 0);
    expect(prices.every((price) => price > 0)).toBe(true);
    expect(hour("g2-standard-96")).toBeCloseTo(4 * (hour("g2-standard-24") ?? 0), 6);
  });

  test("says of when it is", () => {
    expect(priceList.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(pricedRegions).toContain("us-central1");
  });
});
