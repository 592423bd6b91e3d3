// A server on loopback that speaks Gemini's wire format, for Google's own client to talk to.
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface SeenRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** `contents`, `systemInstruction`, `generationConfig` as the client spells them. */
  readonly body: {
    readonly contents: readonly { readonly parts: readonly { readonly text: string }[] }[];
    readonly [key: string]: unknown;
  };
}

export interface Answer {
  readonly status?: number;
  readonly body: unknown;
  /** Milliseconds before it is sent. */
  readonly after?: number;
}

export interface GeminiServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
}

/** An answer of words, as the API spells it. */
export function words(text: string, finishReason = "STOP"): Answer {
  return {
    body: { candidates: [{ content: { role: "model", parts: [{ text }] }, finishReason, index: 0 }] },
  };
}

export function failure(status: number, message: string): Answer {
  return { status, body: { error: { code: status, message, status: "SOME_STATUS" } } };
}

export async function startGemini(
  answer: (request: SeenRequest, index: number) => Answer,
): Promise<GeminiServer> {
  const requests: SeenRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer); // an HTTP request gives buffers
      const body = JSON.parse(Buffer.concat(chunks).toString()) as SeenRequest["body"];
      const seen = { path: incoming.url ?? "", headers: incoming.headers, body };
      requests.push(seen);
      const { status = 200, body: answered, after = 0 } = answer(seen, requests.length - 1);
      setTimeout(() => {
        outgoing.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answered));
      }, after);
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
