// Reads the output of a container as it comes, and to its end whatever becomes of the connection.
import type { Duplex, Readable } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import type { Container } from "dockerode";
import { type End, untilEnded } from "./container-end.ts";
import { statusOf } from "./engine-faults.ts";
import type { ContainerOutput } from "./stream-lines.ts";

/** For live output that is still on its way when the container has ended; what comes later is stored anyway. */
const drainMs = 1_000;

/** What it writes from now on, as it writes it. (To follow its log instead loses lines, with Podman 4.3.) */
export async function attachTo(container: Container): Promise<Readable> {
  // A connection of its own, both ways, which its type does not say.
  return (await container.attach({ stream: true, stdout: true, stderr: true, hijack: true })) as Duplex;
}

/**
 * A connection may break, and with Podman it may do so just as the container ends, with the end of the output. What the
 * engine has stored is whole: so that is read when the container has ended, from where the live output stopped.
 */
export async function followToEnd(
  container: Container,
  live: Readable,
  output: ContainerOutput,
): Promise<End> {
  const taking = output.take(live);
  const end = await untilEnded(container, taking);
  await Promise.race([taking, pause(drainMs, undefined, { ref: false })]);
  live.destroy();
  await taking;
  for (let attempt = 1; end !== undefined && attempt <= 5; attempt += 1) {
    const stored = await openStored(container);
    if (stored !== undefined && (await output.take(stored)) === "whole") break;
    await pause(100 * attempt);
  }
  return end;
}

/**
 * Undefined: the engine cannot say just now. The client's own `logs` gives what is stored as one buffer, however much it
 * is; so this asks as that does, but for a stream.
 */
async function openStored(container: Container): Promise<Readable | undefined> {
  try {
    return await new Promise<Readable>((resolve, reject) => {
      const request = {
        path: `/containers/${container.id}/logs?`,
        method: "GET",
        isStream: true,
        statusCodes: { 200: true, 404: "no such container", 500: "server error" },
        options: { stdout: true, stderr: true },
      };
      // Its type is left open; a stream is a response of Node's.
      container.modem.dial(request, (error: unknown, response: Readable | null) =>
        response === null ? reject(error) : resolve(response),
      );
    });
  } catch (error) {
    if (statusOf(error) === undefined) throw error;
    return undefined;
  }
}
