// Servers of tests listen on loopback alone, on a port that is free.
import type { AddressInfo, Server } from "node:net";

/** Gives the port. */
export async function listenOnLoopback(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port; // it listens on a port
}
