// Runs a bundle as a container would: its command, filled in, in an empty folder, with nothing but `node` around it.
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { InlineBundle } from "../../../../pipeline/inline/typescript/bundle-component.ts";
import type { ExecutorInput } from "../../../../pipeline/ir/executor-input.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";

type Parameters = { readonly [name: string]: Json };

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Text of a file below the outputs' folder. */
  readonly read: (file: string) => string;
}

export function runBundle(bundle: InlineBundle, parameters: Parameters): Outcome {
  const { program, args, cwd, env, out } = fillIn(bundle, parameters);
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: "utf8" });
  return { status, stdout, stderr, read: (file) => readFileSync(join(out, file), "utf8") };
}

/** The bundle's process, once it has said its first words. */
export async function startBundle(bundle: InlineBundle, parameters: Parameters): Promise<ChildProcess> {
  const { program, args, cwd, env } = fillIn(bundle, parameters);
  const started = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  await once(started.stdout, "data");
  return started;
}

function fillIn({ command, args: added }: InlineBundle, parameterValues: Parameters) {
  const folder = temporaryFolder();
  const cwd = join(folder, "work");
  mkdirSync(cwd);
  const out = join(folder, "out");
  const input: ExecutorInput = {
    inputs: { parameterValues },
    outputs: {
      parameters: {
        count: { outputFile: join(out, "count") },
        facts: { outputFile: join(out, "facts") },
      },
      artifacts: {
        greetings: {
          artifacts: [
            {
              name: "greetings",
              type: { schemaTitle: "system.Dataset" },
              uri: join(out, "greetings"),
              metadata: {},
            },
          ],
        },
      },
      outputFile: join(out, "executor_output.json"),
    },
  };
  const [program = "", ...args] = [...command, ...added].map((text) =>
    text.replaceAll("{{$}}", () => JSON.stringify(input)),
  );
  return { program, args, cwd, env: { PATH: process.env["PATH"] }, out };
}
