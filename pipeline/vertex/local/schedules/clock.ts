// What time it is, and what wakes at one.

export interface Clock {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back at that time, or before; gives what calls it off. */
  readonly wakeAt: (time: number, callback: () => void) => () => void;
}

/** Timers that are too far off would go off at once. */
const longestMs = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  wakeAt: (time, callback) => {
    const timer = setTimeout(callback, Math.min(Math.max(0, time - Date.now()), longestMs));
    return () => clearTimeout(timer);
  },
};
