// The table of machines, checked against itself.
import { describe, expect, test } from "vitest";
import {
  accelerators,
  defaultMachineType,
  machineFor,
  machineText,
  machineTypes,
  requireAccelerators,
  requireMachine,
} from "../../../../pipeline/vertex/machines/index.ts";
import { allMachines } from "../../../../pipeline/vertex/machines/machine.ts";

describe("the table", () => {
  test("names each machine once, by its family and its CPUs or accelerators", () => {
    const names = machineTypes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const wrong = machineTypes.filter(({ name, family, vcpus, accelerator }) => {
      const number = Number(/(\d+)[gt]?$/.exec(name)?.[1]);
      const counted = /\d[gt]$/.test(name) ? accelerator?.counts[0] : vcpus;
      return !name.startsWith(family) || number !== counted;
    });
    expect(wrong).toEqual([]);
  });

  test("has machines whose families differ in size alone", () => {
    const wrong = machineTypes.filter((type) => {
      if (type.family === "g2") return type.memoryGib !== 4 * type.vcpus;
      const [first] = machineTypes.filter(({ family }) => family === type.family);
      const per = (machine: typeof type) => machine.vcpus / (machine.accelerator?.counts[0] ?? 1);
      return type.family.startsWith("a") && first !== undefined && per(type) !== per(first);
    });
    expect(wrong).toEqual([]);
  });

  test("has every accelerator in some machine, and each machine for something", () => {
    const used = new Set(machineTypes.flatMap(({ accelerator }) => accelerator?.type ?? []));
    expect([...used].sort()).toEqual(Object.keys(accelerators).sort());
    expect(machineTypes.filter(({ uses, spot }) => uses.length + spot.length === 0)).toEqual([]);
    expect(machineTypes.some(({ name }) => name === defaultMachineType)).toBe(true);
  });

  test("takes every way to have a machine that it lists", () => {
    for (const { type, accelerators: has } of [...allMachines("training"), ...allMachines("prediction")]) {
      const asked = {
        machineType: type.name,
        ...(has && { acceleratorType: has.type, acceleratorCount: has.count }),
      };
      expect(requireMachine("here", asked)).toEqual({ type, ...(has && { accelerators: has }) });
    }
  });
});

describe("a machine by its type", () => {
  test("comes with what is built in", () => {
    const machine = requireMachine("here", { machineType: "g2-standard-24" });
    expect(machineText(machine)).toBe("g2-standard-24 (2 x L4)");
    expect(machineText(requireMachine("here", { machineType: "n1-standard-8" }))).toBe("n1-standard-8");
  });

  test.each([
    [
      { machineType: "g2-standard-7" },
      'here: the machine type "g2-standard-7" is not in the table. Give one of g2-standard-4, g2-standard-8, ' +
        "g2-standard-12, g2-standard-16, g2-standard-24, g2-standard-32, g2-standard-48, g2-standard-96.",
    ],
    [
      { machineType: "g2-standard-8", acceleratorType: "NVIDIA_L4", acceleratorCount: 2 },
      "here: g2-standard-8 has 1 of NVIDIA_L4, not 2. Give g2-standard-24.",
    ],
    [
      { machineType: "g2-standard-8", acceleratorType: "NVIDIA_TESLA_A100" },
      "here: g2-standard-8 has L4 only, not NVIDIA_TESLA_A100. " +
        "Give a2-highgpu-1g, a2-highgpu-2g, a2-highgpu-4g, a2-highgpu-8g.",
    ],
    [
      { machineType: "e2-standard-4", acceleratorType: "NVIDIA_TESLA_T4" },
      "here: e2-standard-4 has no accelerators, not NVIDIA_TESLA_T4. " +
        "Give n1-standard-4, n1-standard-8, n1-standard-16, n1-standard-32.",
    ],
    [
      { machineType: "n1-standard-4", acceleratorType: "NVIDIA_TESLA_T4", acceleratorCount: 3 },
      "here: n1-standard-4 has 1 or 2 or 4 of NVIDIA_TESLA_T4, not 3. Give 1, 2, 4 of them.",
    ],
    [
      { machineType: "a3-highgpu-8g", acceleratorType: "NVIDIA_H200" },
      "here: a3-highgpu-8g has H100 80 GB only, not NVIDIA_H200. Give one of NVIDIA_TESLA_T4, NVIDIA_L4, " +
        "NVIDIA_TESLA_A100, NVIDIA_A100_80GB, NVIDIA_H100_80GB, TPU_V5_LITEPOD, TPU_V6E.",
    ],
  ])("that cannot be had is refused, with those that can: %o", (asked, message) => {
    expect(() => requireMachine("here", asked)).toThrow(message);
  });

  test("has no number of accelerators that no machine has", () => {
    expect(requireAccelerators("here", "NVIDIA_L4", 8)).toBe("NVIDIA_L4");
    expect(() => requireAccelerators("here", "NVIDIA_L4", 3)).toThrow(
      "here: no machine has 3 of NVIDIA_L4. Give g2-standard-4",
    );
  });
});

describe("a machine by what a task needs", () => {
  test.each([
    [{}, "e2-standard-2"],
    [{ vcpus: 4, memoryGib: 16 }, "e2-standard-4"],
    [{ vcpus: 4, memoryGib: 17 }, "e2-highmem-4"],
    [{ memoryGib: 200 }, "n2-highmem-32"],
    [{ accelerators: { type: "NVIDIA_L4", count: 1 } }, "g2-standard-4 (1 x L4)"],
    [{ vcpus: 20, accelerators: { type: "NVIDIA_L4", count: 1 } }, "g2-standard-32 (1 x L4)"],
    [{ accelerators: { type: "NVIDIA_TESLA_T4", count: 2 } }, "n1-standard-4 (2 x T4)"],
    [{ accelerators: { type: "NVIDIA_TESLA_A100", count: 4 } }, "a2-highgpu-4g (4 x A100 40 GB)"],
  ])("is the cheapest that has it all: %o", (need, text) => {
    const machine = machineFor(need);
    expect(machine && machineText(machine)).toBe(text);
  });

  test("is none where no machine for training has it", () => {
    expect(machineFor({ vcpus: 97 })).toBeUndefined();
    expect(machineFor({ accelerators: { type: "NVIDIA_L4", count: 3 } })).toBeUndefined();
    expect(machineFor({ accelerators: { type: "TPU_V6E", count: 1 } })).toBeUndefined();
    // As spot machines only.
    expect(machineFor({ accelerators: { type: "NVIDIA_H100_80GB", count: 1 } })).toBeUndefined();
  });
});
