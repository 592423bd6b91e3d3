// A socket at which tasks hand in their output: two connections each, which begin with a line that says whose they are.
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { PassThrough, pipeline, type Readable } from "node:stream";

export interface OutputListener {
  /** Of a task that has not connected yet. They end when nothing of the task holds them any more. */
  readonly of: (task: number) => OutputStreams;
  readonly close: () => void;
}

export interface OutputStreams {
  readonly stdout: Readable;
  readonly stderr: Readable;
}

const longestHeader = 100;

export async function listenForOutput(path: string): Promise<OutputListener> {
  const wanted = new Map<string, PassThrough>();
  const server = createServer((socket) => {
    socket.on("error", () => {}); // its reader sees that it ends
    readHeader(socket, (header) => {
      const output = wanted.get(header);
      if (output === undefined) socket.destroy();
      else pipeline(socket, output, () => {});
    });
  });
  server.listen(path);
  await once(server, "listening");
  server.unref();
  const stream = (header: string): Readable => {
    const output = new PassThrough();
    wanted.set(header, output);
    return output.once("close", () => wanted.delete(header));
  };
  return {
    of: (task) => ({ stdout: stream(`${task} 1`), stderr: stream(`${task} 2`) }),
    close: () => void server.close(),
  };
}

/** What follows it stays in the socket. */
function readHeader(socket: Socket, onHeader: (header: string) => void): void {
  let read = Buffer.alloc(0);
  const onReadable = (): void => {
    const chunk = socket.read() as Buffer | null; // no encoding was set
    if (chunk === null) return;
    read = Buffer.concat([read, chunk]);
    const end = read.indexOf("\n");
    if (end === -1 && read.length < longestHeader) return;
    socket.off("readable", onReadable);
    if (end + 1 < read.length) socket.unshift(read.subarray(end + 1));
    onHeader(read.subarray(0, end).toString());
  };
  socket.on("readable", onReadable);
}
