// The behaviours of the contract as a function in Python: called by KFP's SDK, and by ours.
import { readFileSync } from "node:fs";
import { inlinePython } from "../../../../pipeline/inline/python/index.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";
import type { Behave } from "./behaviours.ts";

const source = readFileSync(new URL("./in_python.py", import.meta.url), "utf8");
const imports = "\nimport kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\n";

export const inKfpPython: Behave = (behaviour, ...given) =>
  kfpFunction("behave", source, { behaviour, given });

/** As KFP's compiler writes it. */
export function kfpFunction(
  name: string,
  definition: string,
  parameters: { readonly [name: string]: Json },
): ReturnType<Behave> {
  return {
    command: ["sh", "-c", installKfp, "sh", "-ec", callFunction, imports + definition],
    args: ["--executor_input", executorInput(parameters), "--function_to_execute", name],
  };
}

const installKfp = `
if ! [ -x "$(command -v pip)" ]; then
    python3 -m ensurepip || python3 -m ensurepip --user || apt-get install python3-pip
fi

PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip install --quiet --no-warn-script-location 'kfp==2.17.0' '--no-deps' 'typing-extensions>=3.7.4,<5; python_version<"3.9"' && "$0" "$@"
`;
const callFunction = `program_path=$(mktemp -d)

printf "%s" "$0" > "$program_path/ephemeral_component.py"
_KFP_RUNTIME=true python3 -m kfp.dsl.executor_main                         --component_module_path                         "$program_path/ephemeral_component.py"                         "$@"
`;

export const inOurPython: Behave = (behaviour, ...given) => {
  const { command, args } = inlinePython({
    image: "python:3.12",
    file: "in_python.py",
    source,
    function: "behave",
    inputs: {
      behaviour: { kind: "parameter", type: "STRING" },
      given: { kind: "parameter", type: "LIST" },
    },
    outputs: {},
  });
  return { command, args: args.map((arg) => (arg === "{{$}}" ? executorInput({ behaviour, given }) : arg)) };
};

function executorInput(parameterValues: { readonly [name: string]: Json }): string {
  return JSON.stringify({ inputs: { parameterValues }, outputs: { outputFile: "./output.json" } });
}

/** Tells what the function says from what the SDK says around it; line by line, for one task. */
export function sayings(): (line: string) => boolean {
  let begun = false;
  return (line) => {
    const isFunctions = begun && !line.startsWith("[KFP Executor");
    begun ||= line === "behave:";
    return isFunctions;
  };
}
