// Names of pipelines, tasks and groups. Each message is asserted whole.
import { expect, test } from "vitest";
import { equals, parallelFor, pipeline, string, when } from "../../../pipeline/index.ts";
import { mistake, problemsOf, use } from "./mistakes.ts";

test("names of pipelines, tasks and groups are such that everybody can show them", () => {
  const wrong = pipeline({ name: "My pipeline", inputs: { größe: string() } }, (inputs) => {
    use({ text: inputs.größe }, { name: "a/b" });
    when(equals(inputs.größe, "a"), () => void use({ text: "x" }, { name: "x".repeat(129) }), {
      name: 'a"b',
    });
  });
  const rule = "Use up to 128 characters without quotes, slashes, brackets and line breaks.";
  const code = "ILLEGAL_NAME";
  expect(problemsOf(wrong)).toEqual([
    {
      code,
      where: "My pipeline",
      message:
        '"My pipeline" is no name of a pipeline. Use up to 128 small letters, digits and dashes, no dash first.',
    },
    { code, where: "My pipeline", message: `"a/b" is no name of a task or group. ${rule}` },
    { code, where: "My pipeline", message: `"a\\"b" is no name of a task or group. ${rule}` },
    {
      code,
      where: 'My pipeline/a"b',
      message: `"${"x".repeat(129)}" is no name of a task or group. ${rule}`,
    },
  ]);
});

test("two tasks of one body have two names", () => {
  const wrong = mistake(({ numbers }) => {
    use({ text: "x" }, { name: "The task" });
    parallelFor({ items: numbers, name: "The task" }, () => void use({ text: "y" }, { name: "The task" }));
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "DUPLICATE_NAME",
      where: "p",
      message: 'two tasks or groups in it are called "The task". Give each a name of its own.',
    },
  ]);
});
