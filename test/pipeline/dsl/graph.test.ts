// What the DSL records: plain data that nobody can change.
import { expect, test } from "vitest";
import {
  component,
  componentDefinition,
  int,
  Model,
  optional,
  parallelFor,
  pipeline,
  string,
} from "../../../pipeline/index.ts";

const train = component({
  name: "train",
  inputs: { seed: string({ description: "Any." }), rank: int({ default: 8 }), base: optional(Model) },
  outputs: { model: Model },
  container: ({ inputs, outputs }) => ({ image: "example.com/t:1", args: [inputs.seed, outputs.model.path] }),
});

test("a component carries its definition", () => {
  expect(train.componentName).toBe("train");
  expect(componentDefinition(train)).toEqual({
    kind: "container",
    name: "train",
    inputs: {
      seed: { type: { kind: "parameter", type: "STRING" }, optional: false, description: "Any." },
      rank: { type: { kind: "parameter", type: "NUMBER_INTEGER" }, optional: true, default: 8 },
      base: {
        type: { kind: "artifact", schemaTitle: "system.Model", schemaVersion: "0.0.1" },
        optional: true,
      },
    },
    outputs: { model: { type: { kind: "artifact", schemaTitle: "system.Model", schemaVersion: "0.0.1" } } },
    work: {
      kind: "container",
      image: "example.com/t:1",
      command: [],
      args: ["{{$.inputs.parameters['seed']}}", "{{$.outputs.artifacts['model'].path}}"],
      env: {},
    },
  });
});

test("a pipeline's body is recorded once, as data", () => {
  let runs = 0;
  const sweep = pipeline({ name: "sweep", inputs: {} }, () => {
    runs += 1;
    return parallelFor({ items: [4, 16], parallelism: 1 }, (rank) => ({
      model: train({ seed: "a", rank }).caching(false).outputs.model,
    }));
  });
  pipeline({ name: "twice", inputs: {} }, () => {
    sweep({});
    sweep({});
  });
  expect(runs).toBe(1);

  const identity = { name: "sweep" };
  const model = { kind: "artifact", schemaTitle: "system.Model", schemaVersion: "0.0.1" };
  const models = { ...model, kind: "artifactList" };
  expect(componentDefinition(sweep)).toEqual({
    kind: "pipeline",
    identity,
    name: "sweep",
    inputs: {},
    outputs: { model: { type: models } },
    body: {
      nodes: [
        {
          kind: "loop",
          id: 1,
          number: 2,
          parallelism: 1,
          items: { kind: "constant", number: 1, values: [4, 16] },
          settings: { after: [] },
          body: {
            nodes: [
              {
                kind: "task",
                id: 2,
                name: "train",
                component: componentDefinition(train),
                arguments: {
                  seed: { kind: "constant", value: "a" },
                  rank: {
                    kind: "item",
                    pipeline: identity,
                    node: 1,
                    type: { kind: "parameter", type: "NUMBER_INTEGER" },
                  },
                },
                undeclared: {},
                settings: {
                  after: [],
                  caching: { enabled: false },
                  env: {},
                  ignoreUpstreamFailure: false,
                  platforms: {},
                },
              },
            ],
            returned: {
              model: { kind: "output", pipeline: identity, node: 2, output: "model", type: model },
            },
          },
        },
      ],
      returned: { model: { kind: "output", pipeline: identity, node: 1, output: "model", type: models } },
    },
    file: {},
  });
});

test("nothing of what is recorded can be changed", () => {
  const items = [{ rank: 4 }];
  const sweep = pipeline({ name: "sweep", inputs: {} }, () => {
    parallelFor({ items }, () => void train({ seed: "a" }));
  });
  items.push({ rank: 16 });
  const isFrozen = (value: unknown): boolean =>
    typeof value !== "object" ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(isFrozen));
  expect(isFrozen(componentDefinition(sweep))).toBe(true);
  expect(JSON.stringify(componentDefinition(sweep))).toContain('"values":[{"rank":4}]');
});
