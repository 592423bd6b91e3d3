// What the system asks of Gemini, and how it goes wrong. `connect.ts` makes one over Google's client.
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";

export interface Gemini {
  /** The answer's text, whole. Throws `GeminiError`. */
  readonly generate: (request: GeminiRequest) => Promise<string>;
}

export interface GeminiRequest {
  /** As `gemini-3.5-flash`. */
  readonly model: string;
  readonly system?: string;
  readonly prompt: string;
  /** JSON Schema of the answer, which then is JSON text. Absent: free text. */
  readonly schema?: { readonly [key: string]: Json };
  /** Absent: the model's own default. */
  readonly temperature?: number;
  readonly maxOutputTokens?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

export type GeminiErrorCode =
  /** The prompt or the answer was withheld: safety, recitation, a list of words. */
  | "BLOCKED"
  /** The answer ran into its limit of tokens. */
  | "TRUNCATED"
  /** The answer is empty, no JSON, or not of the schema. */
  | "INVALID_ANSWER"
  /** Too many requests, after all retries. */
  | "RATE_LIMITED"
  /** The credentials are missing, wrong, or without the permission. */
  | "UNAUTHORIZED"
  /** The request is wrong: no such model, no such setting. */
  | "REJECTED"
  /** No answer, after all retries. */
  | "UNAVAILABLE"
  /** The caller's signal stopped it. */
  | "CANCELLED";

/** `message` reads `gemini: <what is wrong>. <what to do>.` and never holds a credential. */
export class GeminiError extends Error {
  readonly code: GeminiErrorCode;

  constructor(code: GeminiErrorCode, message: string) {
    super(`gemini: ${message}`);
    this.name = "GeminiError";
    this.code = code;
  }
}
