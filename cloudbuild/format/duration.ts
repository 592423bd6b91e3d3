// Durations as the API's JSON writes them: `1800s`, with at most nine decimals.

/** Seconds, or undefined where the text is no duration. */
export function durationSeconds(text: string): number | undefined {
  return /^-?[0-9]+(?:\.[0-9]{1,9})?s$/.test(text) ? Number(text.slice(0, -1)) : undefined;
}

/** Of a timeout: undefined where there is none, or zero, which the API's JSON takes for none, or it is no duration. */
export function timeoutSeconds(text: string | undefined): number | undefined {
  const seconds = durationSeconds(text ?? "");
  return seconds !== undefined && seconds > 0 ? seconds : undefined;
}

/** 24 hours: a build's longest timeout. */
export const longestTimeout = 86_400;

/** Of a build that names none; older texts say 600. */
export const defaultTimeout = 3600;
