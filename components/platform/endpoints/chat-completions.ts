// Speaks OpenAI's chat completions over HTTP, as vLLM and our own server do.
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { Connection, Message, Sampling } from "./endpoints.ts";
import { serverSentEvents } from "./server-sent-events.ts";

export interface ChatRequest extends Sampling {
  /** Posts the request, which is JSON; rejects if nobody answers. */
  readonly send: (body: string, signal: AbortSignal | undefined) => Promise<Response>;
  readonly model: string;
  readonly messages: readonly Message[];
  readonly signal?: AbortSignal;
}

/** The part of a streamed chunk that is read. */
interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly error?: { readonly message?: string; readonly code?: string | number | null } | string;
}

/** Asks for enough of a reply to know that the model is served. */
export async function probe(chat: Connection["chat"], signal: AbortSignal | undefined): Promise<void> {
  const options = { maxTokens: 4, seed: 0, ...(signal && { signal }) };
  for await (const _ of chat([{ role: "user", content: "Hello." }], options));
}

/** Yields the reply piece by piece; rejects if the server refuses, or breaks off before the reply's end. */
export async function* streamChat(request: ChatRequest): AsyncGenerator<string> {
  const response = await post(request);
  if (!response.ok || response.body === null) throw failed(response.status, await response.text());
  for await (const data of serverSentEvents(untilBroken(response.body, request.signal))) {
    request.signal?.throwIfAborted(); // also with what has come but was not yet read
    if (data === "[DONE]") return;
    const chunk = JSON.parse(data) as Chunk; // the wire's format; what is missing reads as undefined
    if (chunk.error !== undefined) throw failed(response.status, data);
    const text = chunk.choices?.[0]?.delta?.content;
    if (text) yield text;
  }
  throw brokeOff();
}

async function* untilBroken(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch {
    signal?.throwIfAborted();
    throw brokeOff();
  }
}

function post(request: ChatRequest): Promise<Response> {
  const { send, model, messages, signal } = request;
  const body = {
    model,
    messages,
    stream: true,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.topK !== undefined && { top_k: request.topK }),
    ...(request.maxTokens !== undefined && { max_tokens: request.maxTokens }),
    ...(request.seed !== undefined && { seed: request.seed }),
  };
  return send(JSON.stringify(body), signal);
}

/** Sends to a server of OpenAI's routes, as `http://127.0.0.1:8080`. */
export function sendTo(server: string): ChatRequest["send"] {
  return async (body, signal) => {
    try {
      return await fetch(`${server}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        ...(signal && { signal }),
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw unreachable(server, error);
    }
  };
}

export function unreachable(server: string, error: unknown): UserError {
  return new UserError(
    "ENDPOINT_UNREACHABLE",
    `endpoint: ${server} does not answer (${String((error as Error).cause ?? error)}). Deploy the model anew.`,
  );
}

function brokeOff(): UserError {
  return new UserError(
    "ENDPOINT_BROKE_OFF",
    "endpoint: the server broke off in the middle of a reply. Ask again; if it happens again, deploy the model anew.",
  );
}

function failed(status: number, body: string): UserError {
  const { message, code } = readError(body);
  return code === "context_length_exceeded"
    ? new UserError("CONTEXT_TOO_LONG", `endpoint: ${message}. Say less at once.`)
    : new UserError(
        "ENDPOINT_REFUSED",
        `endpoint: the server refused the request (HTTP ${status}): ${message}. Change the message and ask again.`,
      );
}

/** What the server says of an error, in OpenAI's form or in any other; Vertex AI puts that into one of its own. */
function readError(body: string): { readonly message: string; readonly code?: string | number | null } {
  const asText = { message: body.trim().slice(0, 300) || "no reason given" };
  try {
    const { error } = JSON.parse(body) as Chunk; // as above
    if (typeof error === "string") return { message: error };
    if (!error?.message) return asText;
    if (/^\s*\{.*\}\s*$/s.test(error.message)) return readError(error.message);
    return { ...error, message: error.message.replace(/\.$/, "") };
  } catch {
    return asText;
  }
}
