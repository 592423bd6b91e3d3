import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { runComponent } from "../../../pipeline/executor/index.ts";
import type { ExecutorInput } from "../../../pipeline/ir/executor-input.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import countWords from "./count-words.ts";
import { makeTaskFolder } from "./task-folder.ts";

const silent = { say: () => {} };

describe("a component's code", () => {
  test("gets its inputs and leaves its outputs where the task was told", async () => {
    await using folder = await makeTaskFolder("one two three");
    const said: string[] = [];
    const output = await runComponent(countWords, folder.input(), { say: (line) => said.push(line) });
    const uri = join(folder.path, "out", "words");
    expect(output).toEqual({
      parameterValues: { count: 3, first: "one", all: ["one", "two", "three"] },
      artifacts: {
        words: {
          artifacts: [
            {
              name: "words",
              type: { schemaTitle: "system.Dataset" },
              uri,
              metadata: { language: "en", count: 3 },
            },
          ],
        },
      },
    });
    expect(await folder.written()).toEqual([
      "executor_output.json",
      "parameters/all",
      "parameters/count",
      "parameters/first",
      "words",
    ]);
    expect(JSON.parse(await folder.read("executor_output.json"))).toEqual(output);
    expect(await folder.read("parameters/count")).toBe("3");
    expect(await folder.read("parameters/first")).toBe("one");
    expect(await folder.read("parameters/all")).toBe('["one","two","three"]');
    expect(await folder.read("words")).toBe("one\ntwo\nthree");
    expect(said).toEqual(["progress 0/3 counting", "progress 3/3 done"]);
  });

  test("gets an optional parameter where it is given", async () => {
    await using folder = await makeTaskFolder("one two three");
    expect(
      (await runComponent(countWords, folder.input({ factor: 2 }), silent)).parameterValues?.["count"],
    ).toBe(6);
  });

  test.each(["mistake", "defect"])(
    "that fails by a %s leaves nothing in its outputs' places",
    async (mode) => {
      await using folder = await makeTaskFolder("one");
      await expect(runComponent(countWords, folder.input({ mode }), silent)).rejects.toThrow();
      expect(await folder.written()).toEqual([]);
    },
  );

  test("that returns what is not declared so is a defect, and nothing is left", async () => {
    await using folder = await makeTaskFolder("one two three");
    await expect(runComponent(countWords, folder.input({ mode: "half" }), silent)).rejects.toThrow(
      new TypeError('count-words: its code returned 1.5 as "count". Return a whole number.'),
    );
    expect(await folder.written()).toEqual([]);
  });

  test("is not called without its required inputs", async () => {
    const nothing: ExecutorInput = {};
    await expect(runComponent(countWords, nothing, silent)).rejects.toThrow(
      new UserError("INPUT_MISSING", 'count-words: input "text" is missing. Give it a value.'),
    );
  });

  test("is not called with inputs of another type, and all are named", async () => {
    await using folder = await makeTaskFolder("one");
    await expect(runComponent(countWords, folder.input({ mode: 3, factor: "two" }), silent)).rejects.toThrow(
      new UserError(
        "INPUT_INVALID",
        'count-words: input "mode" is 3. Give text.\ncount-words: input "factor" is "two". Give a number.',
      ),
    );
  });
});
