// pollux import: an IR file in, the TypeScript that compiles to it out.
import { parseArgs } from "node:util";
import { decompile } from "../../pipeline/decompiler/decompile.ts";
import { printPipeline } from "../../pipeline/decompiler/print/index.ts";
import { typeProblems } from "../../pipeline/ir/check-types.ts";
import { type SubmissionDefaults, submissionDefaults } from "../../pipeline/ir/pipeline-job.ts";
import type { PipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { writeOutput } from "../compile/output.ts";
import { readIrFile } from "../load-pipeline.ts";

export const importIr: Command = {
  usage: `usage: pollux import IR.yaml [--out FILE.ts] [--allow-mismatches]

Writes a TypeScript module whose default export compiles to the same IR, told apart only by what components and
executors are called. A file that holds one component gives a component; a pipeline gives a pipeline. What is to be
printed was compiled again and compared with the file before.

  IR.yaml              KFP v2 IR as YAML or JSON, alone or in a PipelineJob; or a component's YAML of KFP v1
  --out FILE.ts        write there; otherwise to stdout
  --allow-mismatches   take files in which a value goes where another type is wanted; such handles are cast

What a PipelineJob around the IR sets (parameters, pipeline root, labels) is exported as \`submission\`, and said.

  pollux import nightly.yaml --out pipeline/nightly.ts && pollux compile pipeline/nightly.ts`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { out: { type: "string" }, "allow-mismatches": { type: "boolean", default: false } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) {
      throw new UserError(
        "ONE_FILE",
        "pollux import: wants one file. Give one, as pollux import nightly.yaml.",
      );
    }
    const ir = await readIrFile(file);
    if (!values["allow-mismatches"]) requireMatchingTypes(ir, file);
    const submission = ir.job && submissionDefaults(ir.job);
    const source = await printPipeline(decompile(ir, file), { ...(submission && { submission }) });
    if (submission !== undefined) sayDefaults(submission);
    const { out } = values;
    if (out === undefined || out === "-") {
      process.stdout.write(source);
      return 0;
    }
    console.error(`${out}: ${writeOutput(out, source)}, compiles to the IR of ${file}`);
    return 0;
  },
};

function requireMatchingTypes({ pipeline }: PipelineFile, file: string): void {
  const problems = typeProblems(pipeline);
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `${file}: ${problem}`);
  throw new UserError(
    "TYPE_MISMATCH",
    `${lines.join("\n")}\nCorrect the file, or give --allow-mismatches to import it as it is.`,
  );
}

function sayDefaults(submission: SubmissionDefaults): void {
  const defaults = Object.entries(submission).filter(
    ([, value]) => typeof value !== "object" || Object.keys(value).length > 0,
  );
  const lines = [
    "The PipelineJob around the IR sets these defaults of a submission, exported as `submission`:",
    ...defaults.map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
  ];
  console.error(printable(lines.join("\n")));
}
