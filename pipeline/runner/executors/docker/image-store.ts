// The images of an engine: those it has, and those it pulls, each once however many tasks need it.
import type Docker from "dockerode";
import { UserError } from "../../../ir/user-error.ts";
import { explainFault, statusOf } from "./engine-faults.ts";
import { pullImage } from "./pull-image.ts";

export interface LocalImage {
  readonly id: string;
  /** What it starts by itself. */
  readonly entrypoint: readonly string[];
  /** As a name or number. Default: root. */
  readonly user: string;
}

export interface ImageStore {
  /** Throws `IMAGE_UNAVAILABLE`. Undefined if the signal aborts first. */
  readonly find: (image: string, asked: Asked) => Promise<LocalImage | undefined>;
  /** Breaks off what is being pulled. */
  readonly close: () => void;
}

export interface Asked {
  /** How a pull gets on. */
  readonly onLine: (line: string) => void | Promise<void>;
  readonly signal: AbortSignal;
}

interface Search {
  readonly image: Promise<LocalImage>;
  readonly listeners: Set<(line: string) => void>;
}

export function imageStore(docker: Docker): ImageStore {
  const searches = new Map<string, Search>();
  let closing = new AbortController();
  const begin = (name: string): Search => {
    const listeners = new Set<(line: string) => void>();
    const tell = (line: string): void => listeners.forEach((listener) => listener(line));
    const search = { image: findOrPull(docker, name, tell, closing.signal), listeners };
    search.image.catch(() => searches.delete(name)); // another attempt may have more luck
    searches.set(name, search);
    return search;
  };
  return {
    find: async (name, { onLine, signal }) => {
      const search = searches.get(name) ?? begin(name);
      let told: Promise<void> = Promise.resolve();
      const listener = (line: string): void => {
        told = told.then(() => onLine(line));
        told.catch(() => {}); // thrown below
      };
      search.listeners.add(listener);
      try {
        const image = await unlessAborted(search.image, signal);
        await told;
        return image;
      } finally {
        search.listeners.delete(listener);
      }
    },
    close: () => {
      closing.abort();
      closing = new AbortController(); // for the next run
    },
  };
}

async function findOrPull(
  docker: Docker,
  name: string,
  tell: (line: string) => void,
  signal: AbortSignal,
): Promise<LocalImage> {
  const known = await inspect(docker, name);
  if (known !== undefined) return known;
  const reason = await pullImage(docker, name, tell, signal);
  const pulled = reason === undefined ? await inspect(docker, name) : undefined;
  if (pulled !== undefined) return pulled;
  throw new UserError(
    "IMAGE_UNAVAILABLE",
    `image "${name}": it is not on this machine, and it cannot be pulled (${reason ?? "the engine does not say why"}). ` +
      `Check its name, build it, or sign in to its registry with "docker login".`,
  );
}

async function inspect(docker: Docker, name: string): Promise<LocalImage | undefined> {
  try {
    const { Id: id, Config } = await docker.getImage(name).inspect();
    const { Entrypoint, Cmd, User } = Config ?? {};
    const words = [Entrypoint ?? [], Cmd ?? []].flat();
    return { id, entrypoint: words, user: User ?? "" };
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    if (statusOf(error) === undefined) throw error;
    throw new UserError(
      "IMAGE_UNAVAILABLE",
      `image "${name}": the engine refuses it (${explainFault(error)}). Check its name.`,
    );
  }
}

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  let stop: (() => void) | undefined;
  const aborted = new Promise<undefined>((resolve) => {
    stop = () => resolve(undefined);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}
