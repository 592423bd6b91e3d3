// pollux diff: says what changed from one pipeline to another.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import type { Change } from "../diff/change.ts";
import { describeChanges } from "../diff/describe-changes.ts";
import { isWrongOption, mistakeMessage } from "../mistake.ts";
import { loadPipelineFile } from "../load-pipeline.ts";
import { inOneLine } from "../diff/show.ts";

export const diff: Command = {
  usage: `usage: pollux diff BEFORE AFTER [--json]

Says what changed from one pipeline to another, one line each, which starts with the task:

  pipeline: default of parameter "epochs" changed from 3 to 5
  finetune/train: image changed from "trainer:1" to "trainer:2"
  finetune/train: input "data" now comes from output "data" of task "clean", before from ...

Only what the pipelines mean is compared: not the order of fields, nor what components are called inside the files, nor
comments. Of a pipeline in a job it is the pipeline alone. Without any difference it says "same".

  BEFORE, AFTER   IR.yaml, IR.yml or IR.json, or FILE.ts[#EXPORT], which is compiled
  --json          a list of {kind, where, message, path, before, after} instead: "path" leads from the task "where"
                  ("" is the pipeline) to what changed; "before" or "after" is left out where nothing stands; "includes"
                  lists, as {where, path, before, after}, what else the message tells: groups on the way of a value

The exit code is 0 if they are the same, 1 if they are not, and 2 if they cannot be compared: a file is missing or wrong.`,
  run: async (argv) => {
    try {
      return await compare(argv);
    } catch (error) {
      const message = mistakeMessage(error);
      if (message === undefined) throw error;
      console.error(isWrongOption(error) ? `pollux diff: ${message}` : message);
      return exitCodes.trouble;
    }
  },
};

/** As of diff(1), so that a script can tell a difference from a mistake. */
const exitCodes = { same: 0, different: 1, trouble: 2 } as const;

async function compare(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { json: { type: "boolean" } },
  });
  const [before, after] = positionals;
  if (before === undefined || after === undefined || positionals.length > 2) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      `pollux diff: ${positionals.length === 1 ? "1 pipeline is" : `${positionals.length} pipelines are`} given. Give two: FILE.ts, FILE.ts#EXPORT or IR.yaml.`,
    );
  }
  const [a, b] = [await loadPipelineFile(before), await loadPipelineFile(after)];
  if (a.job !== undefined || b.job !== undefined) {
    console.error("Only the pipelines are compared, not the jobs around them.");
  }
  const changes = describeChanges(a, b);
  console.log(values.json ? JSON.stringify(changes, null, 2) : text(changes));
  return changes.length === 0 ? exitCodes.same : exitCodes.different;
}

function text(changes: readonly Change[]): string {
  if (changes.length === 0) return "same";
  return changes
    .map(({ where, message }) => `${where === "" ? "pipeline" : inOneLine(where)}: ${message}`)
    .join("\n");
}
