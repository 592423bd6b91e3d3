// What kfp refuses and is allowed here on purpose: README.md says why.
import { describe, expect, test } from "vitest";
import { compile } from "../../pipeline/compiler/compile.ts";
import type { AnyComponent } from "../../pipeline/dsl/component-types.ts";
import { readPipelineFile, writePipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import { pipelineSpecProblems } from "../../pipeline/ir/validate.ts";
import { outputPath } from "../../scripts/compile/output.ts";
import {
  artifactType,
  cast,
  component,
  concat,
  Dataset,
  equals,
  exitHandler,
  ifPresent,
  optional,
  parallelFor,
  string,
  text,
  when,
} from "../../pipeline/index.ts";
import { add, chosen, container, given, make, problemsOf, use } from "./given.ts";

describe("here it is allowed that", () => {
  function expectAllowed(right: AnyComponent): void {
    expect(problemsOf(right)).toEqual([]);
    expect(pipelineSpecProblems(compile(right).pipeline)).toEqual([]);
  }

  test("a task waits for a group of any kind", () => {
    const right = given(({ seed, numbers }) => {
      const branch = when(equals(seed, "a"), () => void use({ text: "x" }));
      const loop = parallelFor({ items: numbers }, () => void use({ text: "x" }));
      use({ text: "y" }, { name: "last" }).after(branch, loop);
    });
    expectAllowed(right);
    expect(compile(right).pipeline.root.dag?.tasks["last"]?.dependentTasks).toEqual([
      "condition-1",
      "for-loop-2",
    ]);
  });

  test("an exit handler stands in any body", () => {
    const cleanUp = () => use({ text: "done" });
    const right = given(({ seed, numbers }) => {
      exitHandler(cleanUp, () => {
        exitHandler(cleanUp, () => void make({ seed }));
      });
      parallelFor({ items: numbers }, () => {
        exitHandler(cleanUp, () => void make({ seed }));
      });
    });
    expectAllowed(right);
  });

  test("a text holds what branches give", () => {
    expectAllowed(given(({ seed }) => void use({ text: text`the ${chosen(seed).text}` })));
  });

  test("branches give on what branches in them give", () => {
    const right = given(({ seed }) => {
      const outer = when(equals(seed, "a"), () => chosen(seed)).otherwise(() => chosen(seed));
      use({ text: outer.text });
      return { text: outer.text };
    });
    expectAllowed(right);
  });

  test("branches give on what a loop in them collects", () => {
    const right = given(({ seed, numbers }) => {
      const sweep = () => parallelFor({ items: numbers }, () => ({ data: make({ seed }).outputs.data }));
      add({ datasets: when(equals(seed, "a"), sweep).otherwise(sweep).data });
    });
    expectAllowed(right);
  });

  test("a loop collects what branches in it give", () => {
    const right = given(({ seed, numbers }) => {
      const both = () => ({ data: make({ seed }).outputs.data });
      const sweep = parallelFor({ items: numbers }, () => when(equals(seed, "a"), both).otherwise(both));
      add({ datasets: sweep.data });
    });
    expectAllowed(right);
  });

  test("a branch gives a narrower artifact than the first", () => {
    const right = given(({ seed }) => {
      const { outputs } = make({ seed });
      const first = when(equals(seed, "a"), () => ({ one: make({ seed }).outputs.any }));
      const one = first.otherwise(() => ({ one: make({ seed: outputs.text }).outputs.data }));
      return { one: one.one };
    });
    expectAllowed(right);
  });

  test("an input that must be given has a default", () => {
    const required = component({
      name: "required",
      inputs: { text: string({ default: "a", isOptional: false }) },
      container,
    });
    expectAllowed(given(() => void required({ text: "b" })));
  });

  test("an output is called Output", () => {
    const named = component({ name: "named", inputs: {}, outputs: { Output: string() }, container });
    expectAllowed(given(() => ({ Output: named({}).outputs.Output })));
  });

  test("an artifact type has a namespace of its own", () => {
    const Corpus = artifactType("acme.Corpus");
    const read = component({ name: "read", inputs: { corpus: Corpus }, container });
    expectAllowed(given(({ seed }) => void read({ corpus: cast(make({ seed }).outputs.any, Corpus) })));
  });

  test("a command takes the name of an artifact, and several texts in one", () => {
    const read = component({
      name: "read",
      inputs: { data: optional(Dataset) },
      container: ({ inputs }) => ({
        image: "example.com/step:1",
        args: [concat("--data=", ifPresent("data", [inputs.data.name, " at ", inputs.data.path]))],
      }),
    });
    expectAllowed(given(() => void read({})));
    expect(
      compile(given(() => void read({}))).pipeline.deploymentSpec?.executors["exec-read"]?.container?.args,
    ).toEqual([
      '{"Concat": ["--data=", {"IfPresent": {"InputName": "data", "Then": ["{{$.inputs.artifacts[\'data\'].name}}", " at ", "{{$.inputs.artifacts[\'data\'].path}}"]}}]}',
    ]);
  });

  test("a file is called anything: it is YAML, and holds what is for one platform only", () => {
    expect(outputPath("p.ts", "p.json")).toBe("p.json");
    const right = given(
      () => void use({ text: "x" }).platform("kubernetes", { tolerations: [{ key: "a" }] }),
    );
    expect(readPipelineFile(writePipelineFile(compile(right)), "p.json").platforms).toEqual({
      kubernetes: { deploymentSpec: { executors: { "exec-use": { tolerations: [{ key: "a" }] } } } },
    });
  });
});
