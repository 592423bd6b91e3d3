// Mistakes that kfp refuses when it compiles a pipeline, and of which `tsc` knows nothing. Other tests that the table in
// README.md names stand beside what they test.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { compile } from "../../pipeline/compiler/compile.ts";
import { readRunInputs } from "../../scripts/run/run-inputs.ts";
import {
  component,
  equals,
  exitHandler,
  parallelFor,
  type Ref,
  taskConfig,
  when,
  type Dataset,
} from "../../pipeline/index.ts";
import { add, chosen, container, given, make, problemsOf, use } from "./given.ts";

/** What a body made, although only the body should have it. */
function leak<T>() {
  const kept: T[] = [];
  return {
    keep: (value: T): void => void kept.push(value),
    take: (): T => {
      const [first] = kept;
      if (first === undefined) throw new Error("nothing was kept");
      return first;
    },
  };
}

describe("what a body makes and does not return", () => {
  const outOfScope = ["REF_OUT_OF_SCOPE p/use"];

  test("is not used beside a loop", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed, numbers }) => {
      parallelFor({ items: numbers }, () => made.keep(make({ seed }).outputs.text));
      use({ text: made.take() });
    });
    expect(problemsOf(wrong)).toEqual(outOfScope);
  });

  test("is not used beside a branch", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed }) => {
      when(equals(seed, "a"), () => made.keep(make({ seed }).outputs.text));
      use({ text: made.take() });
    });
    expect(problemsOf(wrong)).toEqual(outOfScope);
  });

  test("is not used beside an exit handler", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed }) => {
      exitHandler(
        () => use({ text: "done" }, { name: "done" }),
        () => made.keep(make({ seed }).outputs.text),
      );
      use({ text: made.take() });
    });
    expect(problemsOf(wrong)).toEqual(outOfScope);
  });

  test("is not waited for beside an exit handler", () => {
    const wrong = given(({ seed }) => {
      const inside = leak<Ref<string>>();
      exitHandler(
        () => use({ text: "done" }, { name: "done" }),
        () => inside.keep(make({ seed }).outputs.text),
      );
      use({ text: "x" }).after(inside.take());
    });
    expect(problemsOf(wrong)).toEqual(outOfScope);
  });

  test("is not used where only the branches around it have ended", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed }) => {
      when(equals(seed, "a"), () => {
        const inner = when(equals(seed, "b"), () => ({ text: make({ seed }).outputs.text }));
        made.keep(inner.otherwise(() => ({ text: make({ seed }).outputs.text })).text);
      });
      use({ text: made.take() });
    });
    expect(problemsOf(wrong)).toEqual(outOfScope);
  });

  test("is not used as a list that a loop collects in a branch", () => {
    const collected = leak<Ref<readonly Dataset[]>>();
    const wrong = given(({ seed, numbers }) => {
      when(equals(seed, "a"), () => {
        collected.keep(parallelFor({ items: numbers }, () => ({ data: make({ seed }).outputs.data })).data);
      });
      add({ datasets: collected.take() });
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p/add"]);
  });

  test("is not used as a list that a loop collects in an exit handler", () => {
    const collected = leak<Ref<readonly Dataset[]>>();
    const wrong = given(({ seed, numbers }) => {
      exitHandler(
        () => use({ text: "done" }),
        () => {
          collected.keep(parallelFor({ items: numbers }, () => ({ data: make({ seed }).outputs.data })).data);
        },
      );
      add({ datasets: collected.take() });
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p/add"]);
  });

  test("is not returned by the pipeline around a branch", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed }) => {
      when(equals(seed, "a"), () => made.keep(make({ seed }).outputs.text));
      return { text: made.take() };
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p"]);
  });

  test("is not returned by the pipeline around a loop", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed, numbers }) => {
      parallelFor({ items: numbers }, () => made.keep(make({ seed }).outputs.text));
      return { text: made.take() };
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p"]);
  });

  test("is not returned by the pipeline around an exit handler", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed }) => {
      exitHandler(
        () => use({ text: "done" }),
        () => made.keep(make({ seed }).outputs.text),
      );
      return { text: made.take() };
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p"]);
  });

  test("is not returned by the pipeline around branches in a branch", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed }) => {
      when(equals(seed, "a"), () => made.keep(chosen(seed).text));
      return { text: made.take() };
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p"]);
  });

  test("is not returned by the pipeline around branches in a loop", () => {
    const made = leak<Ref<string>>();
    const wrong = given(({ seed, numbers }) => {
      parallelFor({ items: numbers }, () => made.keep(chosen(seed).text));
      return { text: made.take() };
    });
    expect(problemsOf(wrong)).toEqual(["REF_OUT_OF_SCOPE p"]);
  });
});

test("every kind of setting is passed on or left alone", () => {
  const launch = component({
    name: "launch",
    inputs: { config: taskConfig() },
    taskConfigPassthroughs: [{ field: "OTHER" }],
    container,
  });
  const wrong = given(() => {
    launch({}).resources({ cpu: 1 });
    launch({}).env({ A: "1" });
    for (const field of ["tolerations", "nodeSelector", "nodeAffinity", "pvcMount"]) {
      launch({}).platform("kubernetes", { [field]: [] });
    }
  });
  const names = ["launch", "launch-2", "launch-3", "launch-4", "launch-5", "launch-6"];
  expect(problemsOf(wrong)).toEqual(names.map((name) => `NOT_PASSED_ON p/${name}`));
});

test("a duration is one number and one unit", () => {
  const wrong = given(() => {
    use({ text: "x" }).retry({
      maxRetryCount: 1,
      backoffDuration: "1 day 1 hour",
      backoffMaxDuration: "2 years",
    });
  });
  expect(problemsOf(wrong)).toEqual(["ILLEGAL_SETTING p/use", "ILLEGAL_SETTING p/use"]);
});

test("parameters that are no JSON are refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "rejections-"));
  try {
    const file = join(folder, "parameters.json");
    writeFileSync(file, '{"text": "a');
    const { pipeline: spec } = compile(given(({ seed }) => void use({ text: seed })));
    await expect(readRunInputs(spec, [], file)).rejects.toMatchObject({ code: "PARAMETERS_UNREADABLE" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
