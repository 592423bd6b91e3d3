// Pulls an image from its registry, with lines that say how it gets on.
import type { Readable } from "node:stream";
import type Docker from "dockerode";
import { linesOf } from "../lines.ts";
import { explainFault, statusOf } from "./engine-faults.ts";
import { registryCredentials } from "./registry-credentials.ts";

/** What engines report, a line each. */
interface PullEvent {
  readonly id?: string;
  readonly status?: string;
  readonly progressDetail?: { readonly current?: number; readonly total?: number };
  readonly error?: string;
}

const tellEveryMs = 5_000;

/** Resolves to why it could not be pulled; undefined if it was. */
export async function pullImage(
  docker: Docker,
  image: string,
  tell: (line: string) => void,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const started = performance.now();
  tell(`pulling ${image}`);
  const credentials = await registryCredentials(image);
  const options = { abortSignal, ...(credentials && { authconfig: credentials }) };
  try {
    // Its answer is a response of Node's, which its type leaves open.
    const stream = (await docker.pull(image, options)) as Readable;
    const reason = await followPull(stream, (progress) => tell(`pulling ${image}: ${progress}`));
    if (reason === undefined) tell(`pulled ${image} in ${seconds(started)}`);
    return reason;
  } catch (error) {
    if (abortSignal.aborted) return "broken off";
    if (statusOf(error) === undefined) throw error;
    return explainFault(error);
  }
}

async function followPull(stream: Readable, tell: (progress: string) => void): Promise<string | undefined> {
  const layers = new Map<string, { readonly current: number; readonly total: number }>();
  let told = performance.now();
  for await (const line of linesOf(stream)) {
    const { id = "", status = "", progressDetail = {}, error } = parse(line);
    if (error !== undefined) return error;
    const { current, total } = progressDetail;
    if (status !== "Downloading" || current === undefined || total === undefined) continue;
    layers.set(id, { current, total });
    if (performance.now() - told < tellEveryMs) continue;
    told = performance.now();
    const sum = (part: "current" | "total"): string =>
      ([...layers.values()].reduce((all, layer) => all + layer[part], 0) / 1e6).toFixed(0);
    tell(`${sum("current")} of ${sum("total")} MB`);
  }
  return undefined;
}

function parse(line: string): PullEvent {
  try {
    return (JSON.parse(line) as PullEvent | null) ?? {}; // as engines report
  } catch {
    return {};
  }
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(0)} s`;
}
