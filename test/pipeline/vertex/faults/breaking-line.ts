// A line between a client and a server that can break: what is on its way then never comes.
import { connect, createServer, type Socket } from "node:net";
import { listenOnLoopback } from "../../../tools/loopback.ts";

export interface BreakingLine {
  readonly port: number;
  /** Breaks what is connected now; who connects again gets through. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

export async function breakingLine(target: number): Promise<BreakingLine> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    keep(client);
    keep(upstream);
    client.pipe(upstream).pipe(client);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());
  });
  const port = await listenOnLoopback(server);
  const cut = (): void => sockets.forEach((socket) => socket.resetAndDestroy());
  return {
    port,
    cut,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      cut();
      await closed;
    },
  };
}
