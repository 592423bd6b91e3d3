// Numbers as Python writes them: a learning rate of 0.00001 is `1e-05`.

/** Of conditions and lists of items, which kfp's SDK writes with Python's `repr`. */
export function numberText(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1e-4) return JSON.stringify(value);
  const [digits = "", exponent = ""] = value.toExponential().split("e-");
  return `${digits}e-${exponent.padStart(2, "0")}`;
}
