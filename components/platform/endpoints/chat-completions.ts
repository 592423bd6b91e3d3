// Speaks OpenAI's chat completions over HTTP, as vLLM and our own server do.
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { Message, Sampling } from "./endpoints.ts";
import { serverSentEvents } from "./server-sent-events.ts";

export interface ChatRequest extends Sampling {
  /** Where the server is, as `http://127.0.0.1:8080`. */
  readonly server: string;
  readonly model: string;
  readonly messages: readonly Message[];
  readonly signal?: AbortSignal;
}

/** The part of a streamed chunk that is read. */
interface Chunk {
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[];
  readonly error?: { readonly message?: string; readonly code?: string | null } | string;
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

async function post(request: ChatRequest): Promise<Response> {
  const { server, model, messages, signal } = request;
  const body = {
    model,
    messages,
    stream: true,
    ...(request.temperature !== undefined && { temperature: request.temperature }),
    ...(request.topK !== undefined && { top_k: request.topK }),
    ...(request.maxTokens !== undefined && { max_tokens: request.maxTokens }),
    ...(request.seed !== undefined && { seed: request.seed }),
  };
  try {
    return await fetch(`${server}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new UserError(
      "ENDPOINT_UNREACHABLE",
      `endpoint: ${server} does not answer (${String((error as Error).cause ?? error)}). Deploy the model anew.`,
    );
  }
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

/** What the server says of an error, in OpenAI's form or in any other. */
function readError(body: string): { readonly message: string; readonly code?: string | null } {
  const asText = { message: body.trim().slice(0, 300) || "no reason given" };
  try {
    const { error } = JSON.parse(body) as Chunk; // as above
    if (typeof error === "string") return { message: error };
    return error?.message ? { ...error, message: error.message.replace(/\.$/, "") } : asText;
  } catch {
    return asText;
  }
}
