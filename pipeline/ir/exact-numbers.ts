// JSON text to the numbers in it that JavaScript, as KFP's own `Value`, would change: it has doubles only.

/** Strings are passed over. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(\.\d+)?([eE][-+]?\d+)?/g;

/**
 * The first that would become another: a whole number with too many digits, or one beyond all doubles. Fractions are
 * rounded by nature. `changedNumber('["1", 12345678901234567890]')` is "12345678901234567890".
 */
export function changedNumber(json: string): string | undefined {
  if (!/\d{16}|\d[eE]/.test(json)) return undefined;
  for (const [text, fraction, exponent] of json.matchAll(stringOrNumber)) {
    if (text.startsWith('"')) continue;
    const isWhole = fraction === undefined && exponent === undefined;
    if (!Number.isFinite(Number(text)) || (isWhole && !isExact(text))) return text;
  }
  return undefined;
}

/** JavaScript itself writes 2^60 with zeros at its end: the same double. */
function isExact(text: string): boolean {
  const value = Number(text);
  return Number.isSafeInteger(value) || String(value) === text || BigInt(value) === BigInt(text);
}
