// A folder as a runner makes it for one task of `countWords`, and what the task is told.
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutorInput } from "../../../pipeline/ir/executor-input.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";

export interface TaskFolder extends AsyncDisposable {
  readonly path: string;
  readonly input: (parameterValues?: { readonly [name: string]: Json }) => ExecutorInput;
  readonly read: (file: string) => Promise<string>;
  /** Files below `out`, sorted. */
  readonly written: () => Promise<string[]>;
}

export async function makeTaskFolder(text: string): Promise<TaskFolder> {
  const path = await mkdtemp(join(tmpdir(), "pollux-task-"));
  await writeFile(join(path, "text"), text);
  const dataset = { schemaTitle: "system.Dataset" };
  const out = join(path, "out");
  return {
    path,
    input: (parameterValues = {}) => ({
      inputs: {
        parameterValues,
        artifacts: {
          text: {
            artifacts: [
              { name: "text", type: dataset, uri: join(path, "text"), metadata: { language: "en" } },
            ],
          },
        },
      },
      outputs: {
        parameters: {
          count: { outputFile: join(out, "parameters", "count") },
          first: { outputFile: join(out, "parameters", "first") },
          all: { outputFile: join(out, "parameters", "all") },
        },
        artifacts: {
          words: { artifacts: [{ name: "words", type: dataset, uri: join(out, "words"), metadata: {} }] },
        },
        outputFile: join(out, "executor_output.json"),
      },
    }),
    read: (file) => readFile(join(out, file), "utf8"),
    written: async () => {
      const entries = await readdir(out, { recursive: true, withFileTypes: true }).catch(() => []);
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(out.length + 1))
        .sort();
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}
