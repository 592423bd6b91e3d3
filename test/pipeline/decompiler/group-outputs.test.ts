// What bodies return is called as the outputs far inside are, or as what makes them.
import { expect, test } from "vitest";
import { component, equals, int, parallelFor, pipeline, string, when } from "../../../pipeline/index.ts";
import { imported } from "./imported.ts";

function making(name: string, output: string) {
  return component({
    name,
    inputs: {},
    outputs: { [output]: string() },
    container: () => ({ image: name }),
  });
}

async function bodyOf(...given: Parameters<typeof imported>): Promise<string> {
  const text = await imported(...given);
  return text.slice(text.indexOf("export default"));
}

test("an output keeps its name through branches in branches", async () => {
  const judge = making("judge", "verdict");
  const branches = pipeline({ name: "branches", inputs: { rank: int() } }, ({ rank }) => {
    const chosen = when(equals(rank, 1), () =>
      when(equals(rank, 1), () => ({ a: judge({}).outputs["verdict"]! })).otherwise(() => ({
        a: judge({}).outputs["verdict"]!,
      })),
    ).otherwise(() => ({ a: judge({}).outputs["verdict"]! }));
    return { result: chosen.a };
  });
  expect(await bodyOf(branches)).toMatchInlineSnapshot(`
    "export default pipeline({ name: "branches", inputs: { rank: int() } }, (inputs) => {
      const chosen = when(equals(inputs.rank, 1), () => {
        const chosen = when(equals(inputs.rank, 1), () => {
          const judgeTask = judge({});
          return { verdict: judgeTask.outputs.verdict };
        }).otherwise(() => {
          const judgeTask = judge({});
          return { verdict: judgeTask.outputs.verdict };
        });
        return { verdict: chosen.verdict };
      }).otherwise(() => {
        const judgeTask = judge({});
        return { verdict: judgeTask.outputs.verdict };
      });
      return { result: chosen.verdict };
    });
    "
  `);
});

test("one that is only called Output, or whose name is taken, is called as its component", async () => {
  const [score, rate, count] = [making("score", "value"), making("rate", "value"), making("count", "Output")];
  const loops = pipeline({ name: "loops", inputs: {} }, () => {
    const all = parallelFor({ items: [1] }, () => ({
      a: score({}).outputs["value"]!,
      b: rate({}).outputs["value"]!,
      c: count({}).outputs["Output"]!,
      d: count({}).outputs["Output"]!,
    }));
    return { a: all.a, b: all.b, c: all.c, d: all.d };
  });
  expect(await bodyOf(loops)).toMatchInlineSnapshot(`
    "export default pipeline(
      {
        name: "loops",
        inputs: {},
        outputs: { a: list(), b: list(), c: list(), d: list() },
      },
      () => {
        const collected = parallelFor({ items: [1] }, () => {
          const countTask = count({});
          const countTask2 = count({});
          const rateTask = rate({});
          const scoreTask = score({});
          return {
            value: scoreTask.outputs.value,
            rate: rateTask.outputs.value,
            count: countTask.outputs.Output,
            count2: countTask2.outputs.Output,
          };
        });
        return { a: collected.value, b: collected.rate, c: collected.count, d: collected.count2 };
      },
    );
    "
  `);
});
