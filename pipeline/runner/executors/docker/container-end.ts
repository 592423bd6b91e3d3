// Finds out when and how a container ends, whatever becomes of it and of its engine.
import { setTimeout as pause } from "node:timers/promises";
import type { Container } from "dockerode";
import { statusOf } from "./engine-faults.ts";

/** Looked at once in a while even if nothing seems to happen, and soon after a sign that it has ended. */
const heartbeatMs = 10_000;
const soonMs = 50;

/** Undefined: somebody removed it. */
export type End = { readonly code: number; readonly outOfMemory: boolean } | undefined;

/**
 * Engines say that a container has ended by ending its output and by answering a wait; either may come late, or be lost
 * with a connection. So both only make us look: what the engine then says of the container is what counts.
 */
export async function untilEnded(container: Container, output: Promise<unknown>): Promise<End> {
  const over = new AbortController();
  let delay = heartbeatMs;
  const pending = new Set<Promise<void>>();
  const signs: readonly Promise<unknown>[] = [container.wait({ abortSignal: over.signal }), output];
  for (const sign of signs) {
    const wake: Promise<void> = sign
      .catch(() => {})
      .then(() => {
        pending.delete(wake);
        delay = soonMs;
      });
    pending.add(wake);
  }
  try {
    for (;;) {
      const heartbeat = pause(delay, undefined, { signal: over.signal }).catch(() => {});
      await Promise.race([...pending, heartbeat]);
      const state = await stateOf(container);
      if (state === undefined) return undefined;
      if (/^(exited|stopped|dead)$/.test(state.Status)) {
        return { code: state.ExitCode, outOfMemory: state.OOMKilled };
      }
      delay = Math.min(delay * 2, heartbeatMs);
    }
  } finally {
    over.abort();
  }
}

interface ContainerState {
  readonly Status: string;
  readonly ExitCode: number;
  readonly OOMKilled: boolean;
}

/** Undefined: there is no such container. One that is just being removed may be no use to ask about (Podman: 500). */
async function stateOf(container: Container): Promise<ContainerState | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await container.inspect()).State;
    } catch (error) {
      if (statusOf(error) === 404) return undefined;
      if (statusOf(error) === undefined || attempt === 10) throw error;
      await pause(soonMs * attempt);
    }
  }
}
