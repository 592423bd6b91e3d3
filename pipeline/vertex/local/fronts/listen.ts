// One port for both fronts: gRPC says first of all that it is HTTP/2, anything else is HTTP/1.1.
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type Server, ServerCredentials } from "@grpc/grpc-js";
import { UserError } from "../../../ir/user-error.ts";
import type { HttpFront } from "./rest-front.ts";

export interface Listening {
  readonly port: number;
  /** Lets what is being answered end for a moment. */
  readonly close: () => Promise<void>;
}

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** On loopback alone; port 0 is any that is free. Throws `PORT_TAKEN`. */
export async function listen(port: number, grpc: Server, http: HttpFront): Promise<Listening> {
  const httpServer = createHttpServer({ keepAliveTimeout: 60_000 }, http);
  const injector = grpc.createConnectionInjector(ServerCredentials.createInsecure());
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
    sniff(socket, (isHttp2) => {
      if (isHttp2) injector.injectConnection(socket);
      else httpServer.emit("connection", socket);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? portTaken(port) : error),
    );
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      httpServer.closeIdleConnections();
      injector.drain(500);
      const timer = setTimeout(() => sockets.forEach((socket) => socket.destroy()), 1000);
      sockets.forEach((socket) => socket.end());
      await closed;
      clearTimeout(timer);
      grpc.forceShutdown();
    },
  };
}

/** Tells as soon as the first bytes decide it, and gives them back to the connection. */
function sniff(socket: Socket, decide: (isHttp2: boolean) => void): void {
  let seen: Buffer = Buffer.alloc(0);
  const look = (): void => {
    const piece = socket.read() as Buffer | null; // no encoding is set
    if (piece === null) return;
    seen = Buffer.concat([seen, piece]);
    const compared = Math.min(seen.length, preface.length);
    const matches = seen.subarray(0, compared).equals(preface.subarray(0, compared));
    if (matches && compared < preface.length) return; // more has to come
    socket.off("readable", look);
    socket.unshift(seen);
    decide(matches);
  };
  socket.on("readable", look);
}

function portTaken(port: number): UserError {
  return new UserError(
    "PORT_TAKEN",
    `port ${port}: something listens there already. Choose another with --port.`,
  );
}
