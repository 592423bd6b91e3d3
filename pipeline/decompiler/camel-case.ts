// Names of the IR as an author would write them in TypeScript.

/** `print-text-Output` is `printTextOutput`; what is left of odd text may be empty or begin with a digit. */
export function camelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  return words
    .map((word, index) => {
      const first = [...word][0] ?? "";
      const rest = word.slice(first.length);
      return index === 0 ? first.toLowerCase() + rest : first.toUpperCase() + rest;
    })
    .join("");
}
