// What Gemmas need, against what is published of them, and the choices of machines against the table.
import { describe, expect, test } from "vitest";
import {
  accelerators,
  chooseServing,
  chooseTraining,
  convertingMachine,
  evaluatingMachine,
  gemmaNamed,
  gemmaNames,
  gemmas,
  machineText,
  requireGemma,
  requireMachine,
  servingChoices,
  trainingChoices,
} from "../../../../pipeline/vertex/machines/index.ts";
import { cacheGb } from "../../../../pipeline/vertex/machines/gemma.ts";

const trained = gemmaNames.filter((name) => gemmas[name].shape !== undefined);

describe("a Gemma", () => {
  test("has as many parameters as its shape makes, but for what sees", () => {
    const counted = Object.fromEntries(
      trained.map((name) => [name, gemmas[name].textParameters?.toFixed(2)]),
    );
    // https://huggingface.co/google/gemma-3-...: the models' own numbers; from 4b on another 0.42 see.
    expect(counted).toEqual({
      "gemma-3-270m": "0.27",
      "gemma-3-1b": "1.00",
      "gemma-3-4b": "3.88",
      "gemma-3-12b": "11.77",
      "gemma-3-27b": "27.01",
    });
    const unlike = trained.filter((name) => {
      const { totalParameters, textParameters = 0 } = gemmas[name];
      const seeing = totalParameters - textParameters;
      return seeing < -0.001 || seeing > 0.45;
    });
    expect(unlike).toEqual([]);
  });

  test("never has more effective parameters than parameters, nor weights smaller than two bytes of each", () => {
    for (const { totalParameters, effectiveParameters, weightsGb } of Object.values(gemmas)) {
      expect(effectiveParameters).toBeLessThanOrEqual(totalParameters);
      expect(weightsGb).toBeGreaterThanOrEqual(2 * totalParameters);
    }
  });

  test("keeps only a window of most layers in its cache", () => {
    const { cache } = gemmas["gemma-3-27b"];
    const layers = cache.globalLayers + cache.localLayers;
    expect(layers).toBe(62);
    expect(cacheGb(gemmas["gemma-3-27b"], 1024)).toBeCloseTo((62 * 1024 * 2 * 16 * 128 * 2) / 1e9, 9);
    expect(cacheGb(gemmas["gemma-3-27b"], 8192)).toBeLessThan(
      0.35 * 8 * cacheGb(gemmas["gemma-3-27b"], 1024),
    );
  });

  test.each([
    ["hf://google/gemma-3-4b-it", "gemma-3-4b"],
    ["gs://models/gemma-3-27b-it@main", "gemma-3-27b"],
    ["kaggle://keras/gemma3/keras/gemma3_instruct_270m/4", "gemma-3-270m"],
    ["kaggle://google/gemma-3/transformers/gemma-3-1b-it", "gemma-3-1b"],
    ["google/gemma-4-E2B-it", "gemma-4-E2B"],
    ["google/gemma-4-26B-A4B", "gemma-4-26B-A4B"],
    ["gemma-3-12b", "gemma-3-12b"],
    ["tiny", undefined],
    ["hf://google/gemma-2-2b", undefined],
  ])("is known by its reference %s", (reference, name) => {
    expect(gemmaNamed(reference)).toBe(name);
  });

  test("that is not known is refused", () => {
    expect(() => requireGemma("base", "my-model")).toThrow(
      'base: "my-model" names no Gemma whose size is known. Say which it is: gemma-3-270m, gemma-3-1b, gemma-3-4b, ' +
        "gemma-3-12b, gemma-3-27b, gemma-4-E2B, gemma-4-E4B, gemma-4-12B, gemma-4-26B-A4B, gemma-4-31B.",
    );
  });
});

