// pollux run: executes a pipeline on this machine.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadEnvironments, nodeEnvironment, pythonEnvironment } from "../../pipeline/environments/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { liveReporter, processExecutor, type RunEvent, runPipeline } from "../../pipeline/runner/index.ts";
import { checkRoot } from "../check-root.ts";
import type { Command } from "../command.ts";
import { withInterruption } from "../interruption.ts";
import { loadSpec } from "../load-pipeline.ts";
import { readRunInputs } from "../run/run-inputs.ts";
import { prepareResult } from "../run/result-file.ts";

const exitCodes = { SUCCEEDED: 0, FAILED: 2, CANCELLED: 130 } as const;

export const run: Command = {
  summary: "execute a pipeline on this machine",
  usage: `usage: pollux run FILE.ts[#EXPORT] | IR.yaml [-p NAME=VALUE]... [OPTION]...

Executes a pipeline on this machine, whoever compiled it. Its outputs go to stdout as JSON.
Ctrl-C stops the tasks and runs the exit handlers; a second Ctrl-C stops at once.

  -p NAME=VALUE           a parameter: text as it is, other types as JSON; an input artifact: its path
  --parameters FILE.json  parameters as a JSON object; -p goes before them
  --root DIR              holds the runs and the cache (default: .pollux)
  --executor process      how tasks run (default: process)
  --python VENV           virtual environment for images that no environment.json under containers/ names;
                          plain "node" images run on this Node
  --parallelism N         tasks at once (default: the number of processors)
  --no-cache              neither take results from the cache nor keep any
  --result FILE.json      write what came of the run and its tasks
  --json                  print events to stdout, one JSON object per line, instead of the outputs

Exit code: 0 the run succeeded, 1 a mistake in what was given, 2 the run failed, 130 it was stopped.`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        p: { type: "string", short: "p", multiple: true, default: [] },
        parameters: { type: "string" },
        root: { type: "string", default: ".pollux" },
        executor: { type: "string", default: "process" },
        python: { type: "string" },
        parallelism: { type: "string" },
        "no-cache": { type: "boolean", default: false },
        result: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const [reference, ...more] = positionals;
    if (reference === undefined || more.length > 0) {
      throw new UserError(
        "WRONG_ARGUMENTS",
        `pollux run: ${positionals.length} pipelines are given. Give one: FILE.ts, FILE.ts#EXPORT or IR.yaml.`,
      );
    }
    if (values.executor !== "process") {
      throw new UserError(
        "UNKNOWN_EXECUTOR",
        `pollux run: there is no executor "${values.executor}". Use --executor process.`,
      );
    }
    const parallelism = readParallelism(values.parallelism);
    const executor = processExecutor({ environments: environments(values.python) });
    const spec = await loadSpec(reference);
    const inputs = await readRunInputs(spec, values.p, values.parameters);
    await checkRoot(values.root);
    const writeResult = values.result === undefined ? undefined : await prepareResult(values.result);

    return withInterruption(async ({ signal, hardSignal }) => {
      const result = await runPipeline({
        spec,
        ...inputs,
        root: values.root,
        executor,
        cache: !values["no-cache"],
        ...(parallelism !== undefined && { parallelism }),
        onEvent: listener(values.json),
        signal,
        hardSignal,
      });
      await writeResult?.(result);
      if (result.state === "SUCCEEDED" && !values.json) console.log(JSON.stringify(result.outputs, null, 2));
      return exitCodes[result.state];
    });
  },
};

function listener(json: boolean): (event: RunEvent) => void {
  const show = liveReporter(process.stderr);
  if (!json) return show;
  return (event) => {
    show(event);
    process.stdout.write(`${JSON.stringify(event)}\n`);
  };
}

/** Those of this package, those of the current folder, this Node for plain `node` images, and what `--python` names for all else. */
function environments(python: string | undefined) {
  const ours = resolve(import.meta.dirname, "../../containers");
  const here = resolve("containers");
  return [
    ...loadEnvironments(ours),
    ...(here !== ours && existsSync(here) ? loadEnvironments(here) : []),
    nodeEnvironment(),
    ...(python === undefined ? [] : [pythonEnvironment(python)]),
  ];
}

function readParallelism(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,5}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UserError("WRONG_ARGUMENTS", `--parallelism ${text}: is no number of tasks. Give 1 or more.`);
}
