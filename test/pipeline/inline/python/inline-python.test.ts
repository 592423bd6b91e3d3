import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type InlinePython, inlinePython } from "../../../../pipeline/inline/python/index.ts";
import { protectText } from "../../../../pipeline/inline/python/protect-text.ts";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { artifact, parameter, python } from "./run-inline.ts";

const executor = readFileSync(
  join(import.meta.dirname, "../../../../pipeline/inline/python/executor.py"),
  "utf8",
);

function problemsOf(work: InlinePython): string {
  try {
    inlinePython(work);
  } catch (error) {
    if (error instanceof UserError) return `${error.code} ${error.message}`;
    throw error;
  }
  return "";
}

test("the file's text is an argument of its own, and only what a backend would expand is written otherwise", () => {
  expect(
    inlinePython(
      python('def work(text):\n    print(f"{{text}}", "$(date) {{$.x}}")\n', {
        inputs: { text: parameter("STRING"), list: { kind: "artifactList" }, corpus: artifact },
        outputs: { words: parameter("NUMBER_INTEGER"), counts: artifact },
      }),
    ),
  ).toEqual({
    image: "python:3.11-slim",
    command: ["python3", "-u", "-c", executor],
    args: [
      "--executor_input",
      "{{$}}",
      "--component",
      '{"function":"work","file":"work.py",' +
        '"inputs":{"corpus":"artifact","list":"artifactList","text":"STRING"},' +
        '"outputs":{"counts":"artifact","words":"NUMBER_INTEGER"}}',
      "--source",
      'def work(text):\n    print(f"{{\\text}}", "$\\(date) {{\\$.x}}")\n',
    ],
  });
});

test("the executor itself holds nothing that a backend would expand", () => {
  expect(protectText(executor)).toBe(executor);
});

test("a file that is too long for a command line is refused with its size", () => {
  const work = "def work():\n    pass\n";
  expect(problemsOf(python(work.padEnd(100_000, "#")))).toBe("");
  expect(problemsOf(python(work.padEnd(99_999, "#") + "é"))).toBe(
    "PYTHON_INVALID work.py: is 100001 bytes long, more than the 100000 that go into a command line. " +
      "Put the code into an image.",
  );
});

test("a function is found at the top level only, async or not", () => {
  for (const source of ["async  def work ():\n", "@cached\ndef work[T](x: T):\n"]) {
    expect(problemsOf(python(source))).toBe("");
  }
  for (const source of ["class A:\n  def work(self):\n", "def workers():\n", "work = 1\n"]) {
    expect(problemsOf(python(source))).toBe(
      'PYTHON_INVALID work.py: defines no function "work" at its top level. Define it there, or name another.',
    );
  }
});

test("all that keeps the function from being called is said at once", () => {
  expect(
    problemsOf(
      python("\0\ud800", {
        function: "a-b",
        inputs: { "my-text": parameter("STRING"), lambda: artifact, rows: artifact },
        outputs: { rows: artifact, "a-word": parameter("STRING") },
      }),
    ),
  ).toBe(
    [
      "PYTHON_INVALID work.py: holds a NUL character. Take it out.",
      "work.py: holds half of a surrogate pair. Take it out.",
      'work.py: "a-b" is no name of a Python function. Give one.',
      'work.py: a-b cannot have a parameter "my-text". Rename the input or output.',
      'work.py: a-b cannot have a parameter "lambda". Rename the input or output.',
      'work.py: a-b gets both an input and an output artifact as "rows". Rename one of them.',
    ].join("\n"),
  );
});
