// pollux run: executes a pipeline on this machine.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { maskParameters } from "../../pipeline/runner/executors/secrets.ts";
import { liveReporter, type RunEvent } from "../../pipeline/runner/index.ts";
import { checkRoot } from "../check-root.ts";
import type { Command } from "../command.ts";
import { withInterruption } from "../interruption.ts";
import { chooseExecutor } from "../run/choose-executor.ts";
import { runEnvironments } from "../run/environments.ts";
import { prepare, readWork } from "../run/work.ts";
import { prepareResult } from "../run/result-file.ts";

const exitCodes = { SUCCEEDED: 0, FAILED: 2, CANCELLED: 130 } as const;

export const run: Command = {
  usage: `usage: pollux run FILE.ts[#EXPORT] | IR.yaml [-p NAME=VALUE]... [OPTION]...
       pollux run --resume RUN_ID [OPTION]...
       pollux run --only TASK --from RUN_ID [FILE.ts[#EXPORT] | IR.yaml] [OPTION]...

Executes a pipeline on this machine, whoever compiled it. Its outputs go to stdout as JSON.
Ctrl-C stops the tasks and runs the exit handlers; a second Ctrl-C stops at once.

  -p NAME=VALUE           a parameter: text as it is, other types as JSON; an input artifact: its path
  --parameters FILE.json  parameters as a JSON object; -p goes before them
  --root DIR              holds the runs and the cache (default: .pollux)
  --executor NAME         how tasks run: process, as processes of this machine (the default); worker, the same
                          with Python and Node kept warm between tasks; docker, in containers of an engine
  --python VENV           virtual environment for images that nothing else stands for (default, for Python's
                          images: .venv, $VIRTUAL_ENV, or python3); plain "node" images run on this Node
  --image PATTERN=DIR     what stands for such images: a folder with an environment.json or a bin/, or a virtual
                          environment; pollux.json of the current folder may name some as well
  --parallelism N         tasks at once (default: the number of processors, and at least 8)
  --fail-fast             start nothing more, but exit handlers, once a task has failed
  --no-cache              neither take results from the cache nor keep any
  --resume RUN_ID         go on with a run: one that was killed where it was, of one that ended what did not succeed
  --only TASK             one task of an earlier run alone, such as "for-loop-2[0]/tag", with the inputs it had;
                          with a pipeline given, as that one has it now
  --from RUN_ID           the run that the inputs come from; RUN_ID may be "latest"
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
        image: { type: "string", multiple: true, default: [] },
        parallelism: { type: "string" },
        resume: { type: "string" },
        only: { type: "string" },
        from: { type: "string" },
        "fail-fast": { type: "boolean", default: false },
        "no-cache": { type: "boolean", default: false },
        result: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const work = readWork(values, positionals);
    const parallelism = readParallelism(values.parallelism);
    const executor = await chooseExecutor(values.executor, () =>
      runEnvironments({ images: values.image, python: values.python }),
    );
    const start = await prepare(work, values);
    await checkRoot(values.root);
    const writeResult = values.result === undefined ? undefined : await prepareResult(values.result);

    return withInterruption(async ({ signal, hardSignal }) => {
      const result = await start({
        root: values.root,
        executor,
        cache: !values["no-cache"],
        failFast: values["fail-fast"],
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
    const said =
      event.kind === "run-started" ? { ...event, parameters: maskParameters(event.parameters) } : event;
    process.stdout.write(`${JSON.stringify(said)}\n`);
  };
}

function readParallelism(text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,5}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new UserError("WRONG_ARGUMENTS", `--parallelism ${text}: is no number of tasks. Give 1 or more.`);
}
