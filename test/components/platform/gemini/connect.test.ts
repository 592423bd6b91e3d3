// Google's own client against a real server on loopback.
import { PassThroughClient } from "google-auth-library";
import { describe, expect, test } from "vitest";
import {
  connectGemini,
  generateJson,
  GeminiError,
  type Gemini,
} from "../../../../components/platform/gemini/index.ts";
import { UserError } from "../../../../pipeline/ir/user-error.ts";
import { failure, startGemini, words, type Answer } from "./gemini-server.ts";

const key = "AIza-secret-of-the-test";
const request = { model: "gemini-3.5-flash", prompt: "Say hello." };

function connect(url: string, attempts = 1): Gemini {
  return connectGemini({ env: { GEMINI_API_KEY: key }, baseUrl: url, attempts, firstPause: 0.01 });
}

/** What a client says of one answer. */
async function errorOf(answer: Answer): Promise<unknown> {
  await using server = await startGemini(() => answer);
  return await connect(server.url)
    .generate(request)
    .catch((error: unknown) => error);
}

describe("Gemini", () => {
  test("gets the request as the API wants it and gives the answer's text", async () => {
    await using server = await startGemini(() => words("Hello."));
    const schema = { type: "object" };
    const answer = await connect(server.url).generate({
      ...request,
      system: "Be kind.",
      schema,
      temperature: 0.5,
      maxOutputTokens: 100,
      seed: 7,
    });
    expect(answer).toBe("Hello.");
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.path).toBe("/v1beta/models/gemini-3.5-flash:generateContent");
    expect(server.requests[0]?.headers["x-goog-api-key"]).toBe(key);
    expect(server.requests[0]?.body).toEqual({
      contents: [{ role: "user", parts: [{ text: "Say hello." }] }],
      systemInstruction: { role: "user", parts: [{ text: "Be kind." }] },
      generationConfig: {
        temperature: 0.5,
        maxOutputTokens: 100,
        seed: 7,
        responseMimeType: "application/json",
        responseJsonSchema: schema,
      },
    });
  });

  test("is reached through Vertex AI with default credentials", async () => {
    await using server = await startGemini(() => words("Hello."));
    const gemini = connectGemini({
      env: { GOOGLE_CLOUD_PROJECT: "p" },
      baseUrl: server.url,
      auth: { authClient: new PassThroughClient() },
    });
    expect(await gemini.generate(request)).toBe("Hello.");
    expect(server.requests[0]?.path).toBe(
      "/v1beta1/projects/p/locations/us-central1/publishers/google/models/gemini-3.5-flash:generateContent",
    );
  });

  test("is asked again when it is overloaded", async () => {
    await using server = await startGemini((_, index) =>
      index === 0 ? failure(503, "busy") : words("Hello."),
    );
    expect(await connect(server.url, 3).generate(request)).toBe("Hello.");
    expect(server.requests).toHaveLength(2);
  });

  test("is not connected without credentials", () => {
    expect(() => connectGemini({ env: {} })).toThrow(
      new UserError(
        "GEMINI_CREDENTIALS_MISSING",
        "gemini: there are no credentials. Set GEMINI_API_KEY, or GOOGLE_CLOUD_PROJECT for Vertex AI.",
      ),
    );
  });

  test.each<[string, Answer, string, string]>([
    [
      "a blocked prompt",
      { body: { promptFeedback: { blockReason: "SAFETY" } } },
      "BLOCKED",
      "gemini-3.5-flash refused the prompt (SAFETY). Leave this conversation out.",
    ],
    [
      "a withheld answer",
      words("", "RECITATION"),
      "BLOCKED",
      "gemini-3.5-flash withheld its answer (RECITATION). Leave this conversation out.",
    ],
    [
      "an answer cut off",
      words('{"a": ', "MAX_TOKENS"),
      "TRUNCATED",
      "the answer of gemini-3.5-flash was cut off at its limit. Ask for less at a time.",
    ],
    ["an empty answer", words(" "), "INVALID_ANSWER", "gemini-3.5-flash answered with no text. Try again."],
    [
      "too many requests",
      failure(429, "Quota exceeded."),
      "RATE_LIMITED",
      "gemini-3.5-flash answered 429: Quota exceeded. Wait for the quota, or raise it.",
    ],
    [
      "a wrong key",
      failure(403, `Key ${key} is revoked.`),
      "UNAUTHORIZED",
      "gemini-3.5-flash answered 403: Key *** is revoked. Check the key or the permissions of the account.",
    ],
    [
      "an unknown model",
      failure(404, "No such model."),
      "REJECTED",
      "gemini-3.5-flash answered 404: No such model. Check the model's name.",
    ],
    [
      "a server's failure",
      failure(500, "Oops."),
      "UNAVAILABLE",
      "gemini-3.5-flash answered 500: Oops. Try again later.",
    ],
  ])("explains %s", async (_, answer, code, message) => {
    const error = await errorOf(answer);
    expect(error).toBeInstanceOf(GeminiError);
    expect(error).toMatchObject({ code, message: `gemini: ${message}` });
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(key);
  });

  test("that is not there is said so", async () => {
    const server = await startGemini(() => words("Hello."));
    await server[Symbol.asyncDispose]();
    await expect(connect(server.url).generate(request)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  test("that does not answer in time is said so", async () => {
    await using server = await startGemini(() => ({ ...words("late"), after: 2000 }));
    const gemini = connectGemini({
      env: { GEMINI_API_KEY: key },
      baseUrl: server.url,
      attempts: 1,
      timeout: 50,
    });
    await expect(gemini.generate(request)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  test("stops when the caller does", async () => {
    await using server = await startGemini(() => ({ ...words("late"), after: 2000 }));
    const signal = AbortSignal.timeout(50);
    await expect(connect(server.url).generate({ ...request, signal })).rejects.toMatchObject({
      code: "CANCELLED",
    });
  });
});

describe("generateJson", () => {
  const schema = {
    type: "object",
    required: ["n"],
    additionalProperties: false,
    properties: { n: { type: "integer" } },
  } as const;
  const ask = async (text: string): Promise<unknown> => {
    await using server = await startGemini(() => words(text));
    return await generateJson<{ n: number }>(connect(server.url), { ...request, schema });
  };

  test("gives what fits the schema", async () => {
    expect(await ask('{"n": 3}')).toEqual({ n: 3 });
  });

  test.each([
    ['{"n": "3"}', "gemini: gemini-3.5-flash's answer does not fit: answer/n must be integer. Try again."],
    ["Sure! Here is", "gemini: gemini-3.5-flash answered with what is no JSON (13 characters). Try again."],
  ])("refuses %s", async (text, message) => {
    await expect(ask(text)).rejects.toThrow(
      new GeminiError("INVALID_ANSWER", message.slice("gemini: ".length)),
    );
  });
});
