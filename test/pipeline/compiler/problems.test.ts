// One test for each thing that can be wrong with a pipeline: the whole text that the author reads.
import { expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { CompileError, type Problem } from "../../../pipeline/compiler/problem.ts";
import type { AnyComponent } from "../../../pipeline/dsl/component-types.ts";
import {
  component,
  Dataset,
  double,
  equals,
  exitHandler,
  field,
  importer,
  int,
  list,
  Model,
  parallelFor,
  pipeline,
  type Ref,
  string,
  struct,
  when,
} from "../../../pipeline/index.ts";

const container = () => ({ image: "example.com/step:1" });
const make = component({
  name: "make",
  inputs: { seed: string() },
  outputs: { text: string(), count: int() },
  container,
});
const use = component({ name: "use", inputs: { text: string() }, container });
const whole = component({ name: "whole", inputs: { number: int() }, container });
const train = component({ name: "train", inputs: { data: Dataset }, outputs: { model: Model }, container });
const settle = component({
  name: "settle",
  inputs: {},
  outputs: { settings: struct({ rank: int() }) },
  container,
});

function problemsOf(wrong: AnyComponent): readonly Problem[] {
  try {
    compile(wrong);
  } catch (error) {
    if (error instanceof CompileError) return error.problems;
    throw error;
  }
  return [];
}

/** A pipeline of one body, for the mistake in it. */
function mistake(
  body: (inputs: { readonly seed: Ref<string>; readonly numbers: Ref<readonly number[]> }) => void,
) {
  return pipeline({ name: "p", inputs: { seed: string(), numbers: list(int()) } }, body);
}

test("a value of one loop cannot be used beside the loop", () => {
  let leaked: Ref<string> | undefined;
  const wrong = mistake(({ numbers, seed }) => {
    parallelFor({ items: numbers }, () => {
      leaked = make({ seed }).outputs.text;
    });
    use({ text: leaked ?? "" });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/use",
      message:
        'input "text" takes the output "text" of "make" from inside p/for-loop-1. Return it from that body and take what the body gives.',
    },
  ]);
});

test("the item of a loop cannot leave its body", () => {
  let leaked: Ref<number> | undefined;
  const wrong = mistake(({ numbers, seed }) => {
    parallelFor({ items: numbers }, (item) => {
      leaked = item;
      make({ seed });
    });
    whole({ number: leaked ?? 0 });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/whole",
      message:
        'input "number" takes the item of a loop from inside p/for-loop-1. Return it from that body and take what the body gives.',
    },
  ]);
});

test("a pipeline cannot use what belongs to another", () => {
  let leaked: Ref<string> | undefined;
  pipeline({ name: "other", inputs: { seed: string() } }, ({ seed }) => {
    leaked = seed;
    make({ seed });
  });
  const wrong = mistake(() => void use({ text: leaked ?? "" }));
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/use",
      message:
        'input "text" takes the input "seed" of the pipeline "other". Give it to this one as an input.',
    },
  ]);
});

test("after() cannot wait for a task inside of a loop", () => {
  const wrong = mistake(({ numbers, seed }) => {
    let inside = make({ seed });
    parallelFor({ items: numbers }, () => {
      inside = make({ seed });
    });
    use({ text: "x" }).after(inside);
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "REF_OUT_OF_SCOPE",
      where: "p/use",
      message:
        'after() waits for "make-2", which runs inside p/for-loop-1. Return a handle from that body and wait for it.',
    },
  ]);
});

test("an input cannot be given on as an output", () => {
  const wrong = pipeline({ name: "p", inputs: { seed: string() } }, ({ seed }) => {
    make({ seed });
    return { same: seed };
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "OUTPUT_FROM_OUTSIDE",
      where: "p",
      message:
        'output "same" is the input "seed", which no task in it makes. Call a component in the body that gives it as an output.',
    },
  ]);
});

test("a branch cannot give on what was made before it", () => {
  const wrong = mistake(({ seed }) => {
    const made = make({ seed });
    when(equals(seed, "a"), () => ({ text: make({ seed }).outputs.text })).otherwise(() => {
      use({ text: "b" });
      return { text: made.outputs.text };
    });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "OUTPUT_FROM_OUTSIDE",
      where: "p/condition-branches-1/condition-3",
      message:
        'output "text" is the output "text" of "make", which no task in it makes. Call a component in the body that gives it as an output.',
    },
  ]);
});

