import { expect, test } from "vitest";
import { inlinePython, recogniseInlinePython } from "../../../../pipeline/inline/python/index.ts";
import { artifact, parameter, python } from "./run-inline.ts";

const work = python('def work(rows):\n    print("$(x)", "{{$}}")\n', {
  inputs: { text: parameter("STRUCT"), rows: artifact },
  outputs: { list: { kind: "artifactList" } },
});

test("a container that inlinePython made gives what it was made of", () => {
  expect(recogniseInlinePython(inlinePython(work))).toEqual(work);
});

test("any other container gives nothing", () => {
  const { image, command, args } = inlinePython(work);
  const changed = (index: number, text: string) =>
    recogniseInlinePython({ image, command, args: args.with(index, text) });
  expect([
    recogniseInlinePython({ image }),
    recogniseInlinePython({ image, command: command.with(3, "print(1)"), args }),
    recogniseInlinePython({ image, command: ["env", ...command.slice(1)], args }),
    recogniseInlinePython({ image, command, args: [...args, "--more"] }),
    changed(1, "{}"),
    changed(3, "no JSON"),
    changed(3, "{}"),
    changed(3, '{"function":"work","file":"work.py","inputs":{"a":"TEXT"},"outputs":{}}'),
    changed(5, "def another():\n"),
    changed(5, 'def work():\n    print("$(x)")\n'),
  ]).toEqual(Array(10).fill(undefined));
});
