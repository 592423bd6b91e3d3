// Asks Gemini for dialogues on every training session and gathers the examples that come of it.
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Example } from "../conversation/example.ts";
import { GeminiError, generateJson, type Gemini, type GeminiErrorCode } from "../platform/gemini/index.ts";
import { dialogueExamples, keepNew, type AnsweredTranscript } from "./dialogue-examples.ts";
import { inParallel } from "./in-parallel.ts";
import {
  dialoguePrompt,
  dialoguesSchema,
  styleReplies,
  systemInstruction,
  transcriptsOf,
  type Dialogues,
  type Transcript,
} from "./prompt.ts";

export interface AugmentSettings {
  readonly model: string;
  readonly rounds: number;
  readonly temperature?: number;
}

export interface AugmentContext {
  readonly progress: (done: number, total: number, text: string) => void;
  readonly log: (text: string) => void;
  readonly signal: AbortSignal;
}

export interface Augmented {
  readonly examples: readonly Example[];
  readonly requests: number;
  /** Requests without an answer, by reason. */
  readonly failures: { readonly [Code in GeminiErrorCode]?: number };
  readonly duplicates: number;
}

const requestsAtOnce = 4;
/** The same on every machine would be wrong; the same on every run is what caching needs. */
const seedOf = (request: number): number => 1000 + request;
/** With these every further request would fail as well. */
const hopeless: ReadonlySet<GeminiErrorCode> = new Set(["UNAUTHORIZED", "REJECTED", "CANCELLED"]);

/** Throws `AUGMENT_FAILED` where no request was answered, and at once for what will not mend. */
export async function augmentDataset(
  gemini: Gemini,
  { train, validation }: { readonly train: readonly Example[]; readonly validation: readonly Example[] },
  settings: AugmentSettings,
  { progress, log, signal }: AugmentContext,
): Promise<Augmented> {
  const { model, rounds, temperature } = settings;
  const transcripts = transcriptsOf(train);
  const style = styleReplies(train);
  const requests = Array.from({ length: rounds }, (_, round) =>
    transcripts.map((transcript) => ({ transcript, round: round + 1 })),
  ).flat();
  let done = 0;
  const answers = await inParallel(requests, requestsAtOnce, async ({ transcript, round }, index) => {
    const answer = await ask({ transcript, round, request: index + 1 });
    done += 1;
    progress(done, requests.length, transcript.session);
    return answer;
  });

  async function ask(wanted: {
    readonly transcript: Transcript;
    readonly round: number;
    readonly request: number;
  }): Promise<AnsweredTranscript | GeminiError> {
    try {
      const answer = await generateJson<Dialogues>(gemini, {
        model,
        system: systemInstruction,
        prompt: dialoguePrompt(wanted.transcript, style, wanted.round),
        schema: dialoguesSchema,
        seed: seedOf(wanted.request),
        signal,
        ...(temperature === undefined ? {} : { temperature }),
      });
      return { request: wanted.request, transcript: wanted.transcript, answer };
    } catch (error) {
      if (!(error instanceof GeminiError) || hopeless.has(error.code)) throw asUserError(error);
      log(`${wanted.transcript.session}: ${error.message}`);
      return error;
    }
  }

  const failed = answers.filter((answer) => answer instanceof GeminiError);
  const [firstFailure] = failed;
  if (firstFailure !== undefined && failed.length === requests.length) {
    throw new UserError(
      "AUGMENT_FAILED",
      `augment: none of ${requests.length} requests was answered. First: ${firstFailure.message}`,
    );
  }
  const maxTurns = train.reduce((most, { messages }) => Math.max(most, messages.length - 1), 1);
  const synthetic = answers.flatMap((answer) =>
    answer instanceof GeminiError ? [] : dialogueExamples(answer, maxTurns),
  );
  const { examples, duplicates } = keepNew(synthetic, [...train, ...validation]);
  return { examples, requests: requests.length, failures: countByCode(failed), duplicates };
}

function asUserError(error: unknown): unknown {
  return error instanceof GeminiError ? new UserError("AUGMENT_FAILED", `augment: ${error.message}`) : error;
}

function countByCode(errors: readonly GeminiError[]): Augmented["failures"] {
  const counts: { [Code in GeminiErrorCode]?: number } = {};
  for (const { code } of errors) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
