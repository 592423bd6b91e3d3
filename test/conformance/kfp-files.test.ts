// The same pipelines, written with our DSL and with kfp's, compile to the same IR: kfp's files are beside the repository
// where it is developed. Compared without what kfp's components run, and with every component in the place of its name.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../pipeline/compiler/compile.ts";
import type { AnyComponent } from "../../pipeline/dsl/component-types.ts";
import {
  boolean,
  component,
  Dataset,
  equals,
  exitHandler,
  field,
  greaterThan,
  importer,
  int,
  lessThan,
  list,
  Model,
  parallelFor,
  pipeline,
  string,
  struct,
  taskFinalStatus,
  when,
} from "../../pipeline/index.ts";
import { readPipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type { ComponentSpec, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";

const folder = join(import.meta.dirname, "../../../shared/kfp/corpus");
const skipped = existsSync(folder) ? "" : " (skipped: kfp's files are not beside this repository)";

/** Everything that the pipeline is, whatever its components are called. */
function inlined(spec: PipelineSpec): unknown {
  const inline = ({ dag, executorLabel = "", ...definitions }: ComponentSpec): unknown => ({
    definitions,
    outputs: dag?.outputs,
    importer: spec.deploymentSpec?.executors[executorLabel]?.importer,
    tasks: Object.fromEntries(
      Object.entries(dag?.tasks ?? {}).map(([name, { componentRef, ...task }]) => {
        const component = spec.components?.[componentRef.name] ?? {};
        const dependentTasks = [...(task.dependentTasks ?? [])].sort();
        return [name, { ...task, dependentTasks, component: inline(component) }];
      }),
    ),
  });
  return { info: spec.pipelineInfo, root: inline(spec.root) };
}

function expectSame(file: string, ours: AnyComponent): void {
  const { pipeline: theirs } = readPipelineFile(readFileSync(join(folder, file), "utf8"), file);
  expect(inlined(compile(ours).pipeline)).toEqual(inlined(theirs));
}

const container = () => ({ image: "example.com/any:1" });
const print = component({
  name: "print-and-return",
  inputs: { text: string() },
  outputs: { Output: string() },
  container,
});

describe.skipIf(skipped !== "")(`as kfp compiles it${skipped}`, () => {
  test("a sequence", () => {
    const download = component({
      name: "download",
      inputs: { url: string() },
      outputs: { downloaded: string() },
      container,
    });
    const echo = component({ name: "echo", inputs: { downloaded: string() }, container });
    expectSame(
      "sequential_v2.yaml",
      pipeline({ name: "sequential", inputs: { url: string() } }, ({ url }) => {
        echo({ downloaded: download({ url }).outputs.downloaded });
      }),
    );
  });

  test("importers in and out of a condition", () => {
    const train = component({
      name: "train",
      inputs: { dataset: Dataset },
      outputs: { scalar: string(), model: Model },
      container,
    });
    const second = string({ default: "gs://ml-pipeline-playground/shakespeare2.txt" });
    expectSame(
      "pipeline_with_importer.yaml",
      pipeline({ name: "pipeline-with-importer", inputs: { dataset2: second } }, ({ dataset2 }) => {
        const uri = "gs://ml-pipeline-playground/shakespeare1.txt";
        const first = importer({ type: Dataset, uri, metadata: { key: "value" } });
        const trained = train({ dataset: first.outputs.artifact });
        when(equals(trained.outputs.scalar, "123"), () => {
          train({ dataset: importer({ type: Dataset, uri: dataset2, reimport: true }).outputs.artifact });
        });
      }),
    );
  });

  test("loops over a parameter, an output and constants", () => {
    const item = struct({ A_a: string(), B_b: string() });
    const text = component({ name: "print-text", inputs: { msg: string() }, container });
    const whole = component({ name: "print-struct", inputs: { struct: struct() }, container });
    const generate = component({
      name: "args-generator-op",
      inputs: {},
      outputs: { Output: list(item) },
      container,
    });
    const loopParameter = list(string(), { default: ["a", "b"] });
    expectSame(
      "parallel_and_nested/pipeline_with_loops.yaml",
      pipeline({ name: "pipeline-with-loops", inputs: { loop_parameter: loopParameter } }, (inputs) => {
        parallelFor({ items: inputs.loop_parameter }, (msg) => void text({ msg }));
        const constants = [
          { A_a: "1", B_b: "2" },
          { A_a: "10", B_b: "20" },
        ];
        for (const items of [generate({}).outputs.Output, constants]) {
          parallelFor({ items }, (struct) => {
            whole({ struct });
            text({ msg: field(struct, "A_a") });
            text({ msg: field(struct, "B_b") });
          });
        }
      }),
    );
  });

  test("an exit handler that is told how the run ended", () => {
    const exit = component({
      name: "exit-op",
      inputs: { user_input: string(), status: taskFinalStatus() },
      container,
    });
    const printOp = component({ name: "print-op", inputs: { message: string() }, container });
    const file = "pipeline_with_task_final_status_yaml.yaml";
    const { pipeline: theirs } = readPipelineFile(readFileSync(join(folder, file), "utf8"), file);
    const { pipeline: ours } = compile(
      pipeline(
        { name: theirs.pipelineInfo.name, inputs: { message: string({ default: "Hello World!" }) } },
        (inputs) => {
          exitHandler(
            (status) => exit({ user_input: inputs.message, status }),
            () => void printOp({ message: inputs.message }),
          );
        },
      ),
    );
    // kfp lets a group have a name to show, which we do not have yet.
    const named = JSON.stringify(inlined(theirs)).replace(
      '{"name":"my-pipeline"}',
      '{"name":"exit-handler-1"}',
    );
    expect(JSON.parse(JSON.stringify(inlined(ours)))).toEqual(JSON.parse(named));
  });

  test("branches in branches in a loop whose results are collected", () => {
    const random = component({ name: "int-0-to-9999", inputs: {}, outputs: { Output: int() }, container });
    const parity = component({
      name: "is-even-or-odd",
      inputs: { num: int() },
      outputs: { Output: string() },
      container,
    });
    const printInts = component({ name: "print-ints", inputs: { ints: list() }, container });
    const repeat = "Announcing again: Got the lucky number 5000! A one in 10,000 chance.";
    const inputs = {
      add_drumroll: boolean({ default: true }),
      repeat_if_lucky_number: boolean({ default: true }),
      trials: list(int(), { default: [1, 2, 3] }),
    };
    expectSame(
      "if_elif_else_complex.yaml",
      pipeline({ name: "lucky-number-pipeline", inputs }, (given) => {
        const numbers = parallelFor({ items: given.trials }, (trial) => {
          const number = random({}).caching(false).outputs.Output;
          when(equals(given.add_drumroll, true), () => {
            when(equals(trial, 3), () => void print({ text: "Adding drumroll on last trial!" }));
          });
          const tell = (size: string) => () => {
            const even = equals(parity({ num: number }).outputs.Output, "even");
            const told = when(even, () => ({
              text: print({ text: `Got a ${size} even number!` }).outputs.Output,
            })).otherwise(() => ({ text: print({ text: `Got a ${size} odd number!` }).outputs.Output }));
            print({ text: told.text });
          };
          when(lessThan(number, 5000), tell("low"))
            .elseIf(greaterThan(number, 5000), tell("high"))
            .otherwise(() => {
              print({ text: "Announcing: Got the lucky number 5000! A one in 10,000 chance." });
              when(equals(given.repeat_if_lucky_number, true), () => {
                parallelFor({ items: [1, 2] }, () => void print({ text: repeat }));
              });
            });
          return { number };
        });
        printInts({ ints: numbers.number });
      }),
    );
  });
});
