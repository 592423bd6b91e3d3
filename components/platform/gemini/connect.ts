// Gemini over Google's client: the Gemini API with a key, or Vertex AI with default credentials.
import {
  ApiError,
  GoogleGenAI,
  type GenerateContentConfig,
  type GenerateContentResponse,
  type GoogleGenAIOptions,
} from "@google/genai";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { geminiCredentials, type Environment } from "./credentials.ts";
import { GeminiError, type Gemini, type GeminiErrorCode, type GeminiRequest } from "./gemini.ts";

export interface GeminiConnection {
  readonly env: Environment;
  /** Where the API is; absent: `GOOGLE_GEMINI_BASE_URL`, else Google's own. */
  readonly baseUrl?: string;
  /** Requests in all for one answer; the pauses between double. Default 5. */
  readonly attempts?: number;
  /** Seconds before the first retry. Default 1. */
  readonly firstPause?: number;
  /** Milliseconds for one request. Default two minutes. */
  readonly timeout?: number;
  /** In place of default credentials, for Vertex AI. */
  readonly auth?: NonNullable<GoogleGenAIOptions["googleAuthOptions"]>;
}

/** Throws `GEMINI_CREDENTIALS_MISSING`. Nothing is sent before the first request. */
export function connectGemini(connection: GeminiConnection): Gemini {
  const client = new GoogleGenAI(clientOptions(connection));
  const secrets = [connection.env["GEMINI_API_KEY"] ?? ""].filter((secret) => secret !== "");
  return {
    generate: async (request) => {
      try {
        const response = await client.models.generateContent({
          model: request.model,
          contents: request.prompt,
          config: configOf(request),
        });
        return answerOf(response, request.model);
      } catch (error) {
        throw error instanceof GeminiError ? error : explain(error, request, secrets);
      }
    },
  };
}

function clientOptions(connection: GeminiConnection): GoogleGenAIOptions {
  const { env, attempts = 5, firstPause = 1, timeout = 120_000, auth } = connection;
  const baseUrl = connection.baseUrl ?? env["GOOGLE_GEMINI_BASE_URL"];
  const httpOptions = {
    timeout,
    retryOptions: { attempts, initialDelay: firstPause },
    ...(baseUrl === undefined || baseUrl === "" ? {} : { baseUrl }),
  };
  const credentials = geminiCredentials(env);
  if (auth === undefined && credentials.kind === "none") {
    throw new UserError(
      "GEMINI_CREDENTIALS_MISSING",
      `gemini: there are no credentials. ${capitalize(credentials.missing)}.`,
    );
  }
  if (credentials.kind === "apiKey") {
    // The client's default, v1, has refused system instructions and schemas; v1beta is where they are documented.
    const apiVersion = "v1beta";
    return {
      vertexai: false,
      apiKey: env["GEMINI_API_KEY"] ?? "",
      httpOptions: { ...httpOptions, apiVersion },
    };
  }
  return {
    vertexai: true,
    project: env["GOOGLE_CLOUD_PROJECT"] ?? "",
    location: credentials.kind === "vertex" ? credentials.location : "us-central1",
    httpOptions,
    ...(auth === undefined ? {} : { googleAuthOptions: auth }),
  };
}

function configOf(request: GeminiRequest): GenerateContentConfig {
  const { system, schema, temperature, maxOutputTokens, seed, signal } = request;
  return {
    ...(system === undefined ? {} : { systemInstruction: system }),
    ...(schema === undefined ? {} : { responseMimeType: "application/json", responseJsonSchema: schema }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(seed === undefined ? {} : { seed }),
    ...(signal === undefined ? {} : { abortSignal: signal }),
  };
}

/** A withheld answer does not throw in Google's client: it has no text. */
function answerOf(response: GenerateContentResponse, model: string): string {
  const blocked = response.promptFeedback?.blockReason;
  if (blocked !== undefined) {
    throw new GeminiError(
      "BLOCKED",
      `${model} refused the prompt (${blocked}). Leave this conversation out.`,
    );
  }
  const finish = response.candidates?.[0]?.finishReason ?? "no candidate";
  if (finish === "MAX_TOKENS") {
    throw new GeminiError(
      "TRUNCATED",
      `the answer of ${model} was cut off at its limit. Ask for less at a time.`,
    );
  }
  if (finish !== "STOP") {
    throw new GeminiError(
      "BLOCKED",
      `${model} withheld its answer (${finish}). Leave this conversation out.`,
    );
  }
  const text = response.text ?? "";
  if (text.trim() === "")
    throw new GeminiError("INVALID_ANSWER", `${model} answered with no text. Try again.`);
  return text;
}

/** The client's own errors may quote requests, so only their message goes on, without what is secret. */
function explain(error: unknown, { model, signal }: GeminiRequest, secrets: readonly string[]): GeminiError {
  if (signal?.aborted === true) return new GeminiError("CANCELLED", "the request was stopped. Run it again.");
  const said = secrets.reduce((text, secret) => text.replaceAll(secret, "***"), messageOf(error));
  if (!(error instanceof ApiError)) {
    return new GeminiError(
      "UNAVAILABLE",
      `${model} gave no answer: ${said}. Check the network and try again.`,
    );
  }
  const [code, advice] = meaningOf(error.status);
  return new GeminiError(code, `${model} answered ${error.status}: ${said}. ${advice}.`);
}

function meaningOf(status: number): readonly [GeminiErrorCode, string] {
  if (status === 429) return ["RATE_LIMITED", "Wait for the quota, or raise it"];
  if (status === 401 || status === 403)
    return ["UNAUTHORIZED", "Check the key or the permissions of the account"];
  if (status === 400) return ["REJECTED", "Check the key and the settings"];
  if (status === 404) return ["REJECTED", "Check the model's name"];
  return status >= 500 ? ["UNAVAILABLE", "Try again later"] : ["REJECTED", "Check the request"];
}

/** The API's error body is JSON inside the client's message. */
function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  try {
    const body: unknown = JSON.parse(message);
    const inner = isRecord(body) && isRecord(body["error"]) ? body["error"]["message"] : undefined;
    return (typeof inner === "string" ? inner : message).slice(0, 300).replace(/[.\s]+$/, "");
  } catch {
    return message.slice(0, 300).replace(/[.\s]+$/, "");
  }
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null;
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
