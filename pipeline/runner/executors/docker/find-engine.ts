// Finds the container engine of this machine: Docker, Podman or whatever else answers like one.
import { existsSync } from "node:fs";
import { Agent } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { UserError } from "../../../ir/user-error.ts";
import { explainFault } from "./engine-faults.ts";

export interface Engine {
  readonly docker: Docker;
  /** For people. */
  readonly address: string;
  readonly processors: number;
  /** Root in a container is nobody but this user outside of it. */
  readonly rootless: boolean;
}

/** An engine that is there says so in milliseconds, one on another machine in a second or two. */
const patienceMs = 15_000;

/** `sockets` are tried in turn. Default: what `DOCKER_HOST` names, or where Docker and Podman listen. */
export async function findEngine(sockets: readonly string[] | undefined): Promise<Engine> {
  const { default: Client } = await import("dockerode"); // takes a while to load, and most commands need no engine
  const host = sockets === undefined ? (process.env.DOCKER_HOST ?? "") : "";
  if (host !== "" && !host.startsWith("unix://")) {
    return ask(host, () => new Client()).catch((error: unknown) =>
      refuse([`${host} (${explainFault(error)})`]),
    );
  }
  const tried: string[] = [];
  for (const socketPath of host === "" ? (sockets ?? usualSockets()) : [host.slice("unix://".length)]) {
    try {
      if (!existsSync(socketPath)) throw new Error("there is no such socket");
      // A connection of its own for each request: one that is kept may be closed just as it is used again.
      const options = { socketPath, host: undefined, agent: new Agent({ keepAlive: false }) };
      return await ask(socketPath, () => new Client(options));
    } catch (error) {
      tried.push(`${socketPath} (${explainFault(error)})`);
    }
  }
  return refuse(tried);
}

function usualSockets(): readonly string[] {
  const own = process.env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`;
  return [
    "/var/run/docker.sock",
    join(homedir(), ".docker", "run", "docker.sock"),
    join(own, "docker.sock"),
    join(own, "podman", "podman.sock"),
    "/run/podman/podman.sock",
  ];
}

async function ask(address: string, connect: () => Docker): Promise<Engine> {
  const docker = connect();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("it does not answer")), patienceMs);
  });
  try {
    // What an engine says of itself, as far as it is used here.
    const info = (await Promise.race([docker.info(), late])) as {
      readonly NCPU?: number;
      readonly SecurityOptions?: readonly string[] | null;
    };
    const rootless = info.SecurityOptions?.some((option) => option.startsWith("name=rootless")) ?? false;
    return { docker, address, processors: info.NCPU ?? Infinity, rootless };
  } finally {
    clearTimeout(timer);
  }
}

function refuse(tried: readonly string[]): never {
  throw new UserError(
    "ENGINE_UNAVAILABLE",
    `docker: no container engine answers; tried ${tried.join(", ")}. Start Docker, or Podman's service ("systemctl ` +
      `--user start podman.socket"), or say in DOCKER_HOST where one listens, or choose another executor.`,
  );
}
