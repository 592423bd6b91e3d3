// A call of either front to its handler, its outcome to a line of the log.
import { UserError } from "../../ir/user-error.ts";
import { StatusError, type StatusName } from "./status.ts";
import { isStoreBusy, storeBusy } from "./store/try-again.ts";

/** One line per request: never what is in it. */
export type RequestLog = (line: RequestLine) => void;

export interface RequestLine {
  readonly front: "gRPC" | "REST" | "storage";
  /** `PipelineService.CreatePipelineJob`, or `GET /path`. */
  readonly what: string;
  readonly status: StatusName | "OK";
  readonly milliseconds: number;
}

/** What a handler threw, as the client is told; a defect is said on stderr as well. */
export function toStatusError(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  if (error instanceof UserError) return new StatusError("INVALID_ARGUMENT", error.message);
  if (isStoreBusy(error)) return storeBusy(error);
  console.error(error);
  return new StatusError("INTERNAL", "The local Vertex failed; what it said of it is where it was started.");
}

/**
 * Logs the request once `work` has ended, and passes on what it gives or, as a `StatusError`, throws. `work` may say
 * what is called in better words, once it knows.
 */
export async function logged<R>(
  log: RequestLog,
  request: Pick<RequestLine, "front" | "what">,
  work: (isCalled: (what: string) => void) => Promise<R>,
): Promise<R> {
  const started = performance.now();
  let { what } = request;
  const end = (status: RequestLine["status"]): void =>
    log({ ...request, what, status, milliseconds: Math.round(performance.now() - started) });
  try {
    const result = await work((better) => (what = better));
    end("OK");
    return result;
  } catch (error) {
    const failure = toStatusError(error);
    end(failure.status);
    throw failure;
  }
}
