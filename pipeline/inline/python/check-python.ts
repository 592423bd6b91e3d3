// Says what would keep a function of a Python file from being called as a component.
import { UserError } from "../../ir/user-error.ts";
import type { InlinePython } from "./inline-python.ts";

const identifier = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const keywords = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Throws `PYTHON_INVALID`, all problems at once. */
export function checkPython(python: InlinePython): void {
  const { file } = python;
  const problems = [...findSourceProblems(python), ...findNameProblems(python)];
  if (problems.length > 0) {
    throw new UserError("PYTHON_INVALID", problems.map((problem) => `${file}: ${problem}.`).join("\n"));
  }
}

function* findSourceProblems({ source, function: name }: InlinePython): Iterable<string> {
  if (source.includes("\0")) yield "holds a NUL character. Take it out";
  if (!source.isWellFormed()) yield "holds half of a surrogate pair. Take it out";
  if (!isName(name)) yield `"${name}" is no name of a Python function. Give one`;
  else if (!new RegExp(`^(?:async[ \\t]+)?def[ \\t]+${name}[ \\t]*[([]`, "mu").test(source)) {
    yield `defines no function "${name}" at its top level. Define it there, or name another`;
  }
}

/** Inputs and output artifacts become keyword arguments; output parameters are keys of a dict, so any name will do. */
function* findNameProblems({ function: name, inputs, outputs }: InlinePython): Iterable<string> {
  const artifacts = Object.keys(outputs).filter((output) => outputs[output]?.kind !== "parameter");
  for (const argument of [...Object.keys(inputs), ...artifacts]) {
    if (!isName(argument)) yield `${name} cannot have a parameter "${argument}". Rename the input or output`;
  }
  for (const output of artifacts) {
    if (Object.hasOwn(inputs, output)) {
      yield `${name} gets both an input and an output artifact as "${output}". Rename one of them`;
    }
  }
}

function isName(text: string): boolean {
  return identifier.test(text) && !keywords.has(text);
}
