// Runs what `inlinePython` makes as a backend would: placeholder filled in, as a process, outputs in a folder.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import {
  inlinePython,
  type InlinePython,
  type PythonValue,
} from "../../../../pipeline/inline/python/index.ts";
import type {
  ExecutorInput,
  ExecutorOutput,
  RuntimeArtifact,
} from "../../../../pipeline/ir/executor-input.ts";
import type { Json, ParameterTypeName } from "../../../../pipeline/ir/pipeline-spec.ts";
import { resolveCommand } from "../../../../pipeline/ir/placeholders.ts";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";

/** Where there is no such folder, the machine's own Python runs. */
export const bin = join(import.meta.dirname, "../../../../.venv/bin");

export const parameter = (type: ParameterTypeName): PythonValue => ({ kind: "parameter", type });
export const artifact: PythonValue = { kind: "artifact" };

export function python(source: string, rest: Partial<InlinePython> = {}): InlinePython {
  return {
    image: "python:3.11-slim",
    file: "work.py",
    source,
    function: "work",
    inputs: {},
    outputs: {},
    ...rest,
  };
}

export const runtimeArtifact = (
  uri: string,
  metadata: RuntimeArtifact["metadata"] = {},
): RuntimeArtifact => ({
  name: "projects/1/artifact",
  type: { schemaTitle: "system.Dataset" },
  uri,
  metadata,
});

export interface Given {
  readonly parameters?: { readonly [name: string]: Json };
  readonly artifacts?: { readonly [name: string]: readonly RuntimeArtifact[] };
  readonly env?: { readonly [name: string]: string };
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
  /** Absent: the task has not written one. */
  readonly output?: ExecutorOutput;
  readonly files: { readonly [parameter: string]: string };
}

export function runInline(work: InlinePython, given: Given = {}): Ran {
  const folder = temporaryFolder();
  const outputs = Object.entries(work.outputs);
  const parameters = outputs.filter(([, { kind }]) => kind === "parameter").map(([name]) => name);
  const outputFile = join(folder, "answer", "executor_output.json");
  const executorInput: ExecutorInput = {
    inputs: {
      parameterValues: given.parameters ?? {},
      artifacts: Object.fromEntries(
        Object.entries(given.artifacts ?? {}).map(([name, artifacts]) => [name, { artifacts }]),
      ),
    },
    outputs: {
      parameters: Object.fromEntries(
        parameters.map((name) => [name, { outputFile: join(folder, "parameters", name) }]),
      ),
      artifacts: Object.fromEntries(
        outputs
          .filter(([, { kind }]) => kind === "artifact")
          .map(([name]) => [name, { artifacts: [runtimeArtifact(join(folder, "artifacts", name))] }]),
      ),
      outputFile,
    },
  };
  const { command, args } = inlinePython(work);
  const [program = "", ...rest] = resolveCommand([...command, ...args], { executorInput, names: {} });
  const { status, stdout, stderr } = spawnSync(program, rest, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: `${bin}${delimiter}${process.env["PATH"]}`, ...given.env },
  });
  return {
    status,
    stdout,
    stderr,
    folder,
    ...(existsSync(outputFile) && { output: JSON.parse(readFileSync(outputFile, "utf8")) as ExecutorOutput }),
    files: Object.fromEntries(
      parameters
        .map((name): [string, string] => [name, join(folder, "parameters", name)])
        .filter(([, file]) => existsSync(file))
        .map(([name, file]) => [name, readFileSync(file, "utf8")]),
    ),
  };
}
