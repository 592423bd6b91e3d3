// A part of a request's path to the text that it stands for.
import { StatusError } from "../status.ts";

/** Throws `INVALID_ARGUMENT`. @example decodePercent("a%2Fb") // "a/b" */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new StatusError("INVALID_ARGUMENT", `The path has "${text}" in it, which is no percent-encoding.`);
  }
}