describe("serving", () => {
  test.each([
    ["gemma-3-270m", "g2-standard-4", "1"],
    ["gemma-3-1b", "g2-standard-4", "1"],
    ["gemma-3-4b", "g2-standard-4", "1"],
    ["gemma-3-12b", "g2-standard-24", "2"],
    ["gemma-3-27b", "g2-standard-48", "4"],
    ["gemma-4-E2B", "g2-standard-4", "1"],
    ["gemma-4-E4B", "g2-standard-8", "1"],
    ["gemma-4-12B", "g2-standard-24", "2"],
    ["gemma-4-26B-A4B", "g2-standard-48", "4"],
    ["gemma-4-31B", "g2-standard-48", "4"],
  ] as const)("%s costs least on %s, shared by %s", (name, machineType, count) => {
    const choice = chooseServing("deploy", name);
    expect(choice).toMatchObject({
      machineType,
      acceleratorType: "NVIDIA_L4",
      acceleratorCount: Number(count),
    });
    expect(choice.vllmArgs).toEqual([
      `--tensor-parallel-size=${count}`,
      "--max-model-len=8192",
      "--gpu-memory-utilization=0.92",
      "--dtype=bfloat16",
    ]);
  });

  test("of every Gemma is possible on L4, A100, H100 and a TPU, each machine with what it has", () => {
    for (const name of gemmaNames) {
      const choices = servingChoices(name);
      const kinds = new Set(choices.map(({ machineType }) => machineType.split("-")[0]));
      expect([...kinds].sort()).toEqual(["a2", "a3", "ct5lp", "ct6e", "g2"]);
      for (const choice of choices) {
        const { machineType, acceleratorType, acceleratorCount, tpuTopology, vllmArgs } = choice;
        const machine = requireMachine("deploy", {
          machineType,
          ...(acceleratorType && { acceleratorType }),
          ...(acceleratorCount && { acceleratorCount }),
        });
        expect(vllmArgs[0]).toBe(`--tensor-parallel-size=${machine.accelerators?.count}`);
        expect(choice.needsGib).toBeLessThanOrEqual(choice.hasGib);
        expect(tpuTopology === undefined).toBe(acceleratorType !== undefined);
      }
    }
  });

  test("needs more for a longer context", () => {
    const short = chooseServing("deploy", "gemma-3-12b", { accelerator: "NVIDIA_L4" });
    const long = chooseServing("deploy", "gemma-3-12b", { accelerator: "NVIDIA_L4", context: 65_536 });
    expect([short.acceleratorCount, long.acceleratorCount]).toEqual([2, 4]);
  });

  test("a 27B on one L4 is refused, with the machines that can", () => {
    const refused = () => chooseServing("deploy", "gemma-3-27b", { accelerator: "NVIDIA_L4", count: 1 });
    expect(refused).toThrow(
      "deploy: gemma-3-27b does not fit on 1 x L4: weights, the cache of 4 conversations of 8192 tokens and what vLLM " +
        "takes are 57 GiB on each, and 20 GiB are there. Give one of g2-standard-48 (4 x L4), " +
        "a2-ultragpu-1g (1 x A100 80 GB), a2-highgpu-2g (2 x A100 40 GB), ct5lp-hightpu-8t, ct6e-standard-4t, " +
        "a3-highgpu-1g (1 x H100 80 GB).",
    );
  });

  test("what cannot be is refused for its own reason", () => {
    const t4 = () => chooseServing("deploy", "gemma-3-4b", { accelerator: "NVIDIA_TESLA_T4" });
    expect(t4).toThrow("deploy: gemma-3-4b is served in bfloat16, which the T4 does not compute.");
    const heads = () => chooseServing("deploy", "gemma-3-1b", { accelerator: "NVIDIA_L4", count: 8 });
    expect(heads).toThrow("gemma-3-1b has 4 attention heads, which 8 accelerators cannot share evenly.");
    const three = () => chooseServing("deploy", "gemma-3-1b", { accelerator: "NVIDIA_L4", count: 3 });
    expect(three).toThrow("deploy: no machine has 3 x L4.");
    expect(() => servingChoices("gemma-3-1b", { context: 100_000 })).toThrow(
      "gemma-3-1b: a context of 100000 tokens is asked for. Give 1 to 32768.",
    );
  });
});

describe("training", () => {
  test.each([
    ["gemma-3-270m", "g2-standard-4 (1 x L4)", 8],
    ["gemma-3-1b", "g2-standard-4 (1 x L4)", 8],
    ["gemma-3-4b", "g2-standard-4 (1 x L4)", 8],
    ["gemma-3-12b", "a2-highgpu-1g (1 x A100 40 GB)", 4],
    ["gemma-3-27b", "a2-ultragpu-1g (1 x A100 80 GB)", 4],
  ] as const)("of %s costs least on %s, %d examples at a time", (name, machine, batchSize) => {
    const choice = chooseTraining("train", name);
    expect([machineText(choice.machine), choice.batchSize]).toEqual([machine, batchSize]);
  });

  test("is on one GPU that computes bfloat16 and has room", () => {
    for (const name of trained) {
      for (const { machine, needsGib, hasGib } of trainingChoices(name, { spot: true })) {
        expect(machine.accelerators?.count).toBe(1);
        expect(accelerators[machine.accelerators?.type ?? "NVIDIA_TESLA_T4"].hasBfloat16).toBe(true);
        expect(needsGib).toBeLessThanOrEqual(hasGib);
      }
    }
  });

  test("a 27B on one L4 is refused, with the machines that can", () => {
    expect(() => chooseTraining("train", "gemma-3-27b", { accelerator: "NVIDIA_L4" })).toThrow(
      "train: gemma-3-27b does not fit on 1 x L4: to train it takes 55 GiB even one example at a time, and 20 GiB are " +
        "there. Give one of a2-ultragpu-1g (1 x A100 80 GB), a3-highgpu-1g (1 x H100 80 GB) as a spot machine.",
    );
  });

  test("what cannot be is refused for its own reason", () => {
    expect(() => chooseTraining("train", "gemma-3-27b", { accelerator: "NVIDIA_H100_80GB" })).toThrow(
      "train: machines with 1 x H100 80 GB can be had for training as spot machines only.",
    );
    expect(() => chooseTraining("train", "gemma-3-1b", { accelerator: "TPU_V6E" })).toThrow(
      "train: the trainer's image has no TPU's libraries, and TPU v6e is asked for.",
    );
    expect(() => chooseTraining("train", "gemma-3-1b", { accelerator: "NVIDIA_TESLA_T4" })).toThrow(
      "train: gemma-3-1b is trained in bfloat16, which the T4 does not compute.",
    );
    expect(() => chooseTraining("train", "gemma-4-31B")).toThrow(
      "train: the trainer cannot train gemma-4-31B. Give one of gemma-3-270m, gemma-3-1b, gemma-3-4b, gemma-3-12b, " +
        "gemma-3-27b.",
    );
  });

  test("is followed by converting and evaluating in float32, where that has room", () => {
    const machines = trained.map((name) => [
      name,
      machineText(convertingMachine(name)),
      machineText(evaluatingMachine(name)),
    ]);
    expect(machines).toEqual([
      ["gemma-3-270m", "e2-standard-4", "g2-standard-4 (1 x L4)"],
      ["gemma-3-1b", "e2-standard-4", "g2-standard-4 (1 x L4)"],
      ["gemma-3-4b", "e2-highmem-4", "g2-standard-4 (1 x L4)"],
      ["gemma-3-12b", "e2-highmem-8", "a2-ultragpu-1g (1 x A100 80 GB)"],
      ["gemma-3-27b", "n2-highmem-32", "n2-highmem-32"],
    ]);
  });
});
