// A registry on loopback that has one image, for those who sign in: enough for an engine to pull it.
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { listenOnLoopback } from "./loopback.ts";

export interface TestRegistry {
  /** `127.0.0.1:PORT`. */
  readonly host: string;
  /** Which layers and settings were asked for, each as often as it was. */
  readonly blobs: string[];
  readonly stop: () => Promise<void>;
}

export interface RegistryUser {
  readonly username: string;
  readonly password: string;
}

/** `folder` is what `podman save --format oci-dir` writes, by the time somebody asks. Of `slow`, it never answers. */
export async function startRegistry(
  folder: string,
  { username, password }: RegistryUser,
): Promise<TestRegistry> {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  const blobs: string[] = [];
  const server = createServer(({ headers, url = "" }, response) => {
    if (url.includes("/slow/")) return;
    if (headers.authorization !== authorization) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="test"' }).end();
      return;
    }
    const [, kind = "", reference = ""] = /\/(manifests|blobs)\/([\w:.-]+)$/.exec(url) ?? [];
    if (kind === "") return void response.end("{}");
    if (kind === "blobs") blobs.push(reference);
    const file = join(folder, "blobs", "sha256", digestOf(folder, reference).replace("sha256:", ""));
    if (!existsSync(file)) return void response.writeHead(404).end("{}");
    const content = readFileSync(file);
    response.writeHead(200, {
      "content-type":
        kind === "manifests" ? "application/vnd.oci.image.manifest.v1+json" : "application/octet-stream",
      "docker-content-digest": `sha256:${createHash("sha256").update(content).digest("hex")}`,
      "content-length": content.length,
    });
    response.end(content);
  });
  const port = await listenOnLoopback(server);
  return {
    host: `127.0.0.1:${port}`,
    blobs,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A tag's is the first in the index. */
function digestOf(folder: string, reference: string): string {
  if (reference.startsWith("sha256:")) return reference;
  if (reference !== "1") return "none";
  const index = JSON.parse(readFileSync(join(folder, "index.json"), "utf8")) as {
    readonly manifests: readonly [{ readonly digest: string }]; // as the layout has it
  };
  return index.manifests[0].digest;
}
