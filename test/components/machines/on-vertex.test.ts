// The digital twin for Vertex AI: what each of its tasks asks for, by the size of the base.
import { describe, expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { checkTarget } from "../../../pipeline/compiler/check-target.ts";
import { digitalTwin, digitalTwinOnVertex } from "../../../pipeline/digital-twin.ts";
import { checkJob } from "../../../pipeline/vertex/job/index.ts";
import { makePlan } from "../../../pipeline/vertex/plan/index.ts";

const parameters = { chats: "gs://bucket/chats", me: "Neil" };

function machines(made: typeof digitalTwin) {
  const { tasks } = makePlan({ spec: compile(made).pipeline, parameters });
  const names = ["prepare-base", "train", "convert", "evaluate"];
  return tasks
    .filter(({ path }) => names.some((name) => path.endsWith(`/${name}`)))
    .map(({ machine }) => machine);
}

describe("the digital twin on Vertex AI", () => {
  test.each([
    ["270m", ["e2-standard-4", "g2-standard-4 (1 x L4)", "e2-standard-4", "g2-standard-4 (1 x L4)"]],
    ["4b", ["e2-highmem-4", "g2-standard-4 (1 x L4)", "e2-highmem-4", "g2-standard-4 (1 x L4)"]],
    [
      "12b",
      ["e2-highmem-8", "a2-highgpu-1g (1 x A100 40 GB)", "e2-highmem-8", "a2-ultragpu-1g (1 x A100 80 GB)"],
    ],
    ["27b", ["n2-highmem-32", "a2-ultragpu-1g (1 x A100 80 GB)", "n2-highmem-32", "n2-highmem-32"]],
  ])("of a base of %s gets the machines that were chosen for it, and no others", (size, expected) => {
    expect(machines(digitalTwinOnVertex({ base: `hf://google/gemma-3-${size}-it` }))).toEqual(expected);
  });

  test("trains on a spot machine where told to", () => {
    const made = digitalTwinOnVertex({
      base: "hf://google/gemma-3-27b-it",
      accelerator: "NVIDIA_H100_80GB",
      spot: true,
    });
    expect(machines(made)[1]).toBe("a3-highgpu-1g (1 x H100 80 GB), spot");
    expect(checkTarget(compile(made), "vertex")).toEqual([]);
  });

  test("gives training no more examples at a time than the GPU has room for", () => {
    const { pipeline } = compile(digitalTwinOnVertex({ base: "hf://google/gemma-3-12b-it" }));
    const [train] = Object.values(pipeline.components ?? {}).flatMap(({ dag }) => dag?.tasks["train"] ?? []);
    expect(train?.inputs?.parameters?.["batchSize"]).toEqual({ runtimeValue: { constant: 4 } });
  });

  test("is refused where the base does not fit, before anything is compiled", () => {
    expect(() =>
      digitalTwinOnVertex({ base: "hf://google/gemma-3-27b-it", accelerator: "NVIDIA_L4" }),
    ).toThrow("train: gemma-3-27b does not fit on 1 x L4");
    expect(() => digitalTwinOnVertex({ base: "gs://bucket/my-model" })).toThrow(
      'base: "gs://bucket/my-model" names no Gemma whose size is known.',
    );
  });

  test("takes no other base than the one that its machines were chosen for", () => {
    const { pipeline } = compile(digitalTwinOnVertex({ base: "hf://google/gemma-3-4b-it" }));
    const problems = (base: string) =>
      checkJob({
        request: { file: { pipeline }, parameters: { ...parameters, base }, inputArtifacts: {} },
        config: { pipelineRoot: "gs://bucket/runs" },
      }).filter(({ message }) => message.startsWith("parameter"));
    expect(problems("hf://google/gemma-3-4b-it")).toEqual([]);
    expect(problems("hf://google/gemma-3-27b-it")).toEqual([
      {
        where: "digital-twin",
        message:
          'parameter "base" is "hf://google/gemma-3-27b-it". Give one of ["hf://google/gemma-3-4b-it"].',
      },
    ]);
    expect(compile(digitalTwin).pipeline.root.inputDefinitions?.parameters?.["base"]).not.toHaveProperty(
      "literals",
    );
  });

  test("differs from the one for anywhere in machines, environment, place, batch size and base alone", () => {
    const strip = (made: typeof digitalTwin) => {
      const differing = ["resources", "env", "batchSize", "base", "project", "location"];
      const text = JSON.stringify(compile(made).pipeline, (key, value: unknown) =>
        differing.includes(key) ? undefined : value,
      );
      return JSON.parse(text) as unknown;
    };
    expect(strip(digitalTwinOnVertex({ base: "hf://google/gemma-3-1b-it" }))).toEqual(strip(digitalTwin));
  });
});
