// Finds the Python function that a container's command line was made of, so that it can be shown as one.
import type { ParameterTypeName } from "../../ir/pipeline-spec.ts";
import { inlinePython, type InlinePython, type PythonValue } from "./inline-python.ts";
import { restoreText } from "./protect-text.ts";

/** What `inlinePython` made this container of; `undefined` if it would not make exactly this one. */
export function recogniseInlinePython(container: {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}): InlinePython | undefined {
  const { image, command = [], args = [] } = container;
  const [, , , component, , source] = args;
  if (component === undefined || source === undefined) return undefined;
  try {
    // Whatever else the text may be, it is then not what `inlinePython` writes.
    const told = JSON.parse(restoreText(component)) as {
      function: string;
      file: string;
      inputs: { [name: string]: string };
      outputs: { [name: string]: string };
    };
    const python: InlinePython = {
      image,
      file: told.file,
      source: restoreText(source),
      function: told.function,
      inputs: fromKinds(told.inputs),
      outputs: fromKinds(told.outputs),
    };
    const made = inlinePython(python);
    return JSON.stringify([made.command, made.args]) === JSON.stringify([command, args]) ? python : undefined;
  } catch {
    return undefined;
  }
}

function fromKinds(kinds: { readonly [name: string]: string }): InlinePython["inputs"] {
  return Object.fromEntries(
    Object.entries(kinds).map(([name, kind]): [string, PythonValue] => [
      name,
      kind === "artifact" || kind === "artifactList"
        ? { kind }
        : { kind: "parameter", type: parameterType(kind) },
    ]),
  );
}

function parameterType(kind: string): ParameterTypeName {
  const known: { readonly [T in ParameterTypeName]: T } = {
    NUMBER_DOUBLE: "NUMBER_DOUBLE",
    NUMBER_INTEGER: "NUMBER_INTEGER",
    STRING: "STRING",
    BOOLEAN: "BOOLEAN",
    LIST: "LIST",
    STRUCT: "STRUCT",
    TASK_FINAL_STATUS: "TASK_FINAL_STATUS",
    TASK_CONFIG: "TASK_CONFIG",
  };
  const type = Object.values(known).find((name) => name === kind);
  if (type === undefined) throw new TypeError(`${kind} is no type of a parameter`);
  return type;
}
