// A server on loopback that keeps triggers as Cloud Build's API does, and fails as it is told to.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll } from "vitest";
import { listenOnLoopback } from "../../tools/loopback.ts";

type Stored = { [field: string]: unknown };

/**
 * Instead of an answer. `"lost"`: it is done, and the connection breaks before the reply. `"late"`: it is done once the
 * next request has been answered.
 */
export type Fault = number | "lost" | "late" | "drop" | "stuck";

export interface FakeTriggers {
  readonly url: string;
  /** In the order in which they were created. */
  readonly stored: Stored[];
  readonly faults: Fault[];
  /** As `PATCH /triggers/1?updateMask=tags`. */
  readonly requests: string[];
  readonly credentials: (string | undefined)[];
}

export const parent = "/v1/projects/p/locations/europe-west1/triggers";

/** Goes when the file's tests are over. A page holds two. */
export async function fakeTriggers(): Promise<FakeTriggers> {
  const stored: Stored[] = [];
  const faults: Fault[] = [];
  const requests: string[] = [];
  const credentials: (string | undefined)[] = [];
  let ids = 0;
  let late: (() => void) | undefined;

  const handle = (method: string, url: URL, body: Stored): readonly [status: number, answer: unknown] => {
    const id = decodeURIComponent(url.pathname.slice(parent.length + 1));
    const found = stored.find((trigger) => trigger["id"] === id || trigger["name"] === id);
    if (method === "GET") {
      const from = Number(url.searchParams.get("pageToken") ?? 0);
      const isMore = from + 2 < stored.length;
      return [
        200,
        { triggers: stored.slice(from, from + 2), ...(isMore && { nextPageToken: `${from + 2}` }) },
      ];
    }
    if (method === "POST") {
      if (stored.some(({ name }) => name === body["name"])) return [409, refusal("it exists")];
      ids += 1;
      stored.push({
        ...body,
        id: `id-${ids}`,
        createTime: "2026-01-01T00:00:00Z",
        resourceName: `${parent}/${ids}`,
      });
      return [200, stored.at(-1)];
    }
    if (found === undefined) return [404, refusal("there is no such trigger")];
    if (method === "DELETE") stored.splice(stored.indexOf(found), 1);
    else
      for (const path of (url.searchParams.get("updateMask") ?? "").split(","))
        take(found, body, path.split("."));
    return [200, {}];
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "", "http://localhost");
    requests.push(`${request.method} ${(request.url ?? "").replace(parent, "/triggers")}`);
    credentials.push(request.headers.authorization);
    const body = await bodyOf(request);
    const fault = faults.shift();
    if (fault === "drop") return void request.socket.destroy();
    if (fault === "stuck") return;
    if (typeof fault === "number") {
      return void response.writeHead(fault).end(JSON.stringify(refusal("not now")));
    }
    if (fault === "late") {
      late = () => void handle(request.method ?? "", url, body);
      return void response.writeHead(503).end();
    }
    const [status, said] = handle(request.method ?? "", url, body);
    late?.();
    late = undefined;
    if (fault === "lost") return void request.socket.destroy();
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(said));
  };

  const server = createServer((request, response) => void answer(request, response));
  const port = await listenOnLoopback(server);
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}`, stored, faults, requests, credentials };
}

function refusal(message: string): object {
  return { error: { code: 0, message } };
}

/** What the mask names and the body has not is cleared, and a message that is left empty too. */
function take(target: Stored, body: Stored, [field = "", ...rest]: readonly string[]): void {
  if (rest.length === 0) {
    if (body[field] === undefined) delete target[field];
    else target[field] = body[field];
    return;
  }
  const inner = (target[field] ?? {}) as Stored; // JSON of a message
  take(inner, (body[field] ?? {}) as Stored, rest);
  target[field] = inner;
}

async function bodyOf(request: IncomingMessage): Promise<Stored> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer); // no encoding is set
  const text = Buffer.concat(pieces).toString();
  return text === "" ? {} : (JSON.parse(text) as Stored);
}
