// Tasks that know or ignore how others ended. Each message is asserted whole.
import { expect, test } from "vitest";
import { parallelFor } from "../../../pipeline/index.ts";
import { make, may, mistake, problemsOf, report, use } from "./mistakes.ts";

test("a task that is told how another ended waits for that one only, beside it", () => {
  const wrong = mistake(({ seed, numbers }) => {
    const made = make({ seed });
    const second = make({ seed });
    report({});
    report({ status: made.finalStatus() });
    report({ status: made.finalStatus() }).ignoreUpstreamFailure().after(second);
    parallelFor(
      { items: numbers },
      () => void report({ status: made.finalStatus() }).ignoreUpstreamFailure(),
    );
    report({ status: second.finalStatus() }).ignoreUpstreamFailure();
  });
  const code = "FINAL_STATUS";
  const beside =
    'input "status" takes the final status of "make". Use it beside that task only, in a task with ignoreUpstreamFailure().';
  expect(problemsOf(wrong)).toEqual([
    { code, where: "p/report-2", message: beside },
    { code, where: "p/for-loop-1/report-4", message: beside },
    {
      code,
      where: "p/report",
      message:
        'input "status" is told how something ended, but is given nothing. Give the status of exitHandler(), or finalStatus() of a task.',
    },
    {
      code,
      where: "p/report-3",
      message:
        'it takes the final status of "make", but waits for "make-2", "make". Let it wait for that task only.',
    },
  ]);
});

test("what runs in spite of a failure needs nothing of what failed", () => {
  const wrong = mistake(({ seed }) => {
    const made = make({ seed });
    use({ text: made.outputs.text }).ignoreUpstreamFailure();
    may({ text: made.outputs.text }).ignoreUpstreamFailure();
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "UPSTREAM_MAY_FAIL",
      where: "p/use",
      message:
        'input "text" comes from "make", which may fail before it gives anything. Make the input optional or give it a default, or leave out ignoreUpstreamFailure().',
    },
  ]);
});
