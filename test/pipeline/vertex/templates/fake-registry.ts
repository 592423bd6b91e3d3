// A registry that speaks KFP's protocol, on loopback, and fails as it is told to.
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll } from "vitest";
import { listenOnLoopback } from "../../../tools/loopback.ts";

export interface FakeRegistry {
  /** The repository's address. */
  readonly url: string;
  /** Contents by version. */
  readonly stored: ReadonlyMap<string, string>;
  /** What the next requests get instead of an answer. */
  readonly faults: (number | "drop" | "stuck")[];
  /** The credentials that came with each request. */
  readonly credentials: readonly (string | undefined)[];
}

/** Goes when the file's tests are over. It calls every package "nightly". */
export async function fakeRegistry(): Promise<FakeRegistry> {
  const stored = new Map<string, string>();
  const tags = new Map<string, string>();
  const faults: FakeRegistry["faults"] = [];
  const credentials: (string | undefined)[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    credentials.push(request.headers.authorization);
    const form = request.method === "POST" ? await readForm(request) : undefined;
    const fault = faults.shift();
    if (fault === "drop") return void request.socket.destroy();
    if (fault === "stuck") return;
    if (fault !== undefined) return void response.writeHead(fault).end("<html><h1>no</h1>\nmore</html>");
    if (form !== undefined) return void response.end(`nightly/${await store(form)}`);
    const path = (request.url ?? "").replace("/p/twins", "");
    const list = lists()[path];
    const version = decodeURIComponent(path.split("/").at(-1) ?? "");
    const found = list === undefined ? stored.get(tags.get(version) ?? version) : JSON.stringify(list);
    if (found === undefined) response.writeHead(404).end(JSON.stringify({ error: { message: "none" } }));
    else response.end(found);
  };
  const store = async (form: FormData): Promise<string> => {
    const content = await (form.get("content") as File).text(); // kfp's client sends a file
    const version = `sha256:${createHash("sha256").update(content).digest("hex")}`;
    stored.set(version, content);
    for (const tag of String(form.get("tags") ?? "").split(",")) if (tag !== "") tags.set(tag, version);
    return version;
  };
  const lists = (): { readonly [path: string]: object } => ({
    "/packages": { packages: [{ name: "projects/p/packages/nightly" }], nextPageToken: "2" },
    "/packages?pageToken=2": { packages: [{ name: "packages/weekly" }] },
    "/packages/nightly/versions": {
      versions: [...stored.keys()].map((name) => ({ name: `packages/nightly/versions/${name}` })),
    },
    "/packages/nightly/tags": {
      tags: [...tags].map(([name, version]) => ({
        name: `x/tags/${name}`,
        version: `x/versions/${version}`,
      })),
    },
  });
  const server = createServer((request, response) => void answer(request, response));
  const port = await listenOnLoopback(server);
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${port}/p/twins`, stored, faults, credentials };
}

async function readForm(request: IncomingMessage): Promise<FormData> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer); // no encoding is set
  const headers = { "content-type": request.headers["content-type"] ?? "" };
  return new Response(Buffer.concat(pieces), { headers }).formData();
}
