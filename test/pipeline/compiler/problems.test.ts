// Everything that is wrong with a pipeline is reported at once. Each message is asserted whole.
import { expect, test } from "vitest";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { CompileError } from "../../../pipeline/compiler/problem.ts";
import { importer, Model, pipeline } from "../../../pipeline/index.ts";
import { mistake, whole } from "./mistakes.ts";

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