test("a field of an output cannot leave a body", () => {
  const wrong = pipeline({ name: "p", inputs: {} }, () => ({
    rank: field(settle({}).outputs.settings, "rank"),
  }));
  expect(problemsOf(wrong)).toEqual([
    {
      code: "OUTPUT_FROM_OUTSIDE",
      where: "p",
      message:
        'output "rank" is a field of an output. Call a component in the body that gives it as an output.',
    },
  ]);
});

test("an integer input takes no fraction", () => {
  expect(problemsOf(mistake(() => void whole({ number: 1.5 })))).toEqual([
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p/whole",
      message: 'input "number" is 1.5, which is no NUMBER_INTEGER. Give a value of that type.',
    },
  ]);
});

test("an integer input takes no handle to a double", () => {
  const wrong = pipeline(
    { name: "p", inputs: { rate: double() } },
    ({ rate }) => void whole({ number: rate }),
  );
  expect(problemsOf(wrong)).toEqual([
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p/whole",
      message:
        'input "number" takes a NUMBER_DOUBLE, but wants a NUMBER_INTEGER. Give a handle of that type.',
    },
  ]);
});

test("a default is of the input's type", () => {
  const wrong = pipeline(
    { name: "p", inputs: { rank: int({ default: 0.5 }) } },
    ({ rank }) => void whole({ number: rank }),
  );
  expect(problemsOf(wrong)).toEqual([
    {
      code: "PARAMETER_TYPE_MISMATCH",
      where: "p",
      message: 'the default of input "rank" is 0.5, which is no NUMBER_INTEGER. Give a default of that type.',
    },
  ]);
});

test("an artifact of another type is refused where tsc was told to look away", () => {
  const wrong = pipeline({ name: "p", inputs: { model: Model } }, ({ model }) => {
    train({ data: model as unknown as Ref<Dataset> });
    train({ data: "gs://data" as unknown as Ref<Dataset> });
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "ARTIFACT_TYPE_MISMATCH",
      where: "p/train",
      message: 'input "data" takes a system.Model, but wants a system.Dataset. Give a handle of that type.',
    },
    {
      code: "ARTIFACT_TYPE_MISMATCH",
      where: "p/train-2",
      message: 'input "data" is "gs://data", but wants a system.Dataset. Bring it in with importer().',
    },
  ]);
});

test("inputs that are missing or unknown are named", () => {
  const call = train as unknown as (inputs: object) => void;
  expect(problemsOf(mistake(() => void call({ date: 1 })))).toEqual([
    { code: "MISSING_INPUT", where: "p/train", message: 'input "data" is missing. Give a system.Dataset.' },
    { code: "UNKNOWN_INPUT", where: "p/train", message: 'there is no input "date". Its inputs are: data.' },
  ]);
});

test("a constant holds no handles and nothing else that is no JSON", () => {
  const wrong = mistake(({ seed }) => void use({ text: [seed] as unknown as string }));
  expect(problemsOf(wrong)).toEqual([
    {
      code: "NOT_JSON",
      where: "p/use",
      message:
        'input "text" holds something that is no JSON. Give text, numbers, lists and plain objects only; a handle must stand alone.',
    },
  ]);
});

test("a pipeline and the bodies in it must have tasks", () => {
  expect(problemsOf(mistake(() => {}))).toEqual([
    { code: "EMPTY_BODY", where: "p", message: "the pipeline has no tasks. Call a component in it." },
  ]);
  expect(problemsOf(mistake(({ numbers }) => parallelFor({ items: numbers }, () => {})))).toEqual([
    { code: "EMPTY_BODY", where: "p/for-loop-1", message: "its body has no tasks. Call a component in it." },
  ]);
});

test("an exit handler has one task, which waits for nothing else", () => {
  const two = mistake(({ seed }) => {
    exitHandler(
      () => {
        use({ text: "1" });
        return use({ text: "2" });
      },
      () => void make({ seed }),
    );
  });
  expect(problemsOf(two)).toEqual([
    {
      code: "EXIT_TASK",
      where: "p/exit-handler-1",
      message: "its first function must make one task. Call one component in it.",
    },
  ]);
  const waiting = mistake(({ seed }) => {
    const made = make({ seed });
    exitHandler(
      () => use({ text: made.outputs.text }),
      () => void make({ seed }),
    );
  });
  expect(problemsOf(waiting)).toEqual([
    {
      code: "EXIT_TASK",
      where: "p/use",
      message:
        "runs after an exit handler but waits for other tasks. Give it constants, inputs and the status.",
    },
  ]);
});

