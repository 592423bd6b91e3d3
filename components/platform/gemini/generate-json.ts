// An answer of Gemini's as data: parsed, and checked against the schema that the request named.
import { Ajv } from "ajv";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";
import { GeminiError, type Gemini, type GeminiRequest } from "./gemini.ts";

const ajv = new Ajv({ strict: true, allErrors: true });

/** What the schema describes is the caller's word: `T` must be its type. Throws `GeminiError`. */
export async function generateJson<T>(
  gemini: Gemini,
  request: GeminiRequest & { readonly schema: { readonly [key: string]: Json } },
): Promise<T> {
  const text = await gemini.generate(request);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new GeminiError(
      "INVALID_ANSWER",
      `${request.model} answered with what is no JSON (${text.length} characters). Try again.`,
    );
  }
  const fits = ajv.compile<T>(request.schema);
  if (fits(answer)) return answer;
  const problems = ajv.errorsText(fits.errors ?? null, { dataVar: "answer" }).slice(0, 300);
  throw new GeminiError("INVALID_ANSWER", `${request.model}'s answer does not fit: ${problems}. Try again.`);
}
