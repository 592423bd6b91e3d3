// Starts a model server on this machine, waits until it answers, and ends it for certain.
import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { guardGroup, killGroup, releaseGroup } from "../../../pipeline/environments/index.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { WaitOptions } from "./endpoints.ts";

export interface ModelServerCommand {
  /** A server that takes the options below and prints `listening http://...`. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export interface ModelServer {
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Milliseconds between closing the server's input, at which it ends, and ending it by force. */
const grace = 5000;

export async function startModelServer(
  { command, env }: ModelServerCommand,
  { name, model }: { readonly name: string; readonly model: string },
  options: WaitOptions = {},
): Promise<ModelServer> {
  options.signal?.throwIfAborted();
  const [program = "", ...args] = command;
  // Its input ends when this process does, however that ends; a group of its own, or Ctrl-C would reach it as well.
  const served = ["--model", model, "--served-model-name", name];
  const child = spawn(program, [...args, ...served, "--port", "0", "--exit-with-stdin"], {
    env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  if (child.pid !== undefined) guardGroup(child.pid);
  const stop = async (): Promise<void> => {
    await end(child);
    if (child.pid !== undefined) releaseGroup(child.pid);
  };
  options.onProgress?.("loading the model");
  try {
    options.signal?.throwIfAborted();
    const address = await untilHealthy(child, options.signal);
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The address, once the server prints it and its health route says that the model is loaded. */
async function untilHealthy(child: ChildProcess, signal: AbortSignal | undefined): Promise<string> {
  const said: string[] = [];
  const ended = new Promise<never>((_, reject) => {
    child.once("error", (error) => reject(notStarted(error.message)));
    child.once("close", () => reject(notStarted(said.at(-1) ?? "it said nothing")));
  });
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  const listening = new Promise<string>((resolve) => {
    if (child.stderr !== null) createInterface({ input: child.stderr }).on("line", (line) => said.push(line));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on("line", (line) => {
        const address = /^listening (http:\/\/\S+)/.exec(line)?.[1];
        if (address !== undefined) resolve(address);
      });
    }
  });
  const failed = Promise.race([ended, aborted]);
  failed.catch(() => {}); // it also rejects when the server ends later, which nobody waits for
  const address = await Promise.race([listening, failed]);
  while (!(await Promise.race([isHealthy(address), failed]))) await Promise.race([sleep(100), failed]);
  return address;
}

async function isHealthy(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/health`)).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const forced = setTimeout(() => killGroup(pid, "SIGKILL"), grace);
  child.stdin?.end();
  await closed;
  clearTimeout(forced);
}

function notStarted(reason: string): UserError {
  return new UserError(
    "ENDPOINT_NOT_STARTED",
    `endpoint: the model's server did not start: ${reason.trim().replace(/\.$/, "")}. Build the twin again.`,
  );
}
