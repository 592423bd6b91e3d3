// Bodies hold tasks, and exit handlers one. Each message is asserted whole.
import { expect, test } from "vitest";
import { exitHandler, parallelFor } from "../../../pipeline/index.ts";
import { make, mistake, problemsOf, use } from "./mistakes.ts";

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
