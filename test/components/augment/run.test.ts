// The whole component, as its process runs it, with Google's client and a server on loopback.
import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import augment from "../../../components/augment/run.ts";
import {
  datasetFiles,
  readExamples,
  readStatistics,
  writeDataset,
} from "../../../components/conversation/dataset-folder.ts";
import { runComponent } from "../../../pipeline/executor/index.ts";
import type { ExecutorInput, ExecutorOutput } from "../../../pipeline/ir/executor-input.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { failure, startGemini, words, type Answer } from "../platform/gemini/gemini-server.ts";
import { dialogue, smallDataset } from "./dataset.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pollux-augment-"));
  await writeDataset(join(folder, "given"), smallDataset());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

/** Runs the component against a server that answers so; `lines` is what it said. */
async function run(
  answer: (index: number) => Answer,
  parameters: { readonly [name: string]: Json } = {},
): Promise<{ readonly output: ExecutorOutput; readonly lines: readonly string[] }> {
  await using server = await startGemini((_, index) => answer(index));
  vi.stubEnv("GEMINI_API_KEY", "a-key");
  vi.stubEnv("GOOGLE_GEMINI_BASE_URL", server.url);
  const artifact = (name: string, path: string): ExecutorInput["inputs"] & object => ({
    artifacts: { [name]: { artifacts: [{ name, type: {}, uri: join(folder, path), metadata: {} }] } },
  });
  const lines: string[] = [];
  const output = await runComponent(
    augment,
    {
      inputs: {
        ...artifact("conversations", "given"),
        parameterValues: { model: "gemini-3.5-flash", ...parameters },
      },
      outputs: {
        ...artifact("conversations", "made"),
        parameters: { added: { outputFile: join(folder, "added") } },
      } as NonNullable<ExecutorInput["outputs"]>,
    },
    { say: (line) => lines.push(line) },
  );
  return { output, lines };
}

const bytes = (part: string, name: string): Promise<string> => readFile(join(folder, part, name), "utf8");
/** Texts that have nothing in common. */
const hash = (index: number): string => createHash("sha256").update(String(index)).digest("hex");
const answered = (index: number): Answer =>
  words(
    JSON.stringify({
      dialogues: [
        dialogue(`Is it ${hash(2 * index)}?`, `No, ${hash(2 * index + 1)}.`),
        dialogue("question number 0", "my answer to number 0"),
      ],
    }),
  );

describe("augment", () => {
  test("adds what Gemini wrote to the training part and nothing anywhere else", async () => {
    const { output } = await run(answered);
    expect(output.parameterValues).toEqual({ added: 9 });
    const given = await readExamples(join(folder, "given"), "train");
    const made = await readExamples(join(folder, "made"), "train");
    expect(made.slice(0, given.length)).toEqual(given);
    expect(made.slice(given.length).map(({ id, session, synthetic }) => [id, session, synthetic])).toEqual(
      Array.from({ length: 9 }, (_, index) => [`a${index + 1}-1`, `chat.txt#${index + 1}`, true]),
    );
    for (const name of [datasetFiles.validation, datasetFiles.background]) {
      expect(await bytes("made", name)).toBe(await bytes("given", name));
    }
    expect((await readStatistics(join(folder, "made")))["augmentation"]).toEqual({
      ...{ model: "gemini-3.5-flash", rounds: 1, added: 9, requests: 9, failures: {}, duplicates: 9 },
    });
  });

  test("goes over each session once a round", async () => {
    const { output, lines } = await run(answered, { rounds: 2 });
    expect(output.parameterValues).toEqual({ added: 18 });
    expect(lines.filter((line) => line.startsWith("progress 18/18"))).toHaveLength(1);
  });

  test("counts and reports what failed, and keeps the rest", async () => {
    const { output, lines } = await run((index) =>
      index === 0 ? words("", "SAFETY") : index === 1 ? words("[]") : answered(index),
    );
    expect(output.parameterValues).toEqual({ added: 7 });
    expect((await readStatistics(join(folder, "made")))["augmentation"]).toMatchObject({
      failures: { BLOCKED: 1, INVALID_ANSWER: 1 },
    });
    expect(lines.filter((line) => /^chat\.txt#\d: gemini: gemini-3\.5-flash/.test(line))).toHaveLength(2);
  });

  test("fails where nothing was answered, and leaves no dataset", async () => {
    await expect(run(() => words("", "SAFETY"))).rejects.toThrow(
      new UserError(
        "AUGMENT_FAILED",
        "augment: none of 9 requests was answered. First: gemini: gemini-3.5-flash withheld its answer (SAFETY). " +
          "Leave this conversation out.",
      ),
    );
    await expect(bytes("made", datasetFiles.train)).rejects.toThrow("ENOENT");
  });

  test("stops at once for a wrong key", async () => {
    let asked = 0;
    const refused = run(() => {
      asked += 1;
      return failure(403, "Permission denied.");
    });
    await expect(refused).rejects.toMatchObject({ code: "AUGMENT_FAILED" });
    expect(asked).toBeLessThanOrEqual(4);
  });

  test("refuses no rounds", async () => {
    await expect(run(answered, { rounds: 0 })).rejects.toThrow(
      new UserError("SETTING_INVALID", "augment: rounds is 0. Give a whole number above 0."),
    );
  });
});
