// What no golden pair shows: sharing, and names that would clash.
import { expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { replaceRegistry } from "../../../pipeline/compiler/replace-registry.ts";
import type { AnyComponent } from "../../../pipeline/dsl/component-types.ts";
import { component, equals, list, parallelFor, pipeline, string, when } from "../../../pipeline/index.ts";

const container = () => ({ image: "example.com/step:1" });
const step = component({ name: "step", inputs: { text: string() }, outputs: { text: string() }, container });

const specOf = (pipeline: AnyComponent) => compile(pipeline).pipeline;
const componentsOf = (spec: AnyComponent) => Object.keys(specOf(spec).components ?? {});

test("a component is written once, but again where its container differs", () => {
  const spec = specOf(
    pipeline({ name: "p", inputs: {} }, () => {
      step({ text: "1" });
      step({ text: "2" }).caching(false);
      step({ text: "3" }).env({ A: "1" });
      step({ text: "4" }).env({ A: "1" });
    }),
  );
  const names = Object.values(spec.root.dag?.tasks ?? {}).map(({ componentRef }) => componentRef.name);
  expect(names).toEqual(["comp-step", "comp-step", "comp-step-2", "comp-step-2"]);
  expect(Object.keys(spec.deploymentSpec?.executors ?? {})).toEqual(["exec-step", "exec-step-2"]);
});

test("two components of one name are told apart", () => {
  const other = component({
    name: "step",
    inputs: {},
    container: () => ({ image: "example.com/other:1" }),
  });
  const both = pipeline({ name: "p", inputs: {} }, () => {
    step({ text: "1" });
    other({});
  });
  expect(componentsOf(both)).toEqual(["comp-step", "comp-step-2"]);
});

test("a pipeline that calls another twice, level upon level, compiles in no time", () => {
  let inner = pipeline({ name: "level-0", inputs: {} }, () => void step({ text: "x" }));
  for (let level = 1; level <= 40; level++) {
    const called = inner;
    inner = pipeline({ name: `level-${level}`, inputs: {} }, () => {
      called({});
      called({});
    });
  }
  expect(componentsOf(inner)).toHaveLength(41);
});

test("groups of a pipeline and of one inside of it keep apart", () => {
  const inner = pipeline({ name: "inner", inputs: { mode: string() } }, ({ mode }) => {
    when(equals(mode, "a"), () => void step({ text: "inner" }));
  });
  const outer = pipeline({ name: "outer", inputs: { mode: string() } }, ({ mode }) => {
    inner({ mode });
    when(equals(mode, "a"), () => void step({ text: "outer" }));
  });
  expect(componentsOf(outer)).toEqual(["comp-step", "comp-condition-1", "comp-inner", "comp-condition-1-2"]);
});

test("a task that is called like a group keeps its name", () => {
  const odd = component({ name: "for-loop-2", inputs: {}, container });
  const { root } = specOf(
    pipeline({ name: "p", inputs: {} }, () => {
      odd({});
      parallelFor({ items: [1] }, () => void step({ text: "x" }));
    }),
  );
  expect(Object.keys(root.dag?.tasks ?? {})).toEqual(["for-loop-2", "for-loop-2-2"]);
});

test("in a loop over the list that is looped over already, both items can be had", () => {
  const { components } = specOf(
    pipeline({ name: "p", inputs: { items: list(string()) } }, ({ items }) => {
      parallelFor({ items }, (outer) => {
        parallelFor({ items }, (inner) => {
          step({ text: outer });
          step({ text: inner });
        });
      });
    }),
  );
  const texts = Object.values(components?.["comp-for-loop-2"]?.dag?.tasks ?? {}).map(
    ({ inputs }) => inputs?.parameters?.["text"],
  );
  expect(texts).toEqual([
    { componentInputParameter: "pipelinechannel--items-loop-item" },
    { componentInputParameter: "pipelinechannel--items-loop-item-2" },
  ]);
});

test("an input that is called like an output of a task is told apart from it", () => {
  const { components } = specOf(
    pipeline({ name: "p", inputs: { "step-text": string() } }, (inputs) => {
      const made = step({ text: "x" });
      parallelFor({ items: [1] }, () => {
        step({ text: inputs["step-text"] });
        step({ text: made.outputs.text });
      });
    }),
  );
  const texts = Object.values(components?.["comp-for-loop-2"]?.dag?.tasks ?? {}).map(
    ({ inputs }) => inputs?.parameters?.["text"],
  );
  expect(texts).toEqual([
    { componentInputParameter: "pipelinechannel--step-text" },
    { componentInputParameter: "pipelinechannel--step-text-2" },
  ]);
});

test("images of a registry can be taken from another", () => {
  const spec = specOf(pipeline({ name: "p", inputs: {} }, () => void step({ text: "x" })));
  const imageIn = (registry: string) =>
    replaceRegistry(spec, registry, "localhost:5000").deploymentSpec?.executors["exec-step"]?.container
      ?.image;
  expect(imageIn("example.com")).toBe("localhost:5000/step:1");
  expect(imageIn("example")).toBe("example.com/step:1");
});