test("names are written as Kubernetes wants them", () => {
  const shouting = component({ name: "Use It", inputs: { "a'b": string() }, container });
  expect(problemsOf(mistake(() => void shouting({ "a'b": "x" })))).toEqual([
    {
      code: "ILLEGAL_NAME",
      where: "Use It",
      message: '"Use It" is no name. Use small letters, digits and dashes, a letter first.',
    },
    {
      code: "ILLEGAL_NAME",
      where: "Use It",
      message: `"a'b" is no name for an input or output. Use letters, digits, "_" and "-", a letter first.`,
    },
  ]);
});

test("settings that no platform could follow are named", () => {
  const inner = pipeline({ name: "inner", inputs: {} }, () => void use({ text: "x" }));
  const wrong = mistake(({ numbers }) => {
    use({ text: "x" })
      .retry({ maxRetryCount: -1, backoffFactor: 0, backoffDuration: "soon" })
      .resources({ cpu: "many", memory: "32 GB", accelerator: { type: "NVIDIA_L4", count: 0.5 } });
    inner({}).env({ A: "1" }).resources({ cpu: 1 });
    parallelFor({ items: numbers, parallelism: 0 }, () => void use({ text: "x" }));
  });
  const where = "p/use";
  const code = "ILLEGAL_SETTING";
  expect(problemsOf(wrong)).toEqual([
    { code, where, message: "maxRetryCount is -1. Give a whole number, 0 or more." },
    { code, where, message: "backoffFactor is 0. Give a number above 0." },
    {
      code,
      where,
      message: 'backoffDuration is "soon". Give a number and a unit, as "60s", "5m", "1h" or "1d".',
    },
    { code, where, message: 'cpu is "many". Give cores, as 8, "0.5" or "500m".' },
    { code, where, message: 'memory is "32 GB". Give an amount, as "32G" or "512Mi".' },
    { code, where, message: "the accelerator's count is 0.5. Give a whole number above 0." },
    {
      code,
      where: "p/inner",
      message: "resources() is set, but a pipeline has no container. Set it on the tasks inside.",
    },
    {
      code,
      where: "p/inner",
      message: "env() is set, but a pipeline has no container. Set it on the tasks inside.",
    },
    {
      code,
      where: "p/for-loop-1",
      message: "parallelism is 0. Give a whole number above 0, or leave it out.",
    },
  ]);
});

test("a component's code must be there", () => {
  const nowhere = component({
    name: "nowhere",
    inputs: {},
    run: { image: "example.com/node:1", code: new URL("./nowhere.ts", import.meta.url) },
  });
  const remote = component({
    name: "remote",
    inputs: {},
    run: { image: "example.com/node:1", code: new URL("https://example.com/run.ts") },
  });
  const wrong = mistake(() => {
    nowhere({});
    remote({});
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "CODE_NOT_FOUND",
      where: "nowhere",
      message: 'its code "test/pipeline/compiler/nowhere.ts" does not exist. Write it, or correct the URL.',
    },
    {
      code: "CODE_NOT_FOUND",
      where: "remote",
      message:
        'its code is "https://example.com/run.ts", which is no file. Give new URL("./run.ts", import.meta.url).',
    },
  ]);
});

test("everything wrong is reported at once, also inside of pipelines that are called", () => {
  const inner = pipeline({ name: "inner", inputs: {} }, () => void whole({ number: 0.1 }));
  const wrong = mistake(({ seed }) => {
    whole({ number: 0.2 });
    inner({});
    inner({});
    importer({ type: Model, uri: seed });
  });
  expect(() => compile(wrong)).toThrowError(
    new CompileError([
      {
        code: "PARAMETER_TYPE_MISMATCH",
        where: "p/whole",
        message: 'input "number" is 0.2, which is no NUMBER_INTEGER. Give a value of that type.',
      },
      {
        code: "PARAMETER_TYPE_MISMATCH",
        where: "inner/whole",
        message: 'input "number" is 0.1, which is no NUMBER_INTEGER. Give a value of that type.',
      },
    ]),
  );
});

test("a component alone cannot be compiled", () => {
  expect(() => compile(make)).toThrowError("make: a component cannot be compiled. Give a pipeline.");
});
