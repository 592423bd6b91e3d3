// Turns a function of a Python file into a container's command line that holds the file's text. The image needs
// Python 3.8 or later and nothing else.
import { readFileSync } from "node:fs";
import type { ParameterTypeName } from "../../ir/pipeline-spec.ts";
import { UserError } from "../../ir/user-error.ts";
import { checkPython } from "./check-python.ts";
import { protectText } from "./protect-text.ts";

export interface InlinePython {
  readonly image: string;
  /** Of the file, without a folder: tracebacks name it. */
  readonly file: string;
  /** The text of the file. */
  readonly source: string;
  readonly function: string;
  readonly inputs: { readonly [name: string]: PythonValue };
  readonly outputs: { readonly [name: string]: PythonValue };
}

export type PythonValue =
  | { readonly kind: "parameter"; readonly type: ParameterTypeName }
  | { readonly kind: "artifact" | "artifactList" };

export interface InlineContainer {
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
}

/**
 * The function is called with the inputs and the output artifacts as keyword arguments, and returns the output
 * parameters. Throws `PYTHON_INVALID`, a `UserError`.
 */
export function inlinePython(python: InlinePython): InlineContainer {
  checkPython(python);
  const source = protectText(python.source);
  const size = Buffer.byteLength(source);
  if (size > sourceLimit) {
    throw new UserError(
      "PYTHON_INVALID",
      `${python.file}: is ${size} bytes long, more than the ${sourceLimit} that go into a command line. Put the code into an image.`,
    );
  }
  const component = JSON.stringify({
    function: python.function,
    file: python.file,
    inputs: toKinds(python.inputs),
    outputs: toKinds(python.outputs),
  });
  return {
    image: python.image,
    command: ["python3", "-u", "-c", executor],
    args: [
      ...["--executor_input", "{{$}}"],
      ...["--component", protectText(component)],
      ...["--source", source],
    ],
  };
}

/** Linux takes 131,072 bytes in one argument; a backend that quotes it needs some of them. */
const sourceLimit = 100_000;

/** In the order of their names: the same text however they are declared. */
function toKinds(values: InlinePython["inputs"]): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(values)
      .map(([name, value]): [string, string] => [name, value.kind === "parameter" ? value.type : value.kind])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const executor = readFileSync(new URL("./executor.py", import.meta.url), "utf8");
