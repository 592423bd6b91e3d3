// Calls the service with a deadline, and again where that can help and doubles nothing.
import { UserError } from "../../ir/user-error.ts";
import {
  askedPause,
  detailOf,
  isUnreached,
  serviceError,
  statusOf,
  type StatusName,
} from "./service-error.ts";

/** All in milliseconds. */
export interface CallPolicy {
  /** After it, one call is given up. */
  readonly callTimeout: number;
  /** After it, a call with all its repetitions is given up. */
  readonly totalTimeout: number;
  /** Before the first repetition; it doubles. */
  readonly firstPause: number;
  readonly longestPause: number;
}

export const usualPolicy: CallPolicy = {
  callTimeout: 60_000,
  totalTimeout: 180_000,
  firstPause: 500,
  longestPause: 15_000,
};

/** As the official clients take it: they repeat nothing of themselves. */
export interface OneCall {
  readonly timeout: number;
  readonly retry: null;
}

export interface ServiceCall<T> {
  /** What is being done and to what, for errors: `job "nightly-1"`. */
  readonly what: string;
  readonly call: (options: OneCall) => Promise<T>;
  /** Default Vertex AI. */
  readonly who?: string;
  /** Default: all that may pass by itself. Give none for what must not happen twice. */
  readonly repeatOn?: readonly StatusName[];
  /** Instead of what is usually said to do. */
  readonly remedies?: { readonly [S in StatusName]?: string };
}

export interface CallSettings {
  readonly policy?: CallPolicy;
  /** Breaks off. */
  readonly signal?: AbortSignal | undefined;
  /** Is told of each repetition. */
  readonly onRepeat?: ((note: string) => void) | undefined;
  /** The command that starts the service, where it is one of this machine: it is not waited for long. */
  readonly startedBy?: string | undefined;
}

export const passing: readonly StatusName[] = [
  "UNAVAILABLE",
  "DEADLINE_EXCEEDED",
  "RESOURCE_EXHAUSTED",
  "ABORTED",
  "INTERNAL",
  "UNKNOWN",
];
/** These may as well stay as they are; a few tries tell. */
const doubtful: readonly StatusName[] = ["INTERNAL", "UNKNOWN", "ABORTED"];
const doubtfulTries = 3;
/** Of a service of this machine that nobody has started, or that starts again. */
const unreachedTries = 4;

/** Throws a `UserError` that says what to do. */
export async function callService<T>(one: ServiceCall<T>, settings: CallSettings = {}): Promise<T> {
  const { policy = usualPolicy } = settings;
  const { what, call, repeatOn = passing, remedies = {} } = one;
  const tries = startTries(settings);
  for (;;) {
    try {
      return await withDeadline(call, tries.nextTimeout(), settings.signal);
    } catch (error) {
      const status = statusOf(error);
      const isHopeless = doubtful.includes(status) && tries.count() >= doubtfulTries;
      if (error instanceof UserError || isHopeless || !repeatOn.includes(status) || tries.isOver(error)) {
        settings.signal?.throwIfAborted();
        const remedy =
          startIt(error, settings) ?? remedies[status] ?? overdue(status, tries.isOver(), policy);
        throw serviceError(error, what, { remedy, who: one.who });
      }
      await tries.pause(`${what}: ${status}`, error);
    }
  }
}

/** What to do where nobody listens; `undefined`: it is no service of this machine. */
export function startIt(error: unknown, { startedBy }: CallSettings): string | undefined {
  if (startedBy === undefined || !isUnreached(error)) return undefined;
  return `Start the local Vertex with ${startedBy}`;
}

function overdue(status: StatusName, isOver: boolean, { totalTimeout }: CallPolicy): string | undefined {
  if (!isOver || (status !== "UNAVAILABLE" && status !== "DEADLINE_EXCEEDED")) return undefined;
  const seconds = Math.round(totalTimeout / 100) / 10;
  return `There was no answer in ${seconds} s: see that the network, the location and --api-endpoint are right`;
}

export interface Tries {
  /** How many calls have begun. */
  readonly count: () => number;
  /** Counts a call, and gives what it may take of the time that is left. */
  readonly nextTimeout: () => number;
  /** There is no time for another, or after `error` no sense in it. */
  readonly isOver: (error?: unknown) => boolean;
  /** After `error`, of which `onRepeat` is told; not shorter than the service asks for. Rejects if it is broken off. */
  readonly pause: (why: string, error?: unknown) => Promise<void>;
}

export function startTries(settings: CallSettings): Tries {
  const { policy = usualPolicy, signal, onRepeat } = settings;
  const end = performance.now() + policy.totalTimeout;
  let pause = policy.firstPause;
  let count = 0;
  return {
    count: () => count,
    nextTimeout: () => {
      count += 1;
      return Math.max(1, Math.min(policy.callTimeout, end - performance.now()));
    },
    // A try that would have next to no time tells nothing.
    isOver: (error) =>
      (count >= unreachedTries && startIt(error, settings) !== undefined) ||
      end - performance.now() < pause * 1.25 + Math.min(policy.callTimeout, policy.totalTimeout) / 10,
    pause: async (why, error) => {
      const spread = pause * (0.75 + Math.random() / 2); // many clients that fail together must not return together
      const wanted = Math.max(spread, askedPause(error) ?? 0);
      const wait = Math.min(wanted, Math.max(0, end - performance.now()));
      pause = Math.min(pause * 2, policy.longestPause);
      // A deadline's own words say nothing more.
      const cause = error === undefined || statusOf(error) === "DEADLINE_EXCEEDED" ? "" : detailOf(error);
      onRepeat?.(`${why}${cause}; trying again`);
      await sleep(wait, signal);
    },
  };
}

/** The clients hold to the deadline as well; what they do not, as waiting for credentials, ends here. */
export async function withDeadline<T>(
  call: (options: OneCall) => Promise<T>,
  timeout: number,
  signal: AbortSignal | undefined,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const slack = Math.min(1000, timeout / 4);
    const error = Object.assign(new Error("the deadline has passed"), { code: 4 });
    timer = setTimeout(() => reject(error), timeout + slack);
  });
  const begin = () => Promise.race([call({ timeout: Math.ceil(timeout), retry: null }), late]);
  try {
    return await interruptible(begin, signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects once it is broken off: what was begun may still come, and then is of no interest. */
export async function interruptible<T>(begin: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return begin();
  signal.throwIfAborted();
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([begin(), aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
