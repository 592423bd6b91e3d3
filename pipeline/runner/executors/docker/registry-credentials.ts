// Who the user is to an image's registry, from Docker's own settings: what `docker login` and gcloud leave there.
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

export interface RegistryCredentials {
  readonly serveraddress: string;
  readonly username?: string;
  readonly password?: string;
  readonly identitytoken?: string;
}

/** Docker's `config.json`, as far as it matters here. */
interface DockerConfig {
  readonly auths?: { readonly [server: string]: { readonly auth?: string; readonly identitytoken?: string } };
  readonly credsStore?: string;
  readonly credHelpers?: { readonly [server: string]: string };
}

/** Docker's own registry is known by this name there. */
const dockerHub = "https://index.docker.io/v1/";

/** Undefined where the settings say nothing: then the registry is asked without, or as the engine's own settings say. */
export async function registryCredentials(image: string): Promise<RegistryCredentials | undefined> {
  const server = serverOf(image);
  const config = await readConfig();
  const helper = config.credHelpers?.[server] ?? config.credsStore;
  if (helper !== undefined && /^[\w.-]+$/.test(helper)) return askHelper(helper, server);
  const [, entry] =
    Object.entries(config.auths ?? {}).find(([name]) => hostOf(name) === hostOf(server)) ?? [];
  if (entry?.identitytoken) return { serveraddress: server, identitytoken: entry.identitytoken };
  const [username, ...password] = Buffer.from(entry?.auth ?? "", "base64")
    .toString()
    .split(":");
  return username ? { serveraddress: server, username, password: password.join(":") } : undefined;
}

/** `europe-docker.pkg.dev` of `europe-docker.pkg.dev/project/image`. */
function serverOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  return rest.length > 0 && (/[.:]/.test(first) || first === "localhost") ? first : dockerHub;
}

function hostOf(server: string): string {
  return server.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
}

async function readConfig(): Promise<DockerConfig> {
  const folder = process.env.DOCKER_CONFIG ?? join(homedir(), ".docker");
  try {
    return JSON.parse(await readFile(join(folder, "config.json"), "utf8")) as DockerConfig; // Docker's own file
  } catch {
    return {};
  }
}

/** A program of the user's: takes a server's name, prints `{"Username", "Secret"}`. */
async function askHelper(helper: string, server: string): Promise<RegistryCredentials | undefined> {
  const answer = await new Promise<string>((resolve) => {
    const child = execFile(`docker-credential-${helper}`, ["get"], { timeout: 30_000 }, (error, stdout) =>
      resolve(error === null ? stdout : "{}"),
    );
    child.stdin?.on("error", () => {}); // there is no such program
    child.stdin?.end(server);
  });
  const { Username, Secret } = parseAnswer(answer);
  if (Username === undefined || Secret === undefined) return undefined;
  if (Username === "<token>") return { serveraddress: server, identitytoken: Secret };
  return { serveraddress: server, username: Username, password: Secret };
}

function parseAnswer(answer: string): { readonly Username?: string; readonly Secret?: string } {
  try {
    return JSON.parse(answer) as ReturnType<typeof parseAnswer>; // what such programs print
  } catch {
    return {};
  }
}
