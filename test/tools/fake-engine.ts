// Answers like a container engine on a socket, for the faults that a real one cannot be made to show.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

export interface FakeEngine {
  /** What it answers to `METHOD PATH`, without the query; 404 without an entry. A function sees each request. */
  readonly answers: { readonly [request: string]: Answer | ((body: string) => Answer) };
  /** What it sends of a container's output as it comes. */
  readonly output?: (connection: Duplex) => void;
  /** What it has of that afterwards. */
  readonly stored?: Buffer;
}

/** A status and what is sent as JSON. */
export type Answer = readonly [status: number, json: unknown];

const otherwise: FakeEngine["answers"] = { "GET /containers/json": [200, []] };
const nothing: Answer = [404, { message: "no such thing" }];

/** Gives what was asked, in turn; `stop` ends it. */
export async function startFakeEngine(
  socket: string,
  { answers, output = (connection) => connection.end(), stored = Buffer.alloc(0) }: FakeEngine,
): Promise<{ readonly asked: readonly string[]; readonly stop: () => void }> {
  const asked: string[] = [];
  const connections = new Set<Duplex>();
  const requestOf = ({ method = "", url = "" }: IncomingMessage): string =>
    `${method} ${url.replace(/\?.*/, "")}`;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    asked.push(requestOf(request));
    if (requestOf(request).endsWith("/logs")) return void response.end(stored);
    const answer = answers[requestOf(request)] ?? otherwise[requestOf(request)] ?? nothing;
    send(response, typeof answer === "function" ? answer(body) : answer);
  });
  server.on("connection", (connection) => {
    connections.add(connection);
    connection.on("error", () => {});
  });
  server.on("upgrade", (request, connection) => {
    asked.push(requestOf(request));
    connection.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    output(connection);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    asked,
    stop: () => {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

function send(response: ServerResponse, [status, json]: Answer): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(status === 204 ? undefined : JSON.stringify(json));
}

/** One frame of a container's output. */
export function frame(stream: 1 | 2, text: string): Buffer {
  const content = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}
