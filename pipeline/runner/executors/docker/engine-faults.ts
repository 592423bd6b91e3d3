// What an engine's client throws, in words: the engine's own where it answered, why it did not otherwise.

/** It answered with an error, as opposed to not answering. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error ? Number(error.statusCode) : undefined;
}

/** There is no engine, or none any more; not a fault of other files or connections, such as a full disk. */
export function saysNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error) || statusOf(error) !== undefined) return false;
  const { code = "", syscall = "" } = error as NodeJS.ErrnoException;
  return (
    /^(ECONN|EPIPE$|ETIMEDOUT$|EHOST|ENET|EAI_)/.test(code) || (code === "ENOENT" && syscall === "connect")
  );
}

export function explainFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  switch ("code" in error ? error.code : undefined) {
    case "ENOENT":
      return "there is no such socket";
    case "EACCES":
      return "you may not use it";
    case "ECONNREFUSED":
      return "nothing listens there";
    case "ECONNRESET":
    case "EPIPE":
      return "it broke off the connection";
    default:
      return statusOf(error) === undefined ? error.message : answerOf(error);
  }
}

/** Without what its client puts around the engine's words. */
function answerOf(error: Error): string {
  const { json } = error as { readonly json?: { readonly message?: unknown } | null }; // as its client makes it
  const text = typeof json?.message === "string" ? json.message : error.message;
  return text.replace(/^\(HTTP code \d+\) [\w ]+ - /, "").trim();
}
