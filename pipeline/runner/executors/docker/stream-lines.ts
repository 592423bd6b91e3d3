// Takes the two streams of a container out of what its engine sends: frames of 8 bytes (1 or 2 for the stream, the
// length in the last four) and content.
import { PassThrough, type Readable } from "node:stream";

export interface ContainerOutput {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /**
   * Reads the container's output from its beginning; what an earlier source gave already is passed over. Resolves when
   * the source ends, or breaks. Whoever does not read makes it wait.
   */
  readonly take: (source: Readable) => Promise<"whole" | "broken">;
  /** There is no more. */
  readonly end: () => void;
}

const headerLength = 8;
/** Podman says so in the output itself when what it reads from breaks. */
const podmansError = /^Error: read unixpacket /;

export function containerOutput(): ContainerOutput {
  const streams = [new PassThrough(), new PassThrough()] as const;
  const taken = [0, 0];
  const take = async (source: Readable): Promise<void> => {
    const seen = [0, 0];
    for await (const { stream, data } of framesOf(source)) {
      if (podmansError.test(data.toString("latin1", 0, 64))) continue;
      const known = (taken[stream] ?? 0) - (seen[stream] ?? 0);
      seen[stream] = (seen[stream] ?? 0) + data.length;
      if (known >= data.length) continue;
      taken[stream] = seen[stream];
      await write(streams[stream], data.subarray(Math.max(0, known)));
    }
  };
  return {
    stdout: streams[0],
    stderr: streams[1],
    take: (source) =>
      take(source).then(
        () => "whole",
        () => "broken", // that the engine has gone shows when it is next asked
      ),
    end: () => streams.forEach((stream) => stream.end()),
  };
}

interface FramePart {
  /** 0 for stdout, 1 for stderr. */
  readonly stream: 0 | 1;
  readonly data: Buffer;
}

async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<FramePart> {
  let header = Buffer.alloc(0);
  let stream: FramePart["stream"] = 0;
  let left = 0;
  for await (const chunk of source) {
    let rest = chunk;
    while (rest.length > 0) {
      if (left > 0) {
        const data = rest.subarray(0, left);
        left -= data.length;
        rest = rest.subarray(data.length);
        yield { stream, data };
        continue;
      }
      const missing = headerLength - header.length;
      header = Buffer.concat([header, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      if (header.length < headerLength) continue;
      stream = header.readUInt8(0) === 2 ? 1 : 0;
      left = header.readUInt32BE(4);
      header = Buffer.alloc(0);
    }
  }
}

/** Resolves when the reader has room for more, or has gone. */
async function write(target: PassThrough, data: Buffer): Promise<void> {
  await new Promise<void>((resolve) => {
    target.once("close", resolve);
    target.write(data, () => {
      target.off("close", resolve);
      resolve();
    });
  });
}
